-- People trained against the target, by year, topic and body; years up to the one of the as-of date.
-- target_year year | training_topic text | body text | trained_people people | target_people people (null: none set)
WITH told AS (
    SELECT year(held_on) AS target_year, training_topic, body, people AS trained, 0 AS target, false AS is_target
    FROM training WHERE NOT withdrawn AND held_on <= $as_of
    UNION ALL
    SELECT target_year, training_topic, body, 0, people, true
    FROM training_target WHERE NOT withdrawn AND target_year <= year($as_of::DATE)
)
SELECT
    target_year, training_topic, body, sum(trained)::BIGINT AS trained_people,
    CASE WHEN bool_or(is_target) THEN sum(target)::BIGINT END AS target_people
FROM told
WHERE $role IN ('planner', 'dsw_officer', 'ngo_manager')
GROUP BY target_year, training_topic, body
ORDER BY target_year DESC, training_topic, body
