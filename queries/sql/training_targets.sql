-- The targets of trainings, the newest year first.
-- record_id text | target_year year | training_topic text | body text | people people | recorded_by text |
-- recorded_at_utc time
SELECT target_id AS record_id, target_year, training_topic, body, people, recorded_by, recorded_at_utc
FROM training_target
WHERE NOT withdrawn AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
ORDER BY target_year DESC, training_topic, body, record_id
LIMIT $most
