-- Records whose township of origin is not known, for the filters: by year and agency.
-- case_year year | agency text | unplaced_people people | all_people people
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
    case_year, source_agency AS agency, count(*) FILTER (ts_pcode IS NULL) AS unplaced_people, count(*) AS all_people
FROM chosen
GROUP BY case_year, source_agency
ORDER BY case_year, agency
