-- title: Source townships with at least one active project for people to be referred to
-- stage: community
-- recommendation: 3.7
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: At least one active livelihood, health or other project that is not for victims of trafficking alone
-- denominator: Townships that victims of the year come from
-- day: 1 January of the year of identification
-- missing: Victims whose township is not recorded, one each
-- note: As things stood at the end of the year, or on the as-of date; the recommendation breaks off in the source
-- fields: provider_presence.is_reintegration, provider_presence.activity_status, victim_case.ts_pcode
-- dimensions: state district township
-- periods: year
WITH source AS (
    SELECT DISTINCT f.ts_pcode, f.dt_pcode, f.st_pcode, f.case_year, least(make_date(f.case_year, 12, 31), $as_of::DATE) AS at_day
    FROM fact f
    WHERE f.ts_pcode IS NOT NULL
),
helped AS (
    SELECT DISTINCT s.ts_pcode, s.case_year
    FROM source s
    JOIN provider_presence p ON p.ts_pcode = s.ts_pcode
    WHERE NOT p.withdrawn AND NOT p.is_reintegration AND p.activity_status = 'ongoing'
        AND (p.from_on IS NULL OR p.from_on <= s.at_day) AND (p.to_on IS NULL OR p.to_on > s.at_day)
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
