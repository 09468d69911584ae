-- One row a case that the filters choose, with all that is told of it, whatever it is broken down by. case_no: its number
-- among these, by which the other tables of facts name it; given first, since rows are numbered by one processor alone.
WITH numbered AS MATERIALIZED (
    SELECT row_number() OVER () AS case_no, v.case_code
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes, $age_groups,
        $purposes, $special
    ) v
)
SELECT n.case_no, f.* EXCLUDE (part)
FROM case_fact(
    $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes, $age_groups,
    $purposes, $special, NULL
) f
JOIN numbered n ON n.case_code = f.case_code
