-- The events of one case that the as-of date sees, in order of their days.
-- event_id text | event_kind text | occurred_on date | recorded_on date | organisation_id text (null: none or not told) |
-- organisation text (null: none or not told) | shelter_id text (null: not in a shelter) | detail text (null: none) |
-- amount amount (null: none) | recorded_by text (null: a load or the demonstration)
SELECT
    e.event_id, e.event_kind, e.occurred_on, e.recorded_on, e.organisation_id, o.name AS organisation, e.shelter_id,
    e.detail, e.amount, e.recorded_by
FROM visible_event($role, $organisation, $shelters) e
LEFT JOIN organisation o ON o.organisation_id = e.organisation_id
WHERE e.case_code = $case_code AND e.occurred_on <= $as_of AND e.recorded_on <= $as_of
ORDER BY e.occurred_on, e.event_id
