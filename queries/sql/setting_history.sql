-- Every change of one setting, the newest first; for administrators only.
-- at_utc time | actor text | reason text (null: not told)
SELECT a.at_utc, a.actor, a.reason
FROM audit_log a
WHERE $role = 'administrator' AND a.action = 'change setting' AND a.subject = $key
ORDER BY a.seq DESC
