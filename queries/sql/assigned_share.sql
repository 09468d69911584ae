-- Of those who need reintegration support, how many were ever formally assigned by the as-of date (4.4), for the filters.
-- A G-to-G case needs it from its return, every other one from identification.
-- case_year year | needing_people people | assigned_people people | g2g_returned_people people | g2g_assigned_people people
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
),
needing AS (
    SELECT case_code, case_year, victim_type = 'g2g' AS is_g2g
    FROM chosen
    WHERE coalesce(victim_type <> 'g2g' OR return_month <= $as_of, false)
),
taken AS (
    SELECT DISTINCT a.case_code
    FROM visible_assignment($role, $organisation, $shelters) a
    WHERE a.assignment_state = 'assigned' AND a.valid_from <= $as_of
)
SELECT
    n.case_year,
    count(*) AS needing_people,
    count(t.case_code) AS assigned_people,
    count(*) FILTER (n.is_g2g) AS g2g_returned_people,
    count(t.case_code) FILTER (n.is_g2g) AS g2g_assigned_people
FROM needing n
LEFT JOIN taken t ON t.case_code = n.case_code
GROUP BY n.case_year
ORDER BY n.case_year
