-- Victims by source township and year of identification, for the filters.
-- ts_pcode text (null: not known) | case_year year | victims_people people
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
)
SELECT ts_pcode, case_year, count(*) AS victims_people
FROM chosen
GROUP BY ts_pcode, case_year
ORDER BY ts_pcode NULLS LAST, case_year
