-- title: Providers that reported on time
-- stage: system
-- recommendation: 4.9
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Report of the quarter received by its due day
-- denominator: Organisations with an active reintegration presence at the end of the quarter
-- day: First day of the quarter
-- inside: Not due yet, and not received
-- note: Due 31 days after the quarter unless the setting was changed; counted from the first quarter for which any
--   report came, for presences that are active today
-- fields: provider_report.received_on, provider_presence
-- dimensions: provider
WITH quarter AS (
    SELECT q::DATE AS on_day, (q + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS end_on
    FROM (
        SELECT unnest(generate_series(
            (SELECT min(make_date(r.report_year, 3 * r.report_quarter - 2, 1)) FROM provider_report r WHERE NOT r.withdrawn)::TIMESTAMP,
            date_trunc('quarter', $as_of::DATE)::TIMESTAMP, INTERVAL 3 MONTH)) AS q
    )
),
duty AS (
    SELECT DISTINCT q.on_day, q.end_on, p.organisation_id
    FROM quarter q
    JOIN provider_presence p ON (p.from_on IS NULL OR p.from_on <= q.end_on) AND (p.to_on IS NULL OR p.to_on > q.end_on)
    WHERE NOT p.withdrawn AND p.is_reintegration AND p.activity_status = 'ongoing' AND q.end_on <= $as_of
),
came AS (
    SELECT r.organisation_id, make_date(r.report_year, 3 * r.report_quarter - 2, 1) AS on_day, min(r.received_on) AS received_on
    FROM provider_report r
    WHERE NOT r.withdrawn AND r.received_on <= $as_of
    GROUP BY ALL
)
SELECT
    NULL::VARCHAR AS case_code, CASE $dimension WHEN 'provider' THEN d.organisation_id END AS part, d.on_day,
    CASE WHEN c.received_on <= d.end_on + $report_due_days::INTEGER THEN 'met'
         WHEN c.received_on IS NULL AND $as_of <= d.end_on + $report_due_days::INTEGER THEN 'inside' ELSE 'not_met' END AS outcome
FROM duty d
LEFT JOIN came c ON c.organisation_id = d.organisation_id AND c.on_day = d.on_day
WHERE $role IN ('planner', 'dsw_officer') OR d.organisation_id = $organisation
