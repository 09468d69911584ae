-- How long each step took of those who returned in a year, from the latest earlier step that is recorded of them, and how
-- long those who stopped before it have waited: people by length, as known on the as-of date.
-- step: 1 home, 2 assigned, 3 first visit, 4 service, 5 closure, 6 revisit. Whoever stands at the step before and has gone
-- no further waits for this one, until the as-of date. Steps recorded on or before the day of the one before took 0 days.
-- return_year year | step rank | days days | over_people people | waiting_people people
WITH returned AS (
    SELECT
        least(f.repatriated_on, f.shelter_in_on, f.returned_home_on) AS returned_on,
        [f.returned_home_on, f.assigned_on, f.first_visit_on, f.service_given_on, f.closed_on, f.revisited_on] AS later
    FROM case_fact(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes, $age_groups,
        $purposes, $special, NULL
    ) f
    WHERE least(f.repatriated_on, f.shelter_in_on, f.returned_home_on) IS NOT NULL
),
stepped AS (
    SELECT
        year(r.returned_on) AS return_year, s.step, r.later[s.step] AS step_on,
        -- the latest of the earlier steps that are recorded, in the order of the steps
        coalesce(list_last(list_filter(r.later[1:s.step - 1], lambda d: d IS NOT NULL)), r.returned_on) AS from_on,
        s.step = 1 OR r.later[s.step - 1] IS NOT NULL AS is_at_the_step_before,
        len(list_filter(r.later[s.step:], lambda d: d IS NOT NULL)) = 0 AS is_last
    FROM returned r, (SELECT unnest(range(1, 7)) AS step) s
)
SELECT
    p.return_year, p.step,
    greatest(coalesce(p.step_on, $as_of::DATE) - p.from_on, 0) AS days,
    count(*) FILTER (p.step_on IS NOT NULL) AS over_people,
    count(*) FILTER (p.step_on IS NULL) AS waiting_people
FROM stepped p
WHERE p.step_on IS NOT NULL OR (p.is_at_the_step_before AND p.is_last)
GROUP BY ALL
ORDER BY ALL
