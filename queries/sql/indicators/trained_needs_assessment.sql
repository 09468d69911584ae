-- title: Staff trained in needs assessment interviews, of the target
-- stage: shelter
-- recommendation: 2.10.1
-- kind: ratio
-- unit: share
-- better: higher
-- target: 1
-- numerator: People trained
-- denominator: People to be trained, by the targets of the year
-- day: Day of the training; first day of the target's year
-- note: Above 1 where more were trained than planned; a year without a target has no value
-- fields: training.people, training_target.people
-- dimensions: body
-- periods: year
SELECT
    NULL::VARCHAR AS case_code, CASE $dimension WHEN 'body' THEN t.body END AS part, t.on_day, t.amount, t.out_of
FROM (
    SELECT r.body, r.held_on AS on_day, r.people AS amount, 0 AS out_of
    FROM training r
    WHERE NOT r.withdrawn AND r.training_topic = 'needs_assessment' AND r.held_on <= $as_of
    UNION ALL
    SELECT g.body, make_date(g.target_year, 1, 1), 0, g.people
    FROM training_target g
    WHERE NOT g.withdrawn AND g.training_topic = 'needs_assessment' AND make_date(g.target_year, 1, 1) <= $as_of
) t
WHERE $role IN ('planner', 'dsw_officer', 'ngo_manager')
