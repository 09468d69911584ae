-- title: Shelter records with all minimum fields of the form
-- stage: shelter
-- recommendation: 2.12
-- kind: share
-- unit: share
-- better: higher
-- target: 0.95
-- numerator: All minimum fields of the one-page form told
-- denominator: Returned government to government, and entered a DSW shelter
-- day: Day of the first entry
-- note: The fields are those of the one-page form (methods, section 15)
-- fields: victim_case, case_event.needs_assessed, case_event.medical_informed, assignment
-- dimensions: case
SELECT
    f.case_code, f.part, f.shelter_in_on AS on_day,
    CASE WHEN f.sex IS NOT NULL AND f.age_years IS NOT NULL AND f.ts_pcode IS NOT NULL AND f.recruitment_month IS NOT NULL
              AND f.return_month IS NOT NULL AND f.destination IS NOT NULL AND f.purpose IS NOT NULL
              AND f.needs_assessed_on IS NOT NULL AND f.medical_informed_on IS NOT NULL AND f.needed_on IS NOT NULL
         THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.shelter_in_on IS NOT NULL AND f.victim_type = 'g2g'
