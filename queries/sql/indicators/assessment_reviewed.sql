-- title: Family assessment reviewed with the person before leaving the shelter
-- stage: shelter
-- recommendation: 2.8
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Reviewed at the latest on the day of leaving
-- denominator: Left a DSW shelter, with a family assessment
-- day: Day of the first leaving
-- fields: case_event.assessment_reviewed, case_event.family_assessed, case_event.shelter_out
-- dimensions: case
SELECT
    f.case_code, f.part, f.shelter_out_on AS on_day,
    CASE WHEN f.assessment_reviewed_on <= f.shelter_out_on THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.shelter_out_on IS NOT NULL AND f.family_assessed_on <= f.shelter_out_on
