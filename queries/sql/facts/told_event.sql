-- Events as known on the as-of date, of the kinds that somebody counts one by one: read once, not by each indicator.
SELECT e.case_code, e.event_id, e.event_kind, e.occurred_on, e.detail, e.amount, e.organisation_id
FROM visible_event($role, $organisation, $shelters) e
WHERE e.event_kind IN (SELECT unnest($told_kinds::VARCHAR[])) AND e.occurred_on <= $as_of AND e.recorded_on <= $as_of
