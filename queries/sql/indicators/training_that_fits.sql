-- title: Trained abroad in a skill that is asked for at home
-- stage: pre_return
-- recommendation: 1.3
-- kind: share
-- unit: share
-- better: higher
-- target: 0.5
-- numerator: Trained in at least one skill that the home township asks for
-- denominator: People trained in a shelter abroad
-- day: Day of the first training
-- missing: Whether the skill fits is not recorded
-- note: Whether a skill fits is judged by who records the training
-- fields: case_event.trained_abroad.detail
-- dimensions: case
WITH trained AS (
    SELECT
        e.case_code, min(e.occurred_on) AS first_on, bool_or(e.detail = 'fits_home') AS fits, bool_or(e.detail = 'other_skill') AS other
    FROM told_event e
    WHERE e.event_kind = 'trained_abroad'
    GROUP BY e.case_code
)
SELECT
    f.case_code, f.part, t.first_on AS on_day, CASE WHEN t.fits THEN 'met' WHEN t.other THEN 'not_met' ELSE 'missing' END AS outcome
FROM trained t
JOIN fact f ON f.case_code = t.case_code
