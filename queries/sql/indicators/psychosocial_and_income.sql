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
WITH service AS (
    SELECT
        e.case_code,
        min(e.occurred_on) FILTER (e.detail IN ('livelihood', 'financial')) AS income_on,
        min(e.occurred_on) FILTER (e.detail = 'psychosocial') AS psychosocial_on
    FROM told_event e
    WHERE e.event_kind = 'service_given'
    GROUP BY e.case_code
)
SELECT
    f.case_code, f.part, s.income_on AS on_day, CASE WHEN s.psychosocial_on IS NULL THEN 'not_met' ELSE 'met' END AS outcome
FROM service s
JOIN fact f ON f.case_code = s.case_code
WHERE s.income_on IS NOT NULL
