-- People whom nobody had taken on, on the last day of each year and at the as-of date, as known on that day,
-- for the filters.
-- at_on date | unassigned_people people | waiting_days people-days
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
),
waiting AS (
    SELECT a.valid_from, a.valid_to, a.waiting_since, c.recorded_on
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN chosen c ON c.case_code = a.case_code
    WHERE a.assignment_state = 'unassigned' AND a.valid_from <= $as_of
),
days AS (
    SELECT make_date(y, 12, 31) AS at_on
    FROM (SELECT unnest(range(year(min(valid_from)), year($as_of))) AS y FROM waiting)
    UNION ALL
    SELECT $as_of WHERE EXISTS (SELECT 1 FROM waiting)
)
SELECT
    d.at_on,
    count(w.valid_from) AS unassigned_people,
    coalesce(sum(d.at_on - w.waiting_since), 0)::BIGINT AS waiting_days
FROM days d
LEFT JOIN waiting w
    ON greatest(w.valid_from, w.recorded_on) <= d.at_on
    AND coalesce(w.valid_to, DATE '9999-12-31') > d.at_on
GROUP BY d.at_on
ORDER BY d.at_on
