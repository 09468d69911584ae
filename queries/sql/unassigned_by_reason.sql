-- People whom nobody has taken on at the as-of date, by reason, for the filters and for one township where it is given.
-- unassigned_reason text | unassigned_people people | waiting_days people-days
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
SELECT unassigned_reason, count(*) AS unassigned_people, sum(wait_days)::BIGINT AS waiting_days
FROM waiting
WHERE $ts_pcode::VARCHAR IS NULL OR ts_pcode = $ts_pcode
GROUP BY unassigned_reason
ORDER BY unassigned_people DESC, unassigned_reason
