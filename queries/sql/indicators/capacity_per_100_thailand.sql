-- title: Room of reintegration providers for 100 victims trafficked to Thailand
-- stage: system
-- recommendation: 4.1
-- kind: ratio
-- unit: per-100
-- better: higher
-- target: none
-- numerator: Capacity of active reintegration providers, by the share of Thailand among the township's victims of
--   three years
-- denominator: Victims of the year trafficked to Thailand
-- day: 1 January of the year of identification
-- missing: Presences that do not tell their capacity
-- note: To be read beside the other corridor: the recommendation asks for a larger share for China. As things
--   stood at the end of the year, or on the as-of date
-- fields: provider_presence.capacity_people, victim_case.destination, victim_case.ts_pcode
-- dimensions: state district township
-- periods: year
WITH home AS (
    SELECT
        f.st_pcode, f.dt_pcode, f.ts_pcode, f.case_year, count(*) AS people,
        count(*) FILTER (f.destination = 'THA') AS of_corridor
    FROM fact f
    GROUP BY ALL
),
span AS (
    SELECT DISTINCT h.case_year, least(make_date(h.case_year, 12, 31), $as_of::DATE) AS at_day FROM home h
),
town AS (
    SELECT s.case_year, h.ts_pcode, sum(h.of_corridor)::DOUBLE / sum(h.people) AS of_corridor
    FROM span s
    JOIN home h ON h.case_year BETWEEN s.case_year - 2 AND s.case_year
    WHERE h.ts_pcode IS NOT NULL
    GROUP BY ALL
),
line AS (
    SELECT t.st_pcode, t.dt_pcode, t.ts_pcode, s.case_year, p.capacity_people * coalesce(w.of_corridor, 0) AS amount, 0 AS out_of
    FROM span s
    JOIN provider_presence p ON (p.from_on IS NULL OR p.from_on <= s.at_day) AND (p.to_on IS NULL OR p.to_on > s.at_day)
    JOIN township t ON t.ts_pcode = p.ts_pcode
    LEFT JOIN town w ON w.case_year = s.case_year AND w.ts_pcode = p.ts_pcode
    WHERE NOT p.withdrawn AND p.is_reintegration AND p.activity_status = 'ongoing' AND p.base_presence_id IS NULL
    UNION ALL
    SELECT h.st_pcode, h.dt_pcode, h.ts_pcode, h.case_year, 0, h.of_corridor
    FROM home h
    WHERE h.of_corridor > 0
)
SELECT
    NULL::VARCHAR AS case_code,
    CASE $dimension WHEN 'state' THEN coalesce(l.st_pcode, 'unknown') WHEN 'district' THEN coalesce(l.dt_pcode, 'unknown')
        WHEN 'township' THEN coalesce(l.ts_pcode, 'unknown') END AS part,
    make_date(l.case_year, 1, 1) AS on_day, l.amount, l.out_of
FROM line l
WHERE $role = 'planner'
