-- title: Repatriated within six months of admission to a shelter abroad
-- stage: pre_return
-- recommendation: 1.1
-- kind: share
-- unit: share
-- better: higher
-- target: 0.8
-- numerator: Repatriated at most 183 days after admission to a shelter in Thailand
-- denominator: Admissions in Thailand that were repatriated, or have waited longer than 183 days
-- day: Day of admission
-- missing: Returned home, escaped or closed without a day of repatriation, or repatriated before the admission
-- inside: Still waiting, for 183 days or less
-- note: Six months are 183 days unless the setting was changed
-- fields: case_event.admitted_abroad, case_event.repatriated, victim_case.destination
-- dimensions: case
SELECT
    f.case_code, f.part, f.admitted_abroad_on AS on_day,
    CASE
        WHEN f.repatriated_on < f.admitted_abroad_on THEN 'missing'
        WHEN f.repatriated_on <= f.admitted_abroad_on + $abroad_most_days::INTEGER THEN 'met'
        WHEN f.repatriated_on IS NOT NULL THEN 'not_met'
        WHEN f.returned_home_on IS NOT NULL OR f.escaped_on IS NOT NULL OR f.closed_on IS NOT NULL THEN 'missing'
        WHEN $as_of > f.admitted_abroad_on + $abroad_most_days::INTEGER THEN 'not_met'
        ELSE 'inside'
    END AS outcome
FROM fact f
WHERE f.destination = 'THA' AND f.admitted_abroad_on IS NOT NULL
