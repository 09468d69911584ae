-- title: Children medically assessed
-- stage: shelter
-- recommendation: 2.11.2
-- kind: share
-- unit: share
-- better: higher
-- target: 1
-- numerator: Medically assessed
-- denominator: Repatriated children
-- day: Day of repatriation
-- missing: Age not recorded
-- inside: Still in the shelter, and not yet
-- fields: case_event.medical_assessed, victim_case.age_years
-- dimensions: case
SELECT
    f.case_code, f.part, f.repatriated_on AS on_day,
    CASE
        WHEN f.age_group = 'unknown' THEN 'missing'
        WHEN f.medical_assessed_on IS NOT NULL THEN 'met'
        WHEN f.shelter_in_on IS NOT NULL AND least(f.shelter_out_on, f.returned_home_on, f.closed_on) IS NULL THEN 'inside'
        ELSE 'not_met'
    END AS outcome
FROM fact f
WHERE f.repatriated_on IS NOT NULL AND f.age_group <> 'adult'
