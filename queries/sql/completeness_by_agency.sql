-- How many records of each agency have each field of the national spreadsheet (4.8) filled in, for the filters.
-- field text | agency text | filled_people people | all_people people
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
),
counted AS (
    SELECT
        source_agency AS agency,
        count(*) AS all_people,
        [
            {'field': 'ts_pcode', 'filled_people': count(ts_pcode)},
            {'field': 'age_years', 'filled_people': count(age_years)},
            {'field': 'sex', 'filled_people': count(sex)},
            {'field': 'destination', 'filled_people': count(destination)},
            {'field': 'purpose', 'filled_people': count(purpose)},
            {'field': 'recruitment_month', 'filled_people': count(recruitment_month)}
        ] AS fields
    FROM chosen
    GROUP BY source_agency
)
SELECT f.field AS field, agency, f.filled_people AS filled_people, all_people
FROM (SELECT unnest(fields) AS f, agency, all_people FROM counted)
ORDER BY field, agency
