-- The latest reports of providers, the newest first.
-- record_id text | organisation_id text | organisation text | report_year year | report_quarter rank |
-- received_on date | source text (null: not told) | recorded_by text | recorded_at_utc time
SELECT
    r.report_id AS record_id, r.organisation_id, o.name AS organisation, r.report_year, r.report_quarter, r.received_on,
    r.source, r.recorded_by, r.recorded_at_utc
FROM provider_report r
JOIN organisation o USING (organisation_id)
WHERE NOT r.withdrawn AND $role IN ('planner', 'dsw_officer')
ORDER BY r.received_on DESC, record_id
LIMIT $most
