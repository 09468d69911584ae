-- How many things are due at the as-of date, by kind and provider, for what narrows the list of due things (see due).
-- due_kind text | organisation_id text (null: nobody) | presence_id text (null: nobody) | things rows | late rows
SELECT d.due_kind, d.organisation_id, d.presence_id, count(*) AS things, count(*) FILTER (d.days_left < 0) AS late
FROM case_due($role, $organisation, $shelters, $as_of, $limits) d
JOIN visible_case($role, $organisation, $shelters) v ON v.case_code = d.case_code
WHERE ($due_kind::VARCHAR IS NULL OR d.due_kind = $due_kind)
  AND ($late::BOOLEAN IS NULL OR (d.days_left < 0) = $late)
  AND ($carrier::VARCHAR IS NULL OR d.organisation_id = $carrier)
  AND ($presence_id::VARCHAR IS NULL OR d.presence_id = $presence_id)
GROUP BY d.due_kind, d.organisation_id, d.presence_id
ORDER BY d.due_kind, d.organisation_id NULLS FIRST, d.presence_id
