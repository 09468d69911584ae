-- Family assessments of the cases chosen, as known on the as-of date, and how many of the risks that are asked of children
-- and of adults are ranked in each. Of the fourteen, children are asked all but two, adults all but three.
WITH ranked AS (
    SELECT
        r.assessment_id,
        count(CASE WHEN r.risk_item NOT IN ('partner_conflict', 'no_livelihood') THEN 1 END) AS ranked_for_children,
        count(CASE WHEN r.risk_item NOT IN ('caregiver_missing', 'child_work', 'school_out_of_reach') THEN 1 END)
            AS ranked_for_adults
    FROM visible_risk($role, $organisation, $shelters) r
    GROUP BY r.assessment_id
)
SELECT f.case_no, a.assessed_on, a.is_child, r.ranked_for_children, r.ranked_for_adults
FROM visible_assessment($role, $organisation, $shelters) a
JOIN fact f ON f.case_code = a.case_code
LEFT JOIN ranked r ON r.assessment_id = a.assessment_id
WHERE a.assessed_on <= $as_of AND a.recorded_on <= $as_of
