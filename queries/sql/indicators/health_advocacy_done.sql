-- title: Townships of most returns with health advocacy done
-- stage: community
-- recommendation: 3.4
-- kind: share
-- unit: share
-- better: higher
-- target: 0.8
-- numerator: Health advocacy up to the end of the year
-- denominator: The townships that most people returned to in the year
-- day: 1 January of the year
-- missing: People who returned home to a township that is not recorded, one each
-- note: Twenty townships unless the setting was changed; of equal ones the lower P-code
-- fields: case_event.returned_home, health_advocacy.ts_pcode
-- dimensions: state district township
-- periods: year
WITH back AS (
    SELECT f.case_code, f.ts_pcode, f.dt_pcode, f.st_pcode, year(f.returned_home_on) AS back_year
    FROM fact f
    WHERE f.returned_home_on IS NOT NULL
),
counted AS (
    SELECT b.back_year, b.ts_pcode, b.dt_pcode, b.st_pcode, count(*) AS people
    FROM back b
    WHERE b.ts_pcode IS NOT NULL
    GROUP BY ALL
),
most AS (
    SELECT c.* FROM counted c
    QUALIFY row_number() OVER (PARTITION BY c.back_year ORDER BY c.people DESC, c.ts_pcode) <= $return_townships::INTEGER
)
SELECT
    NULL::VARCHAR AS case_code,
    CASE $dimension WHEN 'state' THEN m.st_pcode WHEN 'district' THEN m.dt_pcode WHEN 'township' THEN m.ts_pcode END AS part,
    make_date(m.back_year, 1, 1) AS on_day,
    CASE WHEN m.ts_pcode IN (
        SELECT h.ts_pcode FROM health_advocacy h
        WHERE NOT h.withdrawn AND h.held_on <= $as_of AND year(h.held_on) <= m.back_year
    ) THEN 'met' ELSE 'not_met' END AS outcome
FROM most m
UNION ALL
SELECT NULL, CASE WHEN $dimension IS NOT NULL THEN 'unknown' END, make_date(b.back_year, 1, 1), 'missing'
FROM back b
WHERE b.ts_pcode IS NULL
