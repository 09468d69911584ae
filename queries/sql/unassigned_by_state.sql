-- People whom nobody has taken on at the as-of date, by state or region (18 units) and reason, for the filters.
-- st_pcode text (null: not known) | unassigned_reason text | unassigned_people people
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
),
waiting AS (
    SELECT c.ts_pcode, a.unassigned_reason, $as_of - a.waiting_since AS wait_days
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN chosen c ON c.case_code = a.case_code
    WHERE a.assignment_state = 'unassigned'
      AND a.valid_from <= $as_of
      AND (a.valid_to IS NULL OR a.valid_to > $as_of)
)
SELECT t.st_pcode, w.unassigned_reason, count(*) AS unassigned_people
FROM waiting w
LEFT JOIN township t ON t.ts_pcode = w.ts_pcode
GROUP BY t.st_pcode, w.unassigned_reason
ORDER BY t.st_pcode NULLS LAST, w.unassigned_reason
