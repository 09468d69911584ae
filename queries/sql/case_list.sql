-- A page of the list of cases at the as-of date, by code: for the filters, with a text in the code, of one state or region
-- (18 units), at one stage, with something due of a kind (late or not), carried by one organisation, assigned or not.
-- next_due_kind: what is due first of the case.
-- case_code text | victim_type text | sex text (null: not recorded) | age_group text | ts_pcode text (null: not known) |
-- destination text (null: not recorded) | is_special yes/no | family_assessment text | identified_month date |
-- return_month date (null: not returned or not recorded) | stage text | since date (null: nothing recorded) |
-- assignment_state text (null: no open period) | organisation_id text (null: nobody carries it) |
-- organisation text (null: nobody carries it) | unassigned_reason text (null: not waiting) |
-- waiting_since date (null: not waiting) | next_due_kind text (null: nothing due) | next_due_on date (null: nothing due) |
-- next_days_left days (null: nothing due) | things_due rows
WITH page AS MATERIALIZED (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
    LEFT JOIN township t ON t.ts_pcode = v.ts_pcode
    -- A subquery repeats that its condition is asked for, so that it is not worked out where it is not.
    WHERE ($search::VARCHAR IS NULL OR contains(lower(v.case_code), lower($search)))
      AND ($st_pcode::VARCHAR IS NULL OR t.st_pcode = $st_pcode)
      AND ($stage::VARCHAR IS NULL OR v.case_code IN (
          SELECT s.case_code FROM case_stage($role, $organisation, $shelters, $as_of) s WHERE $stage::VARCHAR IS NOT NULL AND s.stage = $stage))
      AND (($due_kind::VARCHAR IS NULL AND $late::BOOLEAN IS NULL) OR v.case_code IN (
          SELECT d.case_code FROM case_due($role, $organisation, $shelters, $as_of, $limits) d
          WHERE ($due_kind::VARCHAR IS NOT NULL OR $late::BOOLEAN IS NOT NULL)
            AND ($due_kind::VARCHAR IS NULL OR d.due_kind = $due_kind)
            AND ($late::BOOLEAN IS NULL OR (d.days_left < 0) = $late)))
      AND (($carrier::VARCHAR IS NULL AND $assignment_state::VARCHAR IS NULL) OR v.case_code IN (
          SELECT a.case_code FROM visible_assignment($role, $organisation, $shelters) a
          WHERE ($carrier::VARCHAR IS NOT NULL OR $assignment_state::VARCHAR IS NOT NULL)
            AND a.valid_from <= $as_of AND (a.valid_to IS NULL OR a.valid_to > $as_of)
            AND ($carrier::VARCHAR IS NULL OR a.organisation_id = $carrier)
            AND ($assignment_state::VARCHAR IS NULL OR a.assignment_state = $assignment_state)))
    ORDER BY v.case_code
    LIMIT $limit::BIGINT OFFSET $offset::BIGINT
),
staged AS (
    SELECT s.*
    FROM case_stage_of($role, $organisation, $shelters, $as_of, (SELECT coalesce(list(p.case_code), []) FROM page p)) s
),
due AS (
    SELECT
        d.case_code, arg_min(d.due_kind, (d.due_on, d.due_kind)) AS due_kind, min(d.due_on) AS due_on,
        min(d.days_left) AS days_left, count(*) AS things
    FROM case_due_of($role, $organisation, $shelters, $as_of, $limits, (SELECT coalesce(list(p.case_code), []) FROM page p)) d
    GROUP BY d.case_code
),
carried AS (
    SELECT a.*
    FROM visible_assignment($role, $organisation, $shelters) a
    WHERE a.valid_from <= $as_of AND (a.valid_to IS NULL OR a.valid_to > $as_of)
      AND a.case_code IN (SELECT p.case_code FROM page p)
    QUALIFY row_number() OVER (PARTITION BY a.case_code ORDER BY a.valid_from DESC, a.assignment_id) = 1
)
SELECT
    p.case_code, p.victim_type, p.sex, p.age_group, p.ts_pcode, p.destination, p.is_special, p.family_assessment,
    p.identified_month, p.return_month, s.stage, s.since, c.assignment_state, c.organisation_id, o.name AS organisation,
    c.unassigned_reason, c.waiting_since, d.due_kind AS next_due_kind, d.due_on AS next_due_on,
    d.days_left AS next_days_left, coalesce(d.things, 0) AS things_due
FROM page p
JOIN staged s ON s.case_code = p.case_code
LEFT JOIN due d ON d.case_code = p.case_code
LEFT JOIN carried c ON c.case_code = p.case_code
LEFT JOIN organisation o ON o.organisation_id = c.organisation_id
ORDER BY p.case_code
