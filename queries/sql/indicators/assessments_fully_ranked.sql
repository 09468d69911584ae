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
SELECT
    f.case_code, f.part, a.assessed_on AS on_day,
    CASE WHEN CASE WHEN a.is_child THEN a.ranked_for_children = 12 ELSE a.ranked_for_adults = 11 END THEN 'met' ELSE 'not_met' END
        AS outcome
FROM told_assessment a
JOIN fact f ON f.case_no = a.case_no
