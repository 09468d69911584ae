-- The first report of each organisation for each quarter that came in up to a day, and the day on which it was due.
-- organisation_id text | quarter_on date | received_on date | due_on date
SELECT
    r.organisation_id,
    make_date(r.report_year, 3 * r.report_quarter - 2, 1) AS quarter_on,
    min(r.received_on) AS received_on,
    (make_date(r.report_year, 3 * r.report_quarter - 2, 1) + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE
        + $report_due_days::INTEGER AS due_on
FROM provider_report r
WHERE NOT r.withdrawn AND r.received_on <= $as_of
    AND ($role IN ('planner', 'dsw_officer') OR ($role = 'ngo_manager' AND r.organisation_id = $organisation))
GROUP BY r.organisation_id, r.report_year, r.report_quarter
ORDER BY quarter_on, r.organisation_id
