-- title: Income support that came with psychosocial support
-- stage: community
-- recommendation: 3.3
-- kind: share
-- unit: share
-- better: higher
-- target: 0.7
-- numerator: Also received psychosocial support
-- denominator: Received income support (livelihood or cash)
-- day: Day of the first income support
-- note: In either order
-- fields: case_event.service_given.detail
-- dimensions: case
SELECT
    f.case_code, f.part, f.income_on AS on_day, CASE WHEN f.psychosocial_on IS NULL THEN 'not_met' ELSE 'met' END AS outcome
FROM fact f
WHERE f.income_on IS NOT NULL
