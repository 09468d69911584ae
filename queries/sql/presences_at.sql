-- Who is active where on the as-of date, for what, and with what room.
-- A roving or outreach presence with a base shares the capacity of that base: together they are one pool. A base that is
-- not active on that date tells no capacity. Caseloads are null for readers who may not see them.
-- presence_id text | organisation_id text | organisation text | acronym text (null: none recorded) | kind text |
-- ts_pcode text | presence_type text | is_reintegration yes/no | activity text (null: not told) |
-- services text (null: not told) | serves_children yes/no (null: not told) | serves_adults yes/no (null: not told) |
-- case_workers people (null: not told, or those of the base) |
-- capacity_people people (null: not told, or that of the base) | people_reached people (null: not told) |
-- pool_id text | pool_capacity_people people (null: not told) |
-- pool_caseload_people people (null: not for this reader) | caseload_people people (null: not for this reader) |
-- from_on date (null: not told) | to_on date (null: not ended) | last_confirmed_on date (null: never) | source text |
-- activity_status text | is_active yes/no | is_confirmed yes/no
WITH presence AS (
    SELECT
        p.*,
        coalesce(p.base_presence_id, p.presence_id) AS pool_id,
        coalesce(p.activity_status = 'ongoing' AND (p.from_on IS NULL OR p.from_on <= $as_of)
                 AND (p.to_on IS NULL OR p.to_on > $as_of), false) AS is_active,
        coalesce(p.last_confirmed_on BETWEEN $as_of - $confirmed_within_days::INTEGER AND $as_of, false) AS is_confirmed,
        CASE WHEN $role IN ('planner', 'dsw_officer', 'ngo_manager') THEN coalesce(c.caseload_people, 0) END
            AS caseload_people
    FROM provider_presence p
    LEFT JOIN presence_caseload($role, $as_of) c ON c.presence_id = p.presence_id
    WHERE NOT p.withdrawn
),
pool AS (
    SELECT
        pool_id,
        max(capacity_people) FILTER (presence_id = pool_id AND is_active) AS pool_capacity_people,
        sum(caseload_people)::BIGINT AS pool_caseload_people
    FROM presence
    GROUP BY pool_id
),
service AS (
    SELECT presence_id, string_agg(service, '; ' ORDER BY service) AS services
    FROM presence_service
    GROUP BY presence_id
)
SELECT
    p.presence_id, p.organisation_id, o.name AS organisation, o.acronym, o.kind, p.ts_pcode, p.presence_type,
    p.is_reintegration, p.activity, s.services, p.serves_children, p.serves_adults, p.case_workers, p.capacity_people,
    p.people_reached, p.pool_id, q.pool_capacity_people, q.pool_caseload_people, p.caseload_people,
    p.from_on, p.to_on, p.last_confirmed_on, p.source, p.activity_status, p.is_active, p.is_confirmed
FROM presence p
JOIN organisation o ON o.organisation_id = p.organisation_id
JOIN pool q ON q.pool_id = p.pool_id
LEFT JOIN service s ON s.presence_id = p.presence_id
WHERE p.is_active
ORDER BY p.presence_id
