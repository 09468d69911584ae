-- One row a case that the filters choose, with all that is told of it, whatever it is broken down by. case_no: its number
-- among these, by which the other tables of facts name it.
SELECT row_number() OVER () AS case_no, f.* EXCLUDE (part)
FROM case_fact(
    $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes, $age_groups,
    $purposes, $special, NULL
) f
