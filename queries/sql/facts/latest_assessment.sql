-- The latest family assessment of each case, as known on the as-of date.
SELECT
    a.case_code, max(a.assessed_on) AS assessed_on,
    arg_max(a.outcome, (a.assessed_on, a.recorded_on, a.assessment_id)) AS outcome,
    arg_max(coalesce(a.wants_return, true), (a.assessed_on, a.recorded_on, a.assessment_id)) AS wants_return
FROM visible_assessment($role, $organisation, $shelters) a
WHERE a.assessed_on <= $as_of AND a.recorded_on <= $as_of
GROUP BY a.case_code
