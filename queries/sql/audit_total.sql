-- How many entries of the audit log fit the choice, and on which days the first and last were made; for administrators only.
-- entries rows | first_at_utc time (null: none fits) | last_at_utc time (null: none fits)
SELECT count(*) AS entries, min(a.at_utc) AS first_at_utc, max(a.at_utc) AS last_at_utc
FROM audit_log a
WHERE $role = 'administrator'
  AND ($first_day::DATE IS NULL OR a.at_utc >= $first_day::DATE)
  AND ($last_day::DATE IS NULL OR a.at_utc < $last_day::DATE + 1)
  AND ($actor::VARCHAR IS NULL OR contains(lower(a.actor), lower($actor::VARCHAR)))
  AND ($actions::VARCHAR[] IS NULL OR list_contains($actions::VARCHAR[], a.action))
  AND ($acting_role::VARCHAR IS NULL OR a.role = $acting_role::VARCHAR)
