-- title: Victims newly in reach through roving case workers
-- stage: system
-- recommendation: 4.2
-- kind: share
-- unit: share
-- better: higher
-- target: none
-- numerator: A roving case worker serves the township
-- denominator: Victims of the year from townships without a resident or outreach provider
-- day: Month of identification
-- missing: Township not recorded
-- note: As things stood at the end of the year, or on the as-of date
-- fields: provider_presence.presence_type, victim_case.ts_pcode
-- dimensions: case
WITH active AS (
    SELECT DISTINCT y.case_year, p.ts_pcode, p.presence_type
    FROM (SELECT DISTINCT f.case_year, least(make_date(f.case_year, 12, 31), $as_of::DATE) AS at_day FROM fact f) y
    JOIN provider_presence p ON (p.from_on IS NULL OR p.from_on <= y.at_day) AND (p.to_on IS NULL OR p.to_on > y.at_day)
    WHERE NOT p.withdrawn AND p.is_reintegration AND p.activity_status = 'ongoing'
),
served AS (
    SELECT
        a.case_year, a.ts_pcode, bool_or(a.presence_type <> 'roving') AS by_others, bool_or(a.presence_type = 'roving') AS by_roving
    FROM active a
    GROUP BY ALL
)
SELECT
    f.case_code, f.part, f.identified_month AS on_day,
    CASE WHEN f.ts_pcode IS NULL THEN 'missing' WHEN s.by_roving THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
LEFT JOIN served s ON s.case_year = f.case_year AND s.ts_pcode = f.ts_pcode
WHERE f.ts_pcode IS NULL OR NOT coalesce(s.by_others, false)
