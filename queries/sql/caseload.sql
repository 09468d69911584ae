-- Who carries how many people on the as-of date, provider by provider: a presence with everything that shares its room.
-- Everybody who is active for reintegration then, carries somebody, or closed a case within a year; a manager's own
-- organisation alone. What is said of the people rests on those cases that the reader sees; the caseload is everybody's.
-- pool_id text | organisation_id text | organisation text | kind text | ts_pcode text | presence_type text |
-- covered_townships townships | is_active yes/no | is_reintegration yes/no | is_confirmed yes/no |
-- case_workers people (null: not told) | capacity_people people (null: not told, or not active) |
-- caseload_people people (null: not for this reader) | seen_people people | special_people people |
-- closed_people people | other_end_people people
WITH member AS (
    SELECT
        p.presence_id, p.ts_pcode, p.is_reintegration, p.case_workers, p.capacity_people,
        coalesce(p.base_presence_id, p.presence_id) AS pool_id,
        coalesce(p.activity_status = 'ongoing' AND (p.from_on IS NULL OR p.from_on <= $as_of)
                 AND (p.to_on IS NULL OR p.to_on > $as_of), false) AS is_active,
        coalesce(p.last_confirmed_on BETWEEN $as_of - $confirmed_within_days::INTEGER AND $as_of, false) AS is_confirmed
    FROM provider_presence p
    WHERE NOT p.withdrawn AND ($role <> 'ngo_manager' OR p.organisation_id = $organisation)
),
carried AS (
    SELECT a.presence_id, count(*) AS people, count(*) FILTER (c.is_special) AS special_people
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN visible_case($role, $organisation, $shelters) c ON c.case_code = a.case_code
    WHERE a.assignment_state = 'assigned' AND a.valid_from <= $as_of AND (a.valid_to IS NULL OR a.valid_to > $as_of)
    GROUP BY a.presence_id
),
ended AS (
    SELECT
        a.presence_id,
        count(*) FILTER (a.end_reason = 'closed') AS closed_people,
        count(*) FILTER (a.end_reason <> 'closed') AS other_end_people
    FROM visible_assignment($role, $organisation, $shelters) a
    WHERE a.assignment_state = 'assigned' AND a.valid_to > $as_of - 365 AND a.valid_to <= $as_of
    GROUP BY a.presence_id
),
pool AS (
    SELECT
        m.pool_id,
        count(DISTINCT m.ts_pcode) FILTER (m.is_active) AS covered_townships,
        bool_or(m.is_active) AS is_active,
        bool_or(m.is_active AND m.is_reintegration) AS is_reintegration,
        coalesce(bool_or(m.is_confirmed) FILTER (m.presence_id = m.pool_id), false) AS is_confirmed,
        max(m.case_workers) FILTER (m.presence_id = m.pool_id AND m.is_active) AS case_workers,
        max(m.capacity_people) FILTER (m.presence_id = m.pool_id AND m.is_active) AS capacity_people,
        CASE WHEN $role IN ('planner', 'dsw_officer', 'ngo_manager') THEN coalesce(sum(l.caseload_people), 0)::BIGINT END
            AS caseload_people,
        coalesce(sum(c.people), 0)::BIGINT AS seen_people,
        coalesce(sum(c.special_people), 0)::BIGINT AS special_people,
        coalesce(sum(e.closed_people), 0)::BIGINT AS closed_people,
        coalesce(sum(e.other_end_people), 0)::BIGINT AS other_end_people
    FROM member m
    LEFT JOIN presence_caseload($role, $as_of) l ON l.presence_id = m.presence_id
    LEFT JOIN carried c ON c.presence_id = m.presence_id
    LEFT JOIN ended e ON e.presence_id = m.presence_id
    GROUP BY m.pool_id
)
SELECT
    q.pool_id, b.organisation_id, o.name AS organisation, o.kind, b.ts_pcode, b.presence_type, q.covered_townships,
    q.is_active, q.is_reintegration, q.is_confirmed, q.case_workers, q.capacity_people, q.caseload_people, q.seen_people,
    q.special_people, q.closed_people, q.other_end_people
FROM pool q
JOIN provider_presence b ON b.presence_id = q.pool_id
JOIN organisation o ON o.organisation_id = b.organisation_id
WHERE q.is_reintegration OR q.caseload_people > 0 OR q.seen_people > 0 OR q.closed_people > 0
ORDER BY q.pool_id
