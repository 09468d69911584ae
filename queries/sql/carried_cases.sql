-- The people whom a provider carries on the as-of date, with their case worker: those without one first, then those
-- carried longest. A page of a list, so that a register of a million cases stays quick.
-- case_code text | assignment_id text | presence_id text | ts_pcode text (null: not known) | age_group text |
-- is_special yes/no | carried_from_on date | carried_days days | worker_id text (null: no worker told) |
-- worker_code text (null: no worker told)
SELECT
    a.case_code, a.assignment_id, a.presence_id, c.ts_pcode, c.age_group, c.is_special, a.valid_from AS carried_from_on,
    $as_of::DATE - a.valid_from AS carried_days, a.worker_id, w.code AS worker_code
FROM visible_assignment($role, $organisation, $shelters) a
JOIN visible_case($role, $organisation, $shelters) c ON c.case_code = a.case_code
JOIN provider_presence p ON p.presence_id = a.presence_id
LEFT JOIN case_worker w ON w.worker_id = a.worker_id
WHERE a.assignment_state = 'assigned' AND a.valid_from <= $as_of AND (a.valid_to IS NULL OR a.valid_to > $as_of)
  AND coalesce(p.base_presence_id, p.presence_id) = $pool_id
ORDER BY a.worker_id IS NOT NULL, a.valid_from, a.case_code
LIMIT $limit OFFSET $offset
