-- The latest entries of health advocacy, the newest first.
-- record_id text | ts_pcode text | held_on date | body text | source text (null: not told) | recorded_by text |
-- recorded_at_utc time
SELECT advocacy_id AS record_id, ts_pcode, held_on, body, source, recorded_by, recorded_at_utc
FROM health_advocacy
WHERE NOT withdrawn AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
ORDER BY held_on DESC, record_id
LIMIT $most
