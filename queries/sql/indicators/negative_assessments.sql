-- title: Family assessments with a negative result
-- stage: system
-- recommendation: 4.6
-- kind: share
-- unit: share
-- better: neither
-- target: none
-- numerator: Latest assessment negative
-- denominator: Assessed
-- day: Day of the latest assessment
-- fields: assessment.outcome
-- dimensions: case
SELECT
    f.case_code, f.part, l.assessed_on AS on_day, CASE WHEN l.outcome = 'negative' THEN 'met' ELSE 'not_met' END AS outcome
FROM latest_assessment l
JOIN fact f ON f.case_code = l.case_code
