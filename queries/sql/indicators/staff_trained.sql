-- title: Staff trained, of the target, all topics
-- stage: shelter
-- recommendation: 2.3, 1.9, 2.10.1, 3.2
-- kind: ratio
-- unit: share
-- better: higher
-- target: 1
-- numerator: People trained
-- denominator: People to be trained, by the targets of the year
-- day: Day of the training; first day of the target's year
-- note: Above 1 where more were trained than planned; a year without a target has no value
-- fields: training.training_topic, training.people, training_target.people
-- dimensions: topic body
-- periods: year
SELECT
    NULL::VARCHAR AS case_code, CASE $dimension WHEN 'topic' THEN t.topic WHEN 'body' THEN t.body END AS part, t.on_day, t.amount,
    t.out_of
FROM (
    SELECT r.training_topic AS topic, r.body, r.held_on AS on_day, r.people AS amount, 0 AS out_of
    FROM training r
    WHERE NOT r.withdrawn AND r.training_topic <> 'other' AND r.held_on <= $as_of
    UNION ALL
    SELECT g.training_topic, g.body, make_date(g.target_year, 1, 1), 0, g.people
    FROM training_target g
    WHERE NOT g.withdrawn AND g.training_topic <> 'other' AND make_date(g.target_year, 1, 1) <= $as_of
) t
WHERE $role IN ('planner', 'dsw_officer', 'ngo_manager')
