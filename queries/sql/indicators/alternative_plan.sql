-- title: Cases that cannot or will not return home with an agreed alternative
-- stage: shelter
-- recommendation: 2.2
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: An alternative to returning home is agreed
-- denominator: Latest assessment negative, or no wish to return, or family not traced
-- day: Day of that assessment; where there is none, month of identification
-- fields: assessment.outcome, assessment.wants_return, victim_case.family_assessment, case_event.alternative_planned
-- dimensions: case
SELECT
    f.case_code, f.part, coalesce(f.assessed_on, f.identified_month) AS on_day,
    CASE WHEN f.alternative_planned_on IS NULL THEN 'not_met' ELSE 'met' END AS outcome
FROM fact f
WHERE coalesce(f.assessed_outcome = 'negative' OR NOT f.wants_return, f.family_assessment = 'untraced')
