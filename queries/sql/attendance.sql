-- Who came to a meeting, by body.
-- body text | people people
SELECT a.body, a.people
FROM meeting_attendance a
JOIN meeting m ON m.meeting_id = a.meeting_id
WHERE a.meeting_id = $meeting_id AND NOT m.withdrawn
ORDER BY a.people DESC, a.body
