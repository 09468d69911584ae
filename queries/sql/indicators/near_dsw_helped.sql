-- title: Victims near a DSW office who were helped by DSW
-- stage: system
-- recommendation: 4.3
-- kind: share
-- unit: share
-- better: higher
-- target: 0.5
-- numerator: Ever assigned to an organisation of the Department of Social Welfare
-- denominator: Needed support, from a township within reach of a DSW office
-- day: First day of need
-- missing: Township not recorded
-- note: Reach is the setting dsw_reach_km (50 km) between the office and the main town
-- fields: dsw_office, assignment.organisation_id, organisation.kind
-- dimensions: case
WITH near AS (
    SELECT DISTINCT t.ts_pcode
    FROM township t
    JOIN dsw_office o ON 2 * 6371.0088 * asin(least(1, sqrt(
        pow(sin(radians(t.lat - o.lat) / 2), 2)
        + cos(radians(t.lat)) * cos(radians(o.lat)) * pow(sin(radians(t.lon - o.lon) / 2), 2)))) <= $dsw_reach_km
)
SELECT
    f.case_code, f.part, n.needed_on AS on_day,
    CASE WHEN f.ts_pcode IS NULL THEN 'missing' WHEN n.by_dsw THEN 'met' ELSE 'not_met' END AS outcome
FROM care n
JOIN fact f ON f.case_code = n.case_code
LEFT JOIN near t ON t.ts_pcode = f.ts_pcode
WHERE f.ts_pcode IS NULL OR t.ts_pcode IS NOT NULL
