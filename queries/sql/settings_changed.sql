-- Settings that somebody gave a value of their own, and who did when; for administrators only.
-- key text | value text | updated_by text | updated_at_utc time
SELECT s.key, s.value, s.updated_by, s.updated_at_utc
FROM setting s
WHERE $role = 'administrator' AND s.updated_by <> 'atlas' AND s.key <> 'register_kind'
ORDER BY s.key
