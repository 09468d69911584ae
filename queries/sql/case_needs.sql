-- Services that the person of one case needs, as the as-of date sees it.
-- service text | noted_on date | noted_by text
SELECT n.service, n.noted_on, n.noted_by
FROM visible_need($role, $organisation, $shelters) n
WHERE n.case_code = $case_code AND n.noted_on <= $as_of
ORDER BY n.noted_on, n.service
