-- How many presences were active on the last day of each year and at the as-of date.
-- at_on date | organisations organisations | presences presences | townships townships |
-- reintegration_presences presences | reintegration_townships townships
WITH running AS (
    SELECT
        p.organisation_id, p.ts_pcode, p.is_reintegration,
        coalesce(p.from_on, DATE '0001-01-01') AS from_on, coalesce(p.to_on, DATE '9999-12-31') AS to_on
    FROM provider_presence p
    WHERE p.activity_status = 'ongoing' AND NOT p.withdrawn
),
days AS (
    SELECT make_date(y, 12, 31) AS at_on
    FROM (SELECT unnest(range($first_year::INTEGER, year($as_of))) AS y)
    UNION ALL
    SELECT $as_of
)
SELECT
    d.at_on,
    count(DISTINCT r.organisation_id) AS organisations,
    count(r.organisation_id) AS presences,
    count(DISTINCT r.ts_pcode) AS townships,
    count(*) FILTER (r.is_reintegration) AS reintegration_presences,
    count(DISTINCT r.ts_pcode) FILTER (r.is_reintegration) AS reintegration_townships
FROM days d
LEFT JOIN running r ON r.from_on <= d.at_on AND r.to_on > d.at_on
GROUP BY d.at_on
ORDER BY d.at_on
