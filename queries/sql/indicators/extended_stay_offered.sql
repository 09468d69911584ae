-- title: Shelter residents who were offered an extended stay
-- stage: shelter
-- recommendation: 2.1
-- kind: share
-- unit: share
-- better: higher
-- target: none
-- numerator: Offered an extended stay
-- denominator: Entered a DSW shelter
-- day: Day of the first entry
-- inside: Still in the shelter, and not yet
-- fields: case_event.shelter_in, case_event.stay_offered
-- dimensions: case
SELECT
    f.case_code, f.part, f.shelter_in_on AS on_day,
    CASE WHEN f.stay_offered_on IS NOT NULL THEN 'met' WHEN least(f.shelter_out_on, f.returned_home_on, f.closed_on) IS NULL THEN 'inside' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.shelter_in_on IS NOT NULL
