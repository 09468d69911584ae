-- title: Young adults with income support whose family was consulted
-- stage: community
-- recommendation: 3.3
-- kind: share
-- unit: share
-- better: higher
-- target: 0.8
-- numerator: Family consulted
-- denominator: Aged 18 to 24 at identification, with income support
-- day: Day of the first income support
-- missing: Age not recorded
-- fields: case_event.service_given.detail, case_event.family_consulted, victim_case.age_years
-- dimensions: case
SELECT
    f.case_code, f.part, f.income_on AS on_day,
    CASE WHEN f.age_years IS NULL THEN 'missing' WHEN f.family_consulted_on IS NULL THEN 'not_met' ELSE 'met' END AS outcome
FROM fact f
WHERE f.income_on IS NOT NULL AND (f.age_years IS NULL OR f.age_years BETWEEN 18 AND 24)
