-- The periods of each case in one row: first day of need, first day with a provider, first day without one in reach, and
-- whether the Department of Social Welfare carried it.
SELECT
    a.case_code, min(a.valid_from) AS needed_on,
    min(CASE WHEN a.assignment_state = 'assigned' THEN a.valid_from END) AS carried_on,
    min(CASE WHEN a.unassigned_reason = 'no_provider' THEN a.valid_from END) AS lacked_on,
    bool_or(coalesce(o.kind = 'government', false)) AS by_dsw
FROM visible_assignment($role, $organisation, $shelters) a
LEFT JOIN organisation o ON o.organisation_id = a.organisation_id
WHERE a.valid_from <= $as_of
GROUP BY a.case_code
