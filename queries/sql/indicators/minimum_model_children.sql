-- title: Children out of reach who were given the whole minimum model
-- stage: system
-- recommendation: 4.5.1
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Accompanied home, reunited, needs assessed on the spot, and items bought
-- denominator: Children who waited, or wait, because no provider was in reach
-- day: First day of that wait
-- missing: Age not recorded
-- fields: assignment.unassigned_reason, case_event.minimum_accompanied, case_event.minimum_reunited,
--   case_event.minimum_assessed, case_event.minimum_items
-- dimensions: case
SELECT
    f.case_code, f.part, f.lacked_on AS on_day,
    CASE WHEN f.age_group = 'unknown' THEN 'missing'
         WHEN f.minimum_accompanied_on IS NOT NULL AND f.minimum_reunited_on IS NOT NULL AND f.minimum_assessed_on IS NOT NULL AND f.minimum_items_on IS NOT NULL THEN 'met'
         ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.lacked_on IS NOT NULL AND f.age_group IN ('child', 'unknown')
