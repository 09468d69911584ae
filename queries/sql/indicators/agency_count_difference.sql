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
SELECT f.case_code, f.part, f.identified_month AS on_day, f.in_atu::INTEGER - f.in_dsw::INTEGER AS amount
FROM fact f
WHERE f.in_atu IS NOT NULL
