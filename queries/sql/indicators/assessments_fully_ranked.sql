-- title: Family assessments with every risk ranked
-- stage: pre_return
-- recommendation: 1.8
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Every risk of the list for the person's age ranked
-- denominator: Family assessments, one a record
-- day: Day of the assessment
-- note: Tracing is another event and does not count as an assessment
-- fields: assessment.is_child, assessment_risk.risk_item
-- dimensions: case
WITH ranked AS (
    -- Of children are asked all but two, of adults all but three; the others of the fourteen are asked of anybody.
    SELECT
        r.assessment_id,
        count(CASE WHEN r.risk_item NOT IN ('partner_conflict', 'no_livelihood') THEN 1 END) AS for_children,
        count(CASE WHEN r.risk_item NOT IN ('caregiver_missing', 'child_work', 'school_out_of_reach') THEN 1 END) AS for_adults
    FROM visible_risk($role, $organisation, $shelters) r
    GROUP BY r.assessment_id
)
SELECT
    f.case_code, f.part, a.assessed_on AS on_day,
    CASE WHEN CASE WHEN a.is_child THEN r.for_children = 12 ELSE r.for_adults = 11 END THEN 'met' ELSE 'not_met' END AS outcome
FROM visible_assessment($role, $organisation, $shelters) a
JOIN fact f ON f.case_code = a.case_code
LEFT JOIN ranked r ON r.assessment_id = a.assessment_id
WHERE a.assessed_on <= $as_of AND a.recorded_on <= $as_of
