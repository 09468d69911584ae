-- What is due for one case at the as-of date, the first day first. days_left: below 0 when late.
-- due_kind text | due_from date | due_on date | days_left days | organisation_id text (null: nobody) |
-- presence_id text (null: nobody)
SELECT d.due_kind, d.due_from, d.due_on, d.days_left, d.organisation_id, d.presence_id
FROM case_due_of($role, $organisation, $shelters, $as_of, $limits, [$case_code::VARCHAR]) d
ORDER BY d.due_on, d.due_kind
