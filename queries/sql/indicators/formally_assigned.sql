-- title: Repatriated people who were formally assigned to a provider
-- stage: system
-- recommendation: 4.4
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Assigned to a provider at least once
-- denominator: Repatriated government to government
-- day: Day of repatriation
-- fields: assignment.assignment_state, case_event.repatriated
-- dimensions: case
SELECT
    f.case_code, f.part, f.repatriated_on AS on_day, CASE WHEN f.carried_on IS NULL THEN 'not_met' ELSE 'met' END AS outcome
FROM fact f
WHERE f.repatriated_on IS NOT NULL AND f.victim_type = 'g2g'
