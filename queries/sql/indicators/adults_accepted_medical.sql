-- title: Adults who accepted the medical assessment
-- stage: shelter
-- recommendation: 2.11.1
-- kind: share
-- unit: share
-- better: neither
-- target: none
-- numerator: Informed of the medical assessment, and accepted it
-- denominator: Repatriated adults
-- day: Day of repatriation
-- missing: Age not recorded
-- inside: Still in the shelter, and not yet
-- note: Voluntary: a low share is not bad by itself; it is read beside the share of those informed
-- fields: case_event.medical_informed, case_event.medical_accepted, victim_case.age_years
-- dimensions: case
SELECT
    f.case_code, f.part, f.repatriated_on AS on_day,
    CASE
        WHEN f.age_group = 'unknown' THEN 'missing'
        WHEN f.medical_accepted_on IS NOT NULL THEN 'met'
        WHEN f.shelter_in_on IS NOT NULL AND least(f.shelter_out_on, f.returned_home_on, f.closed_on) IS NULL THEN 'inside'
        ELSE 'not_met'
    END AS outcome
FROM fact f
WHERE f.repatriated_on IS NOT NULL AND f.age_group <> 'child'
