-- title: Records of ATU less records of DSW
-- stage: system
-- recommendation: 4.8
-- kind: count
-- unit: records
-- better: neither
-- target: none
-- numerator: People on record with ATU, less those on record with DSW
-- day: Month of identification
-- note: Below 0 where DSW has more. Two records of one person count as one only once somebody has confirmed the pair;
--   people on record with both cancel out
-- fields: case_source.source_agency
-- dimensions: case
WITH source AS (
    SELECT s.case_code, bool_or(s.agency = 'atu')::INTEGER - bool_or(s.agency = 'dsw')::INTEGER AS difference
    FROM visible_source($role, $organisation, $shelters) s
    GROUP BY s.case_code
)
SELECT f.case_code, f.part, f.identified_month AS on_day, s.difference AS amount
FROM fact f
JOIN source s ON s.case_code = f.case_code
