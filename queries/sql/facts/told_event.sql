-- Events of the cases chosen, as known on the as-of date, of the kinds that somebody counts one by one: read once, not by
-- each indicator.
SELECT f.case_no, e.event_id, e.event_kind, e.occurred_on, e.detail, e.amount, e.organisation_id
FROM visible_event($role, $organisation, $shelters) e
JOIN fact f ON f.case_code = e.case_code
WHERE list_contains($told_kinds::VARCHAR[], e.event_kind) AND e.occurred_on <= $as_of AND e.recorded_on <= $as_of
