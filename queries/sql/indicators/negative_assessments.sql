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
    f.case_code, f.part, f.assessed_on AS on_day, CASE WHEN f.assessed_outcome = 'negative' THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.assessed_on IS NOT NULL
