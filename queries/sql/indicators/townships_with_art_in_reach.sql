-- title: Source townships with a listed ART site within reach
-- stage: community
-- recommendation: 3.5
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: A site with antiretroviral treatment within reach
-- denominator: Townships that victims of the year come from
-- day: 1 January of the year of identification
-- missing: Victims whose township is not recorded, one each
-- note: As things stood at the end of the year, or on the as-of date; reach is 50 km between main towns unless the
--   setting was changed; no person's status is known
-- fields: health_site.health_site_kind, victim_case.ts_pcode
-- dimensions: state district township
-- periods: year
WITH source AS (
    SELECT DISTINCT f.ts_pcode, f.dt_pcode, f.st_pcode, f.case_year, least(make_date(f.case_year, 12, 31), $as_of::DATE) AS at_day
    FROM fact f
    WHERE f.ts_pcode IS NOT NULL
),
site AS (
    SELECT h.ts_pcode, h.from_on, h.to_on, t.lat, t.lon
    FROM health_site h
    JOIN township t ON t.ts_pcode = h.ts_pcode
    WHERE NOT h.withdrawn AND h.health_site_kind = 'art'
),
near AS (
    -- Great circle between main towns, haversine, Earth's mean radius 6371.0088 km (IUGG).
    SELECT t.ts_pcode, s.from_on, s.to_on
    FROM township t
    JOIN site s ON 2 * 6371.0088 * asin(least(1, sqrt(
        pow(sin(radians(t.lat - s.lat) / 2), 2)
        + cos(radians(t.lat)) * cos(radians(s.lat)) * pow(sin(radians(t.lon - s.lon) / 2), 2)))) <= $art_reach_km
),
helped AS (
    SELECT DISTINCT s.ts_pcode, s.case_year
    FROM source s
    JOIN near n ON n.ts_pcode = s.ts_pcode
    WHERE (n.from_on IS NULL OR n.from_on <= s.at_day) AND (n.to_on IS NULL OR n.to_on > s.at_day)
)
SELECT
    NULL::VARCHAR AS case_code,
    CASE $dimension WHEN 'state' THEN s.st_pcode WHEN 'district' THEN s.dt_pcode WHEN 'township' THEN s.ts_pcode END AS part,
    make_date(s.case_year, 1, 1) AS on_day, CASE WHEN h.ts_pcode IS NOT NULL THEN 'met' ELSE 'not_met' END AS outcome
FROM source s
LEFT JOIN helped h ON h.ts_pcode = s.ts_pcode AND h.case_year = s.case_year
UNION ALL
SELECT NULL, CASE WHEN $dimension IS NOT NULL THEN 'unknown' END, make_date(f.case_year, 1, 1), 'missing'
FROM fact f
WHERE f.ts_pcode IS NULL
