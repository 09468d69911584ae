-- People whom nobody has taken on at the as-of date, as a plan of help weighs them: by source township, child or not,
-- corridor and Special Case. The wait of one person counts for $cap_days days at most.
-- ts_pcode text (null: not known) | is_child yes/no (null: age not recorded) | corridor text | is_special yes/no |
-- people people | waiting_days people-days
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
),
waiting AS (
    SELECT
        c.ts_pcode,
        CASE c.age_group WHEN 'child' THEN true WHEN 'adult' THEN false END AS is_child,
        c.corridor,
        c.is_special,
        least($as_of - a.waiting_since, $cap_days::BIGINT) AS wait_days
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN chosen c ON c.case_code = a.case_code
    WHERE a.assignment_state = 'unassigned'
      AND a.valid_from <= $as_of
      AND (a.valid_to IS NULL OR a.valid_to > $as_of)
)
SELECT ts_pcode, is_child, corridor, is_special, count(*) AS people, sum(wait_days)::BIGINT AS waiting_days
FROM waiting
GROUP BY ts_pcode, is_child, corridor, is_special
ORDER BY ts_pcode NULLS LAST, is_child DESC NULLS LAST, corridor, is_special
