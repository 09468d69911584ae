-- One row a case that the filters choose, with all that is told of it; part: where it stands in the dimension asked for.
SELECT *
FROM case_fact(
    $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes, $age_groups,
    $purposes, $special, $dimension
)
