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
SELECT
    f.case_code, f.part, f.identified_month AS on_day, CASE WHEN f.in_atu <> f.in_dsw THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.victim_type = 'g2g' AND (f.in_atu OR f.in_dsw)
