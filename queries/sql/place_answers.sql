-- What people have answered about written names and codes, latest first.
-- written text | ts_pcode text | source text | confirmed_by text | confirmed_at_utc time
SELECT alt_name AS written, ts_pcode, source, confirmed_by, confirmed_at_utc
FROM township_alternate_name
WHERE $role = 'planner' AND confirmed_by IS NOT NULL
ORDER BY confirmed_at_utc DESC, alt_name
