-- Health sites by name.
-- record_id text | name text | health_site_kind text | ts_pcode text | from_on date (null: not told) |
-- to_on date (null: still there) | source text | recorded_by text | recorded_at_utc time
SELECT site_id AS record_id, name, health_site_kind, ts_pcode, from_on, to_on, source, recorded_by, recorded_at_utc
FROM health_site
WHERE NOT withdrawn AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
ORDER BY name, record_id
LIMIT $most
