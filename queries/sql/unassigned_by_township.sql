-- People whom nobody has taken on at the as-of date, by source township, for the filters (4.4).
-- ts_pcode text (null: not known) | unassigned_people people | waiting_days people-days | longest_wait_days days
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
SELECT
    ts_pcode,
    count(*) AS unassigned_people,
    sum(wait_days)::BIGINT AS waiting_days,
    max(wait_days) AS longest_wait_days
FROM waiting
GROUP BY ts_pcode
ORDER BY ts_pcode NULLS LAST
