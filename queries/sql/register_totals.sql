-- The register in one row, for the filters: how many, from when to when, and how fresh.
-- victims_people people | without_township_people people | children_people people | special_people people |
-- china_people people | thailand_people people | other_abroad_people people | internal_people people |
-- unknown_destination_people people | townships_with_victims townships | first_year year (null: no case) |
-- last_year year (null: no case) | last_identified_month date (null: no case) | last_recorded_on date (null: no case)
WITH chosen AS (
    SELECT v.*
    FROM visible_case($role, $organisation, $shelters) v
    WHERE v.recorded_on <= $as_of
      AND ($first_year::INTEGER IS NULL OR v.case_year >= $first_year)
      AND ($last_year::INTEGER IS NULL OR v.case_year <= $last_year)
      AND ($victim_types::VARCHAR[] IS NULL OR list_contains($victim_types::VARCHAR[], v.victim_type))
      AND ($destinations::VARCHAR[] IS NULL OR list_contains($destinations::VARCHAR[], coalesce(v.destination, 'unknown')))
      AND ($sexes::VARCHAR[] IS NULL OR list_contains($sexes::VARCHAR[], coalesce(v.sex, 'unknown')))
      AND ($age_groups::VARCHAR[] IS NULL OR list_contains($age_groups::VARCHAR[], v.age_group))
      AND ($purposes::VARCHAR[] IS NULL OR list_contains($purposes::VARCHAR[], coalesce(v.purpose, 'unknown')))
      AND ($special::BOOLEAN IS NULL OR v.is_special = $special)
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
