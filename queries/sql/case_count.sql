-- How many cases the list of cases holds, for the filters and all that narrows the list (see case_list).
-- cases people
WITH found AS (
    SELECT v.case_code
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
)
SELECT count(*) AS cases FROM found
