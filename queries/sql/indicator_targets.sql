-- The latest targets of indicators, the newest year first; of one indicator and year the first that stands holds.
-- record_id text | indicator text | target_year year | target amount | recorded_by text | recorded_at_utc time
SELECT target_id AS record_id, indicator, target_year, target, recorded_by, recorded_at_utc
FROM indicator_target
WHERE NOT withdrawn AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
ORDER BY target_year DESC, indicator, recorded_at_utc DESC, record_id
LIMIT $most
