-- title: People who came to R&R operational meetings
-- stage: shelter
-- recommendation: 2.9
-- kind: count
-- unit: people
-- better: higher
-- target: none
-- numerator: People who came, counted at each meeting
-- day: Day of the meeting
-- fields: meeting_attendance.people
-- dimensions: site body
SELECT
    NULL::VARCHAR AS case_code,
    CASE $dimension WHEN 'site' THEN coalesce(m.meeting_site, 'unknown') WHEN 'body' THEN a.body END AS part,
    m.held_on AS on_day, a.people AS amount
FROM meeting m
JOIN meeting_attendance a ON a.meeting_id = m.meeting_id
WHERE NOT m.withdrawn AND m.meeting_kind = 'rr_operational' AND m.held_on <= $as_of
    AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
