-- title: Victims near a DSW office who were helped by DSW
-- stage: system
-- recommendation: 4.3
-- kind: share
-- unit: share
-- better: higher
-- target: 0.5
-- numerator: Ever assigned to the Department of Social Welfare, or given a service by it after the return
-- denominator: Needed support, from a township within reach of a DSW office
-- day: First day of need
-- missing: Township not recorded
-- note: Reach is 50 km from the office to the main town unless the setting was changed
-- fields: dsw_office, assignment.organisation_id, case_event.service_given, organisation.kind
-- dimensions: case
WITH near AS (
    SELECT DISTINCT t.ts_pcode
    FROM township t
    JOIN dsw_office o ON 2 * 6371.0088 * asin(least(1, sqrt(
        pow(sin(radians(t.lat - o.lat) / 2), 2)
        + cos(radians(t.lat)) * cos(radians(o.lat)) * pow(sin(radians(t.lon - o.lon) / 2), 2)))) <= $dsw_reach_km
),
served AS (
    SELECT DISTINCT e.case_no
    FROM told_event e
    JOIN organisation o ON o.organisation_id = e.organisation_id
    WHERE e.event_kind = 'service_given' AND o.kind = 'government'
)
SELECT
    f.case_code, f.part, f.needed_on AS on_day,
    CASE WHEN f.ts_pcode IS NULL THEN 'missing' WHEN f.by_dsw OR s.case_no IS NOT NULL THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
LEFT JOIN served s ON s.case_no = f.case_no
LEFT JOIN near t ON t.ts_pcode = f.ts_pcode
WHERE f.needed_on IS NOT NULL AND (f.ts_pcode IS NULL OR t.ts_pcode IS NOT NULL)
