-- Victims by source township, for the filters.
-- ts_pcode text (null: not known) | victims_people people | children_people people | special_people people |
-- china_people people | thailand_people people | other_abroad_people people | internal_people people |
-- unknown_destination_people people
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
      AND ($special::BOOLEAN IS NULL OR v.is_special = $special)
)
SELECT
    ts_pcode,
    count(*) AS victims_people,
    count(*) FILTER (age_years < 18) AS children_people,
    count(*) FILTER (is_special) AS special_people,
    count(*) FILTER (destination = 'CHN') AS china_people,
    count(*) FILTER (destination = 'THA') AS thailand_people,
    count(*) FILTER (destination NOT IN ('CHN', 'THA', 'MMR')) AS other_abroad_people,
    count(*) FILTER (destination = 'MMR') AS internal_people,
    count(*) FILTER (destination IS NULL) AS unknown_destination_people
FROM chosen
GROUP BY ts_pcode
ORDER BY ts_pcode NULLS LAST
