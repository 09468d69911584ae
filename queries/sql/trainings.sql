-- The latest trainings, the newest first.
-- record_id text | held_on date | training_topic text | body text | people people | ts_pcode text (null: not told) |
-- source text (null: not told) | recorded_by text | recorded_at_utc time
SELECT training_id AS record_id, held_on, training_topic, body, people, ts_pcode, source, recorded_by, recorded_at_utc
FROM training
WHERE NOT withdrawn AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
ORDER BY held_on DESC, record_id
LIMIT $most
