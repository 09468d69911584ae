-- title: Repatriated people whose needs were assessed in the shelter
-- stage: shelter
-- recommendation: 2.10.2
-- kind: share
-- unit: share
-- better: higher
-- target: 0.95
-- numerator: Needs assessed between the first entry into a DSW shelter and the first leaving
-- denominator: Repatriated
-- day: Day of repatriation
-- inside: Still in the shelter, and not yet
-- fields: case_event.needs_assessed, case_event.repatriated, case_event.shelter_in, case_event.shelter_out
-- dimensions: case
SELECT
    f.case_code, f.part, f.repatriated_on AS on_day,
    CASE
        WHEN f.needs_assessed_on BETWEEN f.shelter_in_on AND coalesce(f.shelter_out_on, $as_of) THEN 'met'
        WHEN f.shelter_in_on IS NOT NULL AND least(f.shelter_out_on, f.returned_home_on, f.closed_on) IS NULL THEN 'inside'
        ELSE 'not_met'
    END AS outcome
FROM fact f
WHERE f.repatriated_on IS NOT NULL
