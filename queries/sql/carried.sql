-- Whom each presence carries at the as-of date, by the township that the people come from. A roving or outreach presence
-- with a base shares the pool of that base.
-- pool_id text | presence_id text | ts_pcode text (null: not known) | people people
WITH carried AS (
    SELECT a.presence_id, c.ts_pcode
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN visible_case($role, $organisation, $shelters) c ON c.case_code = a.case_code
    WHERE a.assignment_state = 'assigned'
      AND a.valid_from <= $as_of
      AND (a.valid_to IS NULL OR a.valid_to > $as_of)
)
SELECT coalesce(p.base_presence_id, p.presence_id) AS pool_id, c.presence_id, c.ts_pcode, count(*) AS people
FROM carried c
JOIN provider_presence p ON p.presence_id = c.presence_id
GROUP BY pool_id, c.presence_id, c.ts_pcode
ORDER BY pool_id, c.presence_id, c.ts_pcode NULLS LAST
