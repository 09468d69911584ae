-- The latest counts of shelters abroad, the newest first.
-- record_id text | counted_on date | destination text | myanmar_people people | interpreters people |
-- source text (null: not told) | recorded_by text | recorded_at_utc time
SELECT
    census_id AS record_id, counted_on, destination, myanmar_people, interpreters, source, recorded_by, recorded_at_utc
FROM shelter_census_abroad
WHERE NOT withdrawn AND $role IN ('planner', 'dsw_officer')
ORDER BY counted_on DESC, destination, record_id
LIMIT $most
