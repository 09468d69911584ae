-- title: Negative assessments with an agreed alternative
-- stage: system
-- recommendation: 4.6
-- kind: share
-- unit: share
-- better: higher
-- target: 0.95
-- numerator: An alternative agreed on the day of the assessment or later
-- denominator: Latest assessment negative
-- day: Day of the latest assessment
-- fields: assessment.outcome, case_event.alternative_planned
-- dimensions: case
SELECT
    f.case_code, f.part, f.assessed_on AS on_day, CASE WHEN f.last_alternative_on >= f.assessed_on THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.assessed_outcome = 'negative'
