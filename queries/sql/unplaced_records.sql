-- The records whose township of origin is not known, for the filters, one row each: to be mended at their source.
-- case_code text | agency text | victim_type text | identified_month date | recorded_on date
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
)
SELECT case_code, source_agency AS agency, victim_type, identified_month, recorded_on
FROM chosen
WHERE ts_pcode IS NULL
ORDER BY identified_month, case_code
