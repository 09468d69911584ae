-- title: Families visited in preparation before the return
-- stage: pre_return
-- recommendation: 1.10
-- kind: share
-- unit: share
-- better: higher
-- target: 0.8
-- numerator: Preparatory visit at the latest on the day of the return home
-- denominator: Returned home
-- day: Day of the return home
-- fields: case_event.family_prepared, case_event.returned_home
-- dimensions: case
SELECT
    f.case_code, f.part, f.returned_home_on AS on_day,
    CASE WHEN f.family_prepared_on <= f.returned_home_on THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.returned_home_on IS NOT NULL
