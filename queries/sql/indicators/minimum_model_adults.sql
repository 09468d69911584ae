-- title: Adults out of reach who were given the whole minimum model
-- stage: system
-- recommendation: 4.5.2
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Transport paid, and a cash grant
-- denominator: Adults who waited, or wait, because no provider was in reach
-- day: First day of that wait
-- missing: Age not recorded
-- fields: assignment.unassigned_reason, case_event.minimum_transport, case_event.minimum_grant
-- dimensions: case
SELECT
    f.case_code, f.part, f.lacked_on AS on_day,
    CASE WHEN f.age_group = 'unknown' THEN 'missing'
         WHEN f.minimum_transport_on IS NOT NULL AND f.minimum_grant_on IS NOT NULL THEN 'met'
         ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.lacked_on IS NOT NULL AND f.age_group IN ('adult', 'unknown')
