-- Records whose dates or fields contradict each other, one row a record and rule, for the filters.
-- rule: code of ui/quality_words.py. first_on and second_on: the two days of which the first should not lie before, or
-- not be missing beside, the second; months stand for their first day.
-- rule text | case_code text | agency text | first_on date (null: none) | second_on date (null: none)
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
),
happened AS (
    SELECT
        e.case_code,
        min(e.occurred_on) FILTER (e.event_kind IN ('shelter_in', 'returned_home', 'first_visit', 'service_given', 'closed'))
            AS helped_on,
        min(e.occurred_on) FILTER (e.event_kind = 'shelter_in') AS entered_on,
        min(e.occurred_on) FILTER (e.event_kind = 'shelter_out') AS left_on,
        min(e.occurred_on) FILTER (e.event_kind = 'first_visit') AS visited_on,
        min(e.occurred_on) FILTER (e.event_kind = 'closed') AS closed_on,
        max(e.occurred_on) FILTER (e.event_kind = 'closed') AS last_closed_on,
        max(e.occurred_on) FILTER (e.event_kind = 'readmitted') AS readmitted_on
    FROM visible_event($role, $organisation, $shelters) e
    WHERE e.recorded_on <= $as_of
    GROUP BY e.case_code
),
carried AS (
    SELECT
        a.case_code,
        min(a.valid_from) FILTER (a.assignment_state = 'assigned') AS first_assigned_on,
        max(a.valid_from) FILTER (a.valid_to IS NULL OR a.valid_to > $as_of) AS open_since,
        count(*) FILTER (a.valid_to IS NULL OR a.valid_to > $as_of) AS open_periods
    FROM visible_assignment($role, $organisation, $shelters) a
    WHERE a.valid_from <= $as_of
    GROUP BY a.case_code
),
known AS (
    SELECT
        c.*, h.* EXCLUDE (case_code), p.first_assigned_on, p.open_since, coalesce(p.open_periods, 0) AS open_periods,
        h.last_closed_on IS NOT NULL AND (h.readmitted_on IS NULL OR h.readmitted_on < h.last_closed_on) AS is_closed,
        CASE WHEN c.victim_type = 'g2g' THEN c.return_month ELSE c.identified_month END AS needed_from
    FROM chosen c
    LEFT JOIN happened h ON h.case_code = c.case_code
    LEFT JOIN carried p ON p.case_code = c.case_code
),
broken AS (
    SELECT 'recorded_before_identified' AS rule, case_code, source_agency, recorded_on AS first_on,
        identified_month AS second_on
    FROM known WHERE recorded_on < identified_month
    UNION ALL
    SELECT 'returned_before_identified', case_code, source_agency, return_month, identified_month
    FROM known WHERE victim_type = 'g2g' AND return_month < identified_month
    UNION ALL
    SELECT 'returned_later_than_today', case_code, source_agency, return_month, $as_of
    FROM known WHERE return_month > $as_of
    UNION ALL
    SELECT 'inside_but_abroad', case_code, source_agency, identified_month, NULL
    FROM known WHERE victim_type IN ('internal', 'self_internal') AND destination <> 'MMR'
    UNION ALL
    SELECT 'cross_border_but_inside', case_code, source_agency, identified_month, NULL
    FROM known WHERE victim_type IN ('g2g', 'self_cross_border') AND destination = 'MMR'
    UNION ALL
    SELECT 'helped_before_identified', case_code, source_agency, helped_on, identified_month
    FROM known WHERE helped_on < identified_month
    UNION ALL
    SELECT 'closed_before_returned', case_code, source_agency, closed_on, return_month
    FROM known WHERE victim_type = 'g2g' AND closed_on < return_month
    UNION ALL
    SELECT 'left_before_entered', case_code, source_agency, left_on, entered_on
    FROM known WHERE left_on < entered_on
    UNION ALL
    SELECT 'visited_before_assigned', case_code, source_agency, visited_on, first_assigned_on
    FROM known WHERE visited_on < first_assigned_on
    UNION ALL
    SELECT 'closed_but_open', case_code, source_agency, last_closed_on, open_since
    FROM known WHERE is_closed AND open_periods > 0 AND last_closed_on <= $as_of
    UNION ALL
    SELECT 'open_twice', case_code, source_agency, open_since, NULL
    FROM known WHERE open_periods > 1
    UNION ALL
    SELECT 'nobody_and_not_waiting', case_code, source_agency, needed_from, NULL
    FROM known WHERE needed_from <= $as_of AND open_periods = 0 AND NOT coalesce(is_closed, false)
)
SELECT rule, case_code, source_agency AS agency, first_on, second_on
FROM broken
ORDER BY rule, case_code
