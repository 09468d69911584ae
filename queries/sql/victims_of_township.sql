-- Victims from one township by year of identification, for the filters.
-- case_year year | victims_people people | children_people people
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
)
SELECT case_year, count(*) AS victims_people, count(*) FILTER (age_years < 18) AS children_people
FROM chosen
WHERE ts_pcode = $ts_pcode
GROUP BY case_year
ORDER BY case_year
