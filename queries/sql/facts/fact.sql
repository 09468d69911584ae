SELECT *
FROM case_fact(
    $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes, $age_groups,
    $purposes, $special, $dimension
)
