-- How long ago the presences active on the as-of date were last confirmed, in days.
-- A confirmation dated after the as-of date is not known yet on that date and counts as never.
-- confirmed_band text | presences presences | organisations organisations
WITH active AS (
    SELECT
        p.organisation_id,
        CASE WHEN p.last_confirmed_on IS NULL OR p.last_confirmed_on > $as_of THEN 5
             WHEN $as_of - p.last_confirmed_on <= 90 THEN 1
             WHEN $as_of - p.last_confirmed_on <= 180 THEN 2
             WHEN $as_of - p.last_confirmed_on <= 365 THEN 3
             ELSE 4 END AS band
    FROM provider_presence p
    WHERE p.activity_status = 'ongoing' AND NOT p.withdrawn
      AND (p.from_on IS NULL OR p.from_on <= $as_of)
      AND (p.to_on IS NULL OR p.to_on > $as_of)
)
SELECT
    ['0-90', '91-180', '181-365', '366+', 'never'][band] AS confirmed_band,
    count(*) AS presences,
    count(DISTINCT organisation_id) AS organisations
FROM active
GROUP BY band
ORDER BY band
