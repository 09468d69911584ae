-- title: Stages of victim protection that were assessed
-- stage: system
-- recommendation: 4.10
-- kind: share
-- unit: share
-- better: higher
-- target: 1
-- numerator: An assessment done in the period
-- denominator: The three stages, in each period
-- day: First day of the period
-- inside: The period is not over, and no assessment yet
-- note: Counted from the first period in which a stage was assessed
-- fields: stage_assessment.assessed_stage, stage_assessment.assessed_on
-- dimensions: none
WITH span AS (
    SELECT p::DATE AS on_day
    FROM (
        SELECT unnest(generate_series(
            date_trunc($period, (SELECT min(a.assessed_on) FROM stage_assessment a WHERE NOT a.withdrawn))::TIMESTAMP,
            date_trunc($period, $as_of::DATE)::TIMESTAMP,
            CASE WHEN $period = 'year' THEN INTERVAL 1 YEAR ELSE INTERVAL 3 MONTH END)) AS p
    )
),
done AS (
    SELECT DISTINCT a.assessed_stage, date_trunc($period, a.assessed_on)::DATE AS on_day
    FROM stage_assessment a
    WHERE NOT a.withdrawn AND a.assessed_on <= $as_of
)
SELECT
    NULL::VARCHAR AS case_code, NULL::VARCHAR AS part, s.on_day,
    CASE WHEN d.on_day IS NOT NULL THEN 'met'
         WHEN s.on_day + CASE WHEN $period = 'year' THEN INTERVAL 1 YEAR ELSE INTERVAL 3 MONTH END > $as_of THEN 'inside'
         ELSE 'not_met' END AS outcome
FROM span s
CROSS JOIN (SELECT unnest(['pre_return', 'shelter', 'community']) AS stage) t
LEFT JOIN done d ON d.assessed_stage = t.stage AND d.on_day = s.on_day
WHERE $role IN ('planner', 'dsw_officer', 'ngo_manager')
