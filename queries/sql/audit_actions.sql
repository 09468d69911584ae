-- The kinds of entries that the audit log holds, and how many of each; for administrators only.
-- action text | entries rows
SELECT a.action, count(*) AS entries
FROM audit_log a
WHERE $role = 'administrator'
GROUP BY a.action
ORDER BY a.action
