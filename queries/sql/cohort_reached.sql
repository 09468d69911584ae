-- How far those are who returned in a year, as known on the as-of date: people by the steps that are recorded of them.
-- The return is the first of repatriation, entry into a DSW shelter and return home.
-- reached: a sign a step, 1 where it is recorded: returned, home, assigned, first visit, service, closure, revisit.
-- return_year year | corridor text | reached text | people people
WITH returned AS (
    SELECT
        f.corridor, least(f.repatriated_on, f.shelter_in_on, f.returned_home_on) AS returned_on, f.returned_home_on,
        f.assigned_on, f.first_visit_on, f.service_given_on, f.closed_on, f.revisited_on
    FROM case_fact(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes, $age_groups,
        $purposes, $special, NULL
    ) f
    WHERE least(f.repatriated_on, f.shelter_in_on, f.returned_home_on) IS NOT NULL
)
SELECT
    year(r.returned_on) AS return_year, r.corridor,
    concat(
        '1', (r.returned_home_on IS NOT NULL)::INTEGER, (r.assigned_on IS NOT NULL)::INTEGER,
        (r.first_visit_on IS NOT NULL)::INTEGER, (r.service_given_on IS NOT NULL)::INTEGER,
        (r.closed_on IS NOT NULL)::INTEGER, (r.revisited_on IS NOT NULL)::INTEGER
    ) AS reached,
    count(*) AS people
FROM returned r
GROUP BY ALL
ORDER BY ALL
