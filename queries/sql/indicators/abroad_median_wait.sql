-- title: Median wait in a shelter abroad until repatriation
-- stage: pre_return
-- recommendation: 1.1
-- kind: waiting
-- unit: days
-- better: lower
-- target: 183
-- numerator: Repatriated
-- denominator: Admitted to a shelter abroad
-- day: Day of admission
-- missing: Returned home, escaped or closed without a day of repatriation, or repatriated before the admission
-- inside: Still waiting; counted with the wait so far
-- fields: case_event.admitted_abroad, case_event.repatriated
-- dimensions: case
SELECT
    f.case_code, f.part, f.admitted_abroad_on AS on_day,
    coalesce(f.repatriated_on, $as_of::DATE) - f.admitted_abroad_on AS days,
    CASE
        WHEN f.repatriated_on < f.admitted_abroad_on THEN 'missing'
        WHEN f.repatriated_on IS NOT NULL THEN 'met'
        WHEN f.returned_home_on IS NOT NULL OR f.escaped_on IS NOT NULL OR f.closed_on IS NOT NULL THEN 'missing'
        ELSE 'inside'
    END AS outcome
FROM fact f
WHERE f.admitted_abroad_on IS NOT NULL
