-- Meetings, planned and held, of one site where it is given; the latest first.
-- meeting_id text | meeting_kind text | meeting_site text (null: elsewhere) | st_pcode text (null: not told) |
-- planned_on date (null: not planned ahead) | held_on date (null: not held yet) | is_open yes/no |
-- closed_at_utc time (null: open or not held) | came_people people | decisions rows | note text (null: nothing was said) |
-- recorded_by text
WITH came AS (
    SELECT meeting_id, sum(people)::BIGINT AS people FROM meeting_attendance GROUP BY meeting_id
),
decided AS (
    SELECT meeting_id, count(*) AS decisions FROM visible_decision($role, $organisation, $shelters) GROUP BY meeting_id
)
SELECT
    m.meeting_id, m.meeting_kind, m.meeting_site, m.st_pcode, m.planned_on, m.held_on,
    m.held_on IS NOT NULL AND m.closed_at_utc IS NULL AS is_open, m.closed_at_utc,
    coalesce(c.people, 0) AS came_people, coalesce(d.decisions, 0) AS decisions, m.note, m.recorded_by
FROM meeting m
LEFT JOIN came c ON c.meeting_id = m.meeting_id
LEFT JOIN decided d ON d.meeting_id = m.meeting_id
WHERE NOT m.withdrawn AND ($site::VARCHAR IS NULL OR m.meeting_site = $site)
ORDER BY coalesce(m.held_on, m.planned_on) DESC, m.meeting_id
