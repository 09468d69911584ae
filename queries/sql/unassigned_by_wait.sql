-- People whom nobody has taken on at the as-of date, by days waited and reason, for the filters.
-- wait_band text | unassigned_reason text | unassigned_people people
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
),
banded AS (
    SELECT
        CASE WHEN wait_days <= 30 THEN 1 WHEN wait_days <= 90 THEN 2 WHEN wait_days <= 180 THEN 3
             WHEN wait_days <= 365 THEN 4 ELSE 5 END AS band,
        unassigned_reason
    FROM waiting
)
SELECT
    ['0-30', '31-90', '91-180', '181-365', '366+'][band] AS wait_band,
    unassigned_reason,
    count(*) AS unassigned_people
FROM banded
GROUP BY band, unassigned_reason
ORDER BY band, unassigned_reason
