-- The whole provider directory, active or not on the as-of date: who, what, where, when.
-- presence_id text | organisation_id text | organisation text | acronym text (null: none recorded) | kind text |
-- ts_pcode text | ts_name_en text | ts_name_my text | st_pcode text | st_name_en text | st_name_my text |
-- presence_type text | is_reintegration yes/no | activity text (null: not told) | services text (null: not told) |
-- serves_children yes/no (null: not told) | serves_adults yes/no (null: not told) | base_presence_id text (null: none) |
-- base_ts_pcode text (null: none) | case_workers people (null: not told, or those of the base) |
-- capacity_people people (null: not told, or that of the base) | people_reached people (null: not told) |
-- from_on date (null: not told) | to_on date (null: not ended) | last_confirmed_on date (null: never) | source text |
-- activity_status text | is_active yes/no | is_confirmed yes/no
WITH service AS (
    SELECT presence_id, string_agg(service, '; ' ORDER BY service) AS services
    FROM presence_service
    GROUP BY presence_id
)
SELECT
    p.presence_id, p.organisation_id, o.name AS organisation, o.acronym, o.kind,
    p.ts_pcode, t.ts_name_en, t.ts_name_my, t.st_pcode, t.st_name_en, t.st_name_my,
    p.presence_type, p.is_reintegration, p.activity, s.services, p.serves_children, p.serves_adults,
    p.base_presence_id, b.ts_pcode AS base_ts_pcode, p.case_workers, p.capacity_people, p.people_reached,
    p.from_on, p.to_on, p.last_confirmed_on, p.source, p.activity_status,
    coalesce(p.activity_status = 'ongoing' AND (p.from_on IS NULL OR p.from_on <= $as_of)
             AND (p.to_on IS NULL OR p.to_on > $as_of), false) AS is_active,
    coalesce(p.last_confirmed_on BETWEEN $as_of - $confirmed_within_days::INTEGER AND $as_of, false) AS is_confirmed
FROM provider_presence p
JOIN organisation o ON o.organisation_id = p.organisation_id
JOIN township t ON t.ts_pcode = p.ts_pcode
LEFT JOIN provider_presence b ON b.presence_id = p.base_presence_id
LEFT JOIN service s ON s.presence_id = p.presence_id
WHERE NOT p.withdrawn
ORDER BY o.name, p.ts_pcode, p.presence_id
