-- How many people were carried at the end of each of the last months, and on the as-of date itself; of all providers
-- that the reader sees, or of one. Taken on and closed: within the month.
-- at_on date | carried_people people | special_people people | taken_people people | closed_people people |
-- other_end_people people
WITH period AS (
    SELECT a.valid_from, a.valid_to, a.end_reason, c.is_special
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN visible_case($role, $organisation, $shelters) c ON c.case_code = a.case_code
    JOIN provider_presence p ON p.presence_id = a.presence_id
    WHERE a.assignment_state = 'assigned' AND a.valid_from <= $as_of
      AND ($pool_id::VARCHAR IS NULL OR coalesce(p.base_presence_id, p.presence_id) = $pool_id)
),
spine AS (
    SELECT unnest(generate_series(
        date_trunc('month', $as_of::DATE) - to_months($months::INTEGER - 1), date_trunc('month', $as_of::DATE), INTERVAL 1 MONTH
    ))::DATE AS month_on
),
flow AS (
    SELECT
        date_trunc('month', valid_from)::DATE AS month_on, count(*) AS people, count(*) FILTER (is_special) AS special,
        count(*) AS taken, 0 AS closed, 0 AS other_end
    FROM period GROUP BY 1
    UNION ALL
    SELECT
        date_trunc('month', valid_to)::DATE, -count(*), -count(*) FILTER (is_special), 0,
        count(*) FILTER (end_reason = 'closed'), count(*) FILTER (end_reason <> 'closed')
    FROM period WHERE valid_to <= $as_of GROUP BY 1
    UNION ALL
    SELECT month_on, 0, 0, 0, 0, 0 FROM spine
),
monthly AS (
    SELECT month_on, sum(people) AS people, sum(special) AS special, sum(taken) AS taken, sum(closed) AS closed,
        sum(other_end) AS other_end
    FROM flow GROUP BY month_on
),
standing AS (
    SELECT
        month_on, sum(people) OVER upto AS people, sum(special) OVER upto AS special, taken, closed, other_end
    FROM monthly
    WINDOW upto AS (ORDER BY month_on)
)
SELECT
    least(last_day(month_on), $as_of::DATE) AS at_on,
    people::BIGINT AS carried_people, special::BIGINT AS special_people, taken::BIGINT AS taken_people,
    closed::BIGINT AS closed_people, other_end::BIGINT AS other_end_people
FROM standing
WHERE month_on IN (SELECT s.month_on FROM spine s)
ORDER BY month_on
