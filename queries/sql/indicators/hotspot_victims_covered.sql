-- title: Victims from hot-spot townships with an active reintegration provider
-- stage: system
-- recommendation: 4.1
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: An active reintegration provider in the township
-- denominator: Victims of the year from its hot-spot townships
-- day: Month of identification
-- missing: Township not recorded
-- note: The frozen list of the year that holds; without one the hot spots of 2010: Shan (North), Yangon, Bago,
--   Mon, Kayin. As things stood at the end of the year, or on the as-of date
-- fields: victim_case.ts_pcode, hotspot_entry.ts_pcode, provider_presence
-- dimensions: case
WITH active AS (
    SELECT DISTINCT y.case_year, p.ts_pcode
    FROM (SELECT DISTINCT f.case_year, least(make_date(f.case_year, 12, 31), $as_of::DATE) AS at_day FROM fact f) y
    JOIN provider_presence p ON (p.from_on IS NULL OR p.from_on <= y.at_day) AND (p.to_on IS NULL OR p.to_on > y.at_day)
    WHERE NOT p.withdrawn AND p.is_reintegration AND p.activity_status = 'ongoing'
),
list AS (
    SELECT l.list_year, l.list_id FROM visible_hotspot_list($role) l
    QUALIFY row_number() OVER (PARTITION BY l.list_year ORDER BY l.version DESC) = 1
),
hot AS (
    SELECT l.list_year, e.ts_pcode FROM list l JOIN visible_hotspot_entry($role) e ON e.list_id = l.list_id
),
chosen AS (
    SELECT f.case_code, f.part, f.identified_month, f.ts_pcode, f.case_year
    FROM fact f
    LEFT JOIN list l ON l.list_year = f.case_year
    LEFT JOIN hot h ON h.list_year = f.case_year AND h.ts_pcode = f.ts_pcode
    WHERE f.ts_pcode IS NULL OR h.ts_pcode IS NOT NULL
        OR (l.list_id IS NULL AND f.st_pcode IN ('MMR003', 'MMR007', 'MMR008', 'MMR011', 'MMR013', 'MMR015'))
)
SELECT
    c.case_code, c.part, c.identified_month AS on_day,
    CASE WHEN c.ts_pcode IS NULL THEN 'missing' WHEN a.ts_pcode IS NOT NULL THEN 'met' ELSE 'not_met' END AS outcome
FROM chosen c
LEFT JOIN active a ON a.case_year = c.case_year AND a.ts_pcode = c.ts_pcode
