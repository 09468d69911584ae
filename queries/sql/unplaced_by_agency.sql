-- Records whose township of origin is not known, for the filters: by year and agency.
-- case_year year | agency text | unplaced_people people | all_people people
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
)
SELECT
    case_year, source_agency AS agency, count(*) FILTER (ts_pcode IS NULL) AS unplaced_people, count(*) AS all_people
FROM chosen
GROUP BY case_year, source_agency
ORDER BY case_year, agency
