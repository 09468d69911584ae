-- title: Life plan made before leaving the shelter
-- stage: shelter
-- recommendation: 2.5
-- kind: share
-- unit: share
-- better: higher
-- target: 0.8
-- numerator: Life plan at the latest on the day of leaving
-- denominator: Left a DSW shelter
-- day: Day of the first leaving
-- fields: case_event.life_plan, case_event.shelter_out
-- dimensions: case
SELECT
    f.case_code, f.part, f.shelter_out_on AS on_day,
    CASE WHEN f.life_plan_on <= f.shelter_out_on THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.shelter_out_on IS NOT NULL
