-- The headline counts year by year, for the filters.
-- case_year year | victims_people people | without_township_people people | children_people people |
-- special_people people | g2g_people people | china_people people | thailand_people people
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
