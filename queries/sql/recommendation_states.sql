-- Where each recommendation stands: the state that none supersedes.
-- state_id text | recommendation text | version rank | recommendation_status text | owner_body text (null: nobody yet) |
-- due_on date (null: none set) | evidence text (null: none) | note text (null: nothing said, or not for the reader) |
-- recorded_by text (null: not for the reader) | recorded_at_utc time
SELECT
    s.state_id, s.recommendation, s.version, s.recommendation_status, s.owner_body, s.due_on, s.evidence,
    CASE WHEN $role <> 'donor' THEN s.note END AS note,
    CASE WHEN $role <> 'donor' THEN s.recorded_by END AS recorded_by,
    s.recorded_at_utc
FROM (
    SELECT r.*, row_number() OVER (PARTITION BY r.recommendation ORDER BY r.recorded_at_utc) AS version
    FROM recommendation_state r
) s
WHERE $role IN ('planner', 'dsw_officer', 'ngo_manager', 'donor')
    AND s.state_id NOT IN (SELECT t.supersedes FROM recommendation_state t WHERE t.supersedes IS NOT NULL)
ORDER BY s.recommendation
