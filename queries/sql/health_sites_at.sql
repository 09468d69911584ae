-- Health sites that are there on a day, at the chief town of their township.
-- site_id text | name text | health_site_kind text | ts_pcode text | lat degrees | lon degrees
SELECT h.site_id, h.name, h.health_site_kind, h.ts_pcode, t.lat, t.lon
FROM health_site h
JOIN township t USING (ts_pcode)
WHERE NOT h.withdrawn AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
  AND coalesce(h.from_on, DATE '1900-01-01') <= $as_of AND coalesce(h.to_on, DATE '9999-01-01') >= $as_of
ORDER BY h.ts_pcode, h.name, h.site_id
