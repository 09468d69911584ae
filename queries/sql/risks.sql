-- The ranks of all risks in the family assessments of one case.
-- assessment_id text | risk_item text | risk_rank text
SELECT r.assessment_id, r.risk_item, r.risk_rank
FROM visible_risk($role, $organisation, $shelters) r
JOIN visible_assessment($role, $organisation, $shelters) a ON a.assessment_id = r.assessment_id
WHERE a.case_code = $case_code
ORDER BY r.assessment_id, r.risk_item
