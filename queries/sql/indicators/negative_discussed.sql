-- title: Negative assessments discussed at an R&R operational meeting
-- stage: system
-- recommendation: 4.6
-- kind: share
-- unit: share
-- better: higher
-- target: 0.95
-- numerator: Discussed on the day of the assessment or later
-- denominator: Latest assessment negative
-- day: Day of the latest assessment
-- fields: assessment.outcome, case_event.discussed_at_meeting
-- dimensions: case
SELECT
    f.case_code, f.part, f.assessed_on AS on_day, CASE WHEN f.last_discussed_on >= f.assessed_on THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.assessed_outcome = 'negative'
