-- Periods of the cases chosen with a provider or without one, that had begun on the as-of date.
SELECT f.case_no, a.assignment_state, a.unassigned_reason, a.presence_id, a.valid_from, a.valid_to, a.waiting_since
FROM visible_assignment($role, $organisation, $shelters) a
JOIN fact f ON f.case_code = a.case_code
WHERE a.valid_from <= $as_of
