-- What earlier publications showed, before rounding, for the audit of the next one; planners alone, oldest first.
-- version rank | released text
SELECT p.version, p.released
FROM visible_publication($role) p
WHERE p.released IS NOT NULL
ORDER BY p.version
