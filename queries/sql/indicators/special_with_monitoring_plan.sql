-- title: Special Cases with a monitoring plan
-- stage: community
-- recommendation: 3.10
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Monitoring plan made
-- denominator: Special Cases that a provider has carried
-- day: First day with a provider
-- fields: assignment.valid_from, case_event.monitoring_plan, victim_case.is_special
-- dimensions: case
SELECT
    f.case_code, f.part, f.carried_on AS on_day,
    CASE WHEN f.monitoring_plan_on IS NULL THEN 'not_met' ELSE 'met' END AS outcome
FROM fact f
WHERE f.is_special AND f.carried_on IS NOT NULL
