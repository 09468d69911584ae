-- Family assessments of one case that the as-of date sees, the latest first.
-- assessment_id text | assessed_on date | recorded_on date | organisation_id text (null: not told) |
-- organisation text (null: not told) | outcome text | wants_return yes/no (null: not asked) | is_child yes/no |
-- recorded_by text
SELECT
    a.assessment_id, a.assessed_on, a.recorded_on, a.organisation_id, o.name AS organisation, a.outcome, a.wants_return,
    a.is_child, a.recorded_by
FROM visible_assessment($role, $organisation, $shelters) a
LEFT JOIN organisation o ON o.organisation_id = a.organisation_id
WHERE a.case_code = $case_code AND a.assessed_on <= $as_of AND a.recorded_on <= $as_of
ORDER BY a.assessed_on DESC, a.assessment_id DESC
