-- How many records of each agency have each field of the national spreadsheet (4.8) filled in, for the filters.
-- field text | agency text | filled_people people | all_people people
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
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
