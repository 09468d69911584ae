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
WITH service AS (
    SELECT
        e.case_code,
        min(e.occurred_on) FILTER (e.detail IN ('livelihood', 'financial')) AS income_on,
        min(e.occurred_on) FILTER (e.detail = 'psychosocial') AS psychosocial_on
    FROM told_event e
    WHERE e.event_kind = 'service_given'
    GROUP BY e.case_code
)
SELECT
    f.case_code, f.part, s.income_on AS on_day,
    CASE WHEN f.age_years IS NULL THEN 'missing' WHEN f.family_consulted_on IS NULL THEN 'not_met' ELSE 'met' END AS outcome
FROM service s
JOIN fact f ON f.case_code = s.case_code
WHERE s.income_on IS NOT NULL AND (f.age_years IS NULL OR f.age_years BETWEEN 18 AND 24)
