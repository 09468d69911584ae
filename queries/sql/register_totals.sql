-- The register in one row, for the filters: how many, from when to when, and how fresh.
-- victims_people people | without_township_people people | children_people people | special_people people |
-- china_people people | thailand_people people | other_abroad_people people | internal_people people |
-- unknown_destination_people people | townships_with_victims townships | first_year year (null: no case) |
-- last_year year (null: no case) | last_identified_month date (null: no case) | last_recorded_on date (null: no case)
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
)
SELECT
    count(*) AS victims_people,
    count(*) FILTER (ts_pcode IS NULL) AS without_township_people,
    count(*) FILTER (age_years < 18) AS children_people,
    count(*) FILTER (is_special) AS special_people,
    count(*) FILTER (destination = 'CHN') AS china_people,
    count(*) FILTER (destination = 'THA') AS thailand_people,
    count(*) FILTER (destination NOT IN ('CHN', 'THA', 'MMR')) AS other_abroad_people,
    count(*) FILTER (destination = 'MMR') AS internal_people,
    count(*) FILTER (destination IS NULL) AS unknown_destination_people,
    count(DISTINCT ts_pcode) AS townships_with_victims,
    min(case_year) AS first_year,
    max(case_year) AS last_year,
    max(identified_month) AS last_identified_month,
    max(recorded_on) AS last_recorded_on
FROM chosen
