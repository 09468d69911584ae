-- Victims by year of identification and corridor, for the filters.
-- case_year year | corridor text | victims_people people
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
)
SELECT case_year, corridor, count(*) AS victims_people
FROM chosen
GROUP BY case_year, corridor
ORDER BY case_year, corridor
