-- What is due at the as-of date, one row a thing, the latest behind first: of one kind, late or not, of one organisation or
-- presence where those are given; $limit rows after the first $offset. days_left: below 0 when late.
-- case_code text | due_kind text | due_from date | due_on date | days_left days | organisation_id text (null: nobody) |
-- organisation text (null: nobody) | presence_id text (null: nobody) | worker_id text (null: not told) |
-- ts_pcode text (null: not known) | is_special yes/no
SELECT
    d.case_code, d.due_kind, d.due_from, d.due_on, d.days_left, d.organisation_id, o.name AS organisation, d.presence_id,
    d.worker_id, v.ts_pcode, v.is_special
FROM case_due($role, $organisation, $shelters, $as_of, $limits) d
JOIN visible_case($role, $organisation, $shelters) v ON v.case_code = d.case_code
LEFT JOIN organisation o ON o.organisation_id = d.organisation_id
WHERE ($due_kind::VARCHAR IS NULL OR d.due_kind = $due_kind)
  AND ($late::BOOLEAN IS NULL OR (d.days_left < 0) = $late)
  AND ($carrier::VARCHAR IS NULL OR d.organisation_id = $carrier)
  AND ($presence_id::VARCHAR IS NULL OR d.presence_id = $presence_id)
ORDER BY d.due_on, d.case_code, d.due_kind
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
