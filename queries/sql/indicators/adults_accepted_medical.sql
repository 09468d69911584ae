-- title: Adults who accepted the medical assessment
-- stage: shelter
-- recommendation: 2.11.1
-- kind: share
-- unit: share
-- better: neither
-- target: none
-- numerator: Accepted it
-- denominator: Repatriated adults who were informed
-- day: Day on which they were informed
-- missing: Age not recorded
-- note: Voluntary: a low share is not bad by itself
-- fields: case_event.medical_informed, case_event.medical_accepted
-- dimensions: case
SELECT
    f.case_code, f.part, f.medical_informed_on AS on_day,
    CASE WHEN f.age_group = 'unknown' THEN 'missing' WHEN f.medical_accepted_on IS NOT NULL THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.repatriated_on IS NOT NULL AND f.medical_informed_on IS NOT NULL AND f.age_group <> 'child'
