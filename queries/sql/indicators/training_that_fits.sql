-- title: Trained abroad in a skill that is asked for at home
-- stage: pre_return
-- recommendation: 1.3
-- kind: share
-- unit: share
-- better: higher
-- target: 0.5
-- numerator: Trained in a skill that the home township asks for
-- denominator: Vocational trainings abroad, one a record
-- day: Day of the training
-- missing: Whether the skill fits is not recorded
-- note: Whether a skill fits is judged by who records the training
-- fields: case_event.trained_abroad.detail
-- dimensions: case
SELECT
    f.case_code, f.part, e.occurred_on AS on_day,
    CASE e.detail WHEN 'fits_home' THEN 'met' WHEN 'other_skill' THEN 'not_met' ELSE 'missing' END AS outcome
FROM visible_event($role, $organisation, $shelters) e
JOIN fact f ON f.case_code = e.case_code
WHERE e.event_kind = 'trained_abroad' AND e.occurred_on <= $as_of AND e.recorded_on <= $as_of
