-- title: Government-to-government returnees whom only one agency has on record
-- stage: system
-- recommendation: 4.8
-- kind: share
-- unit: share
-- better: lower
-- target: 0.05
-- numerator: On record with only one of ATU and DSW
-- denominator: Returned government to government, on record with ATU or DSW
-- day: Month of identification
-- note: Two records of one person count as one only once somebody has confirmed the pair
-- fields: case_source.source_agency, victim_case.victim_type
-- dimensions: case
WITH source AS (
    SELECT s.case_code, bool_or(s.agency = 'atu') AS by_atu, bool_or(s.agency = 'dsw') AS by_dsw
    FROM visible_source($role, $organisation, $shelters) s
    GROUP BY s.case_code
)
SELECT
    f.case_code, f.part, f.identified_month AS on_day, CASE WHEN s.by_atu <> s.by_dsw THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
JOIN source s ON s.case_code = f.case_code
WHERE f.victim_type = 'g2g' AND (s.by_atu OR s.by_dsw)
