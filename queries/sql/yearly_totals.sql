-- The headline counts year by year, for the filters.
-- case_year year | victims_people people | without_township_people people | children_people people |
-- special_people people | g2g_people people | china_people people | thailand_people people
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
)
SELECT
    case_year,
    count(*) AS victims_people,
    count(*) FILTER (ts_pcode IS NULL) AS without_township_people,
    count(*) FILTER (age_years < 18) AS children_people,
    count(*) FILTER (is_special) AS special_people,
    count(*) FILTER (victim_type = 'g2g') AS g2g_people,
    count(*) FILTER (destination = 'CHN') AS china_people,
    count(*) FILTER (destination = 'THA') AS thailand_people
FROM chosen
GROUP BY case_year
ORDER BY case_year
