-- Entries of the audit log that fit the choice, the newest first, `limit` of them after `skip`; for administrators only.
-- seq rank | at_utc time | actor text | acting_role text | organisation_id text (null: none) | action text |
-- subject text | records rows | reason text (null: not asked)
SELECT a.seq, a.at_utc, a.actor, a.role AS acting_role, a.organisation_id, a.action, a.subject, a.records, a.reason
FROM audit_log a
WHERE $role = 'administrator'
  AND ($first_day::DATE IS NULL OR a.at_utc >= $first_day::DATE)
  AND ($last_day::DATE IS NULL OR a.at_utc < $last_day::DATE + 1)
  AND ($actor::VARCHAR IS NULL OR contains(lower(a.actor), lower($actor::VARCHAR)))
  AND ($actions::VARCHAR[] IS NULL OR list_contains($actions::VARCHAR[], a.action))
  AND ($acting_role::VARCHAR IS NULL OR a.role = $acting_role::VARCHAR)
ORDER BY a.seq DESC
LIMIT $limit OFFSET $skip
