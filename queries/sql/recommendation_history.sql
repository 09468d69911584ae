-- Every state of every recommendation, the newest first.
-- state_id text | recommendation text | version rank | recommendation_status text | owner_body text (null: nobody yet) |
-- due_on date (null: none set) | evidence text (null: none) | note text (null: nothing said) | recorded_by text |
-- recorded_at_utc time
SELECT
    r.state_id, r.recommendation,
    row_number() OVER (PARTITION BY r.recommendation ORDER BY r.recorded_at_utc) AS version,
    r.recommendation_status, r.owner_body, r.due_on, r.evidence, r.note, r.recorded_by, r.recorded_at_utc
FROM recommendation_state r
WHERE $role IN ('planner', 'dsw_officer', 'ngo_manager')
ORDER BY r.recommendation, r.recorded_at_utc DESC
