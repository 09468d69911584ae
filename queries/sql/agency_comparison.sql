-- People by year, type and state or region, and which agencies hold a record of them (4.8), for the filters.
-- A record that was confirmed to be the same person counts once, with both its agencies.
-- case_year year | victim_type text | st_pcode text (null: township not known) | all_people people | atu_people people |
-- dsw_people people | ngo_people people | atu_and_dsw_people people | atu_not_dsw_people people |
-- dsw_not_atu_people people | only_ngo_people people
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
),
held AS (
    SELECT
        s.case_code,
        bool_or(s.agency = 'atu') AS by_atu,
        bool_or(s.agency = 'dsw') AS by_dsw,
        bool_or(s.agency = 'ngo') AS by_ngo
    FROM visible_source($role, $organisation, $shelters) s
    GROUP BY s.case_code
)
SELECT
    c.case_year,
    c.victim_type,
    t.st_pcode,
    count(*) AS all_people,
    count(*) FILTER (h.by_atu) AS atu_people,
    count(*) FILTER (h.by_dsw) AS dsw_people,
    count(*) FILTER (h.by_ngo) AS ngo_people,
    count(*) FILTER (h.by_atu AND h.by_dsw) AS atu_and_dsw_people,
    count(*) FILTER (h.by_atu AND NOT h.by_dsw) AS atu_not_dsw_people,
    count(*) FILTER (h.by_dsw AND NOT h.by_atu) AS dsw_not_atu_people,
    count(*) FILTER (h.by_ngo AND NOT h.by_atu AND NOT h.by_dsw) AS only_ngo_people
FROM chosen c
JOIN held h ON h.case_code = c.case_code
LEFT JOIN township t ON t.ts_pcode = c.ts_pcode
GROUP BY c.case_year, c.victim_type, t.st_pcode
ORDER BY c.case_year, c.victim_type, t.st_pcode
