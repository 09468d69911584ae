-- Census of the DSW shelters: for each day from $first to $last and each shelter with a stay, who entered, who left, and
-- who was there at the end of the day, as known on the as-of date. Days without a move are given too.
-- day date | shelter_id text | entered_people people | left_people people | present_people people
WITH stays AS (
    SELECT s.*
    FROM shelter_stay($role, $organisation, $shelters, $as_of) s
    WHERE $shelter::VARCHAR IS NULL OR s.shelter_id = $shelter
),
moves AS (
    SELECT s.shelter_id, greatest(s.in_on, $first::DATE - 1) AS day, count(*) AS entered, 0 AS gone,
        count(*) FILTER (s.in_on >= $first) AS entered_within, 0 AS gone_within
    FROM stays s WHERE s.in_on <= $last
    GROUP BY s.shelter_id, greatest(s.in_on, $first::DATE - 1)
    UNION ALL
    SELECT s.shelter_id, greatest(s.out_on, $first::DATE - 1), 0, count(*), 0, count(*) FILTER (s.out_on >= $first)
    FROM stays s WHERE s.out_on <= $last
    GROUP BY s.shelter_id, greatest(s.out_on, $first::DATE - 1)
),
days AS (
    SELECT DISTINCT m.shelter_id, d.day::DATE AS day
    FROM moves m, generate_series($first::DATE - 1, $last::DATE, INTERVAL 1 DAY) AS d(day)
),
counted AS (
    SELECT d.day, d.shelter_id,
        coalesce(sum(m.entered_within), 0) AS entered_people, coalesce(sum(m.gone_within), 0) AS left_people,
        coalesce(sum(m.entered), 0) - coalesce(sum(m.gone), 0) AS change
    FROM days d LEFT JOIN moves m ON m.shelter_id = d.shelter_id AND m.day = d.day
    GROUP BY d.day, d.shelter_id
),
summed AS (
    SELECT c.*, sum(c.change) OVER (PARTITION BY c.shelter_id ORDER BY c.day) AS present_people
    FROM counted c
)
SELECT day, shelter_id, entered_people, left_people, present_people
FROM summed
WHERE day >= $first
ORDER BY day, shelter_id
