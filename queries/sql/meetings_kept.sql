-- The latest meetings, planned and held, with how many people of each body came; the newest first.
-- record_id text | meeting_kind text | meeting_site text (null: another kind of meeting elsewhere) |
-- st_pcode text (null: not told) | planned_on date (null: not planned ahead) | held_on date (null: not held) |
-- people_dsw people (null: not told) | people_attf people (null: not told) | people_gad people (null: not told) |
-- people_immigration people (null: not told) | people_health people (null: not told) |
-- people_maaf people (null: not told) | people_un people (null: not told) | people_ngo people (null: not told) |
-- people_other people (null: not told) | note text (null: nothing was said) | recorded_by text | recorded_at_utc time
WITH came AS (
    SELECT
        meeting_id,
        max(people) FILTER (body = 'dsw') AS people_dsw, max(people) FILTER (body = 'attf') AS people_attf,
        max(people) FILTER (body = 'gad') AS people_gad, max(people) FILTER (body = 'immigration') AS people_immigration,
        max(people) FILTER (body = 'health') AS people_health, max(people) FILTER (body = 'maaf') AS people_maaf,
        max(people) FILTER (body = 'un') AS people_un, max(people) FILTER (body = 'ngo') AS people_ngo,
        max(people) FILTER (body = 'other') AS people_other
    FROM meeting_attendance
    GROUP BY meeting_id
)
SELECT
    m.meeting_id AS record_id, m.meeting_kind, m.meeting_site, m.st_pcode, m.planned_on, m.held_on,
    c.people_dsw, c.people_attf, c.people_gad, c.people_immigration, c.people_health, c.people_maaf, c.people_un,
    c.people_ngo, c.people_other, m.note, m.recorded_by, m.recorded_at_utc
FROM meeting m
LEFT JOIN came c USING (meeting_id)
WHERE NOT m.withdrawn AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
ORDER BY coalesce(m.held_on, m.planned_on) DESC, record_id
LIMIT $most
