-- title: Repatriated people whose needs were assessed
-- stage: shelter
-- recommendation: 2.10.2
-- kind: share
-- unit: share
-- better: higher
-- target: 0.95
-- numerator: Needs assessed
-- denominator: Repatriated
-- day: Day of repatriation
-- fields: case_event.needs_assessed, case_event.repatriated
-- dimensions: case
SELECT
    f.case_code, f.part, f.repatriated_on AS on_day,
    CASE WHEN f.needs_assessed_on IS NOT NULL THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.repatriated_on IS NOT NULL
