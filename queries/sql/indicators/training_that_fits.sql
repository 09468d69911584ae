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
SELECT
    f.case_code, f.part, f.trained_abroad_on AS on_day,
    CASE WHEN f.trained_fitting_on IS NOT NULL THEN 'met' WHEN f.trained_other_on IS NOT NULL THEN 'not_met' ELSE 'missing' END AS outcome
FROM fact f
WHERE f.trained_abroad_on IS NOT NULL
