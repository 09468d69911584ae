-- title: Interpreters per 100 Myanmar victims in shelters abroad
-- stage: pre_return
-- recommendation: 1.12
-- kind: ratio
-- unit: per-100
-- better: higher
-- target: 5
-- numerator: Interpreters, over all counts of the period
-- denominator: Myanmar victims in shelters abroad, over all counts of the period
-- day: Day of the count
-- fields: shelter_census_abroad.interpreters, shelter_census_abroad.myanmar_people
-- dimensions: destination corridor
SELECT
    NULL::VARCHAR AS case_code,
    CASE $dimension
        WHEN 'destination' THEN c.destination
        WHEN 'corridor' THEN CASE c.destination WHEN 'CHN' THEN 'china' WHEN 'THA' THEN 'thailand' WHEN 'MMR' THEN 'internal'
            ELSE 'other_abroad' END
    END AS part,
    c.counted_on AS on_day, c.interpreters AS amount, c.myanmar_people AS out_of
FROM shelter_census_abroad c
WHERE NOT c.withdrawn AND c.counted_on <= $as_of AND $role IN ('planner', 'dsw_officer')
