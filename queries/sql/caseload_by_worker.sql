-- Whom each case worker carries on the as-of date, of the people whom the reader sees; a manager's own organisation
-- alone. Workers without anybody stand there too, and for each provider those people who have no worker. Closed: within the 365 days
-- before.
-- Who carries a case is what the register says today; its earlier worker stands in the audit log alone.
-- pool_id text | organisation text | ts_pcode text | worker_id text (null: no worker told) |
-- worker_code text (null: no worker told) | from_on date (null: not told) | to_on date (null: still there) |
-- is_there yes/no | people people | special_people people | closed_people people
WITH place AS (
    SELECT p.presence_id, coalesce(p.base_presence_id, p.presence_id) AS pool_id, p.organisation_id
    FROM provider_presence p
    WHERE NOT p.withdrawn
      AND ($role IN ('planner', 'dsw_officer') OR ($role = 'ngo_manager' AND p.organisation_id = $organisation))
),
worker AS (
    SELECT w.*, m.pool_id FROM case_worker w JOIN place m ON m.presence_id = w.presence_id
),
carried AS (
    SELECT coalesce(w.pool_id, m.pool_id) AS pool_id, w.worker_id, count(*) AS people, count(*) FILTER (c.is_special) AS special_people
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN visible_case($role, $organisation, $shelters) c ON c.case_code = a.case_code
    JOIN place m ON m.presence_id = a.presence_id
    LEFT JOIN worker w ON w.worker_id = a.worker_id
    WHERE a.assignment_state = 'assigned' AND a.valid_from <= $as_of AND (a.valid_to IS NULL OR a.valid_to > $as_of)
    GROUP BY 1, 2
),
closed AS (
    SELECT coalesce(w.pool_id, m.pool_id) AS pool_id, w.worker_id, count(*) AS closed_people
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN place m ON m.presence_id = a.presence_id
    LEFT JOIN worker w ON w.worker_id = a.worker_id
    WHERE a.end_reason = 'closed' AND a.valid_to > $as_of - 365 AND a.valid_to <= $as_of
    GROUP BY 1, 2
),
listed AS (
    SELECT w.pool_id, w.worker_id FROM worker w WHERE w.from_on IS NULL OR w.from_on <= $as_of
    UNION
    SELECT c.pool_id, c.worker_id FROM carried c
    UNION
    SELECT c.pool_id, c.worker_id FROM closed c
)
SELECT
    l.pool_id, o.name AS organisation, b.ts_pcode, l.worker_id, w.code AS worker_code, w.from_on, w.to_on,
    w.worker_id IS NOT NULL
        AND (w.from_on IS NULL OR w.from_on <= $as_of) AND (w.to_on IS NULL OR w.to_on >= $as_of) AS is_there,
    coalesce(c.people, 0) AS people, coalesce(c.special_people, 0) AS special_people,
    coalesce(d.closed_people, 0) AS closed_people
FROM listed l
JOIN provider_presence b ON b.presence_id = l.pool_id
JOIN organisation o ON o.organisation_id = b.organisation_id
LEFT JOIN worker w ON w.worker_id = l.worker_id
LEFT JOIN carried c ON c.pool_id = l.pool_id AND c.worker_id IS NOT DISTINCT FROM l.worker_id
LEFT JOIN closed d ON d.pool_id = l.pool_id AND d.worker_id IS NOT DISTINCT FROM l.worker_id
ORDER BY o.name, l.pool_id, w.code NULLS LAST
