-- title: Weighted caseload a case worker
-- stage: community
-- recommendation: 3.10
-- kind: ratio
-- unit: weighted-cases
-- better: lower
-- target: 20
-- numerator: Weighted cases carried at the end of the year, by presences that tell their workers
-- denominator: Case workers of those presences
-- day: 1 January of the year
-- missing: Presences that do not tell how many workers they have
-- note: As things stood at the end of the year, or on the as-of date, at presences that are active today; a Special Case
--   weighs more (a setting); roving presences count at their base
-- fields: assignment.presence_id, provider_presence.case_workers, victim_case.is_special
-- dimensions: provider state district township
-- periods: year
WITH span AS (
    SELECT make_date(y, 1, 1) AS on_day, least(make_date(y, 12, 31), $as_of::DATE) AS at_day
    FROM (SELECT unnest(generate_series(min(f.case_year)::BIGINT, year($as_of::DATE)))::INTEGER AS y FROM fact f)
),
place AS (
    SELECT p.presence_id, p.organisation_id, p.case_workers, t.st_pcode, t.dt_pcode, t.ts_pcode, p.from_on, p.to_on
    FROM provider_presence p
    JOIN township t ON t.ts_pcode = p.ts_pcode
    WHERE NOT p.withdrawn AND p.is_reintegration AND p.activity_status = 'ongoing' AND p.base_presence_id IS NULL
),
pool AS (
    SELECT p.presence_id, coalesce(p.base_presence_id, p.presence_id) AS pool_id FROM provider_presence p WHERE NOT p.withdrawn
),
carried AS (
    SELECT s.on_day, o.pool_id, sum(CASE WHEN f.is_special THEN $special_case_weight ELSE 1 END) AS weighted
    FROM told_period a
    JOIN fact f ON f.case_no = a.case_no
    JOIN pool o ON o.presence_id = a.presence_id
    JOIN span s ON a.valid_from <= s.at_day AND (a.valid_to IS NULL OR a.valid_to > s.at_day)
    WHERE a.assignment_state = 'assigned'
    GROUP BY ALL
)
SELECT
    NULL::VARCHAR AS case_code,
    CASE $dimension WHEN 'state' THEN p.st_pcode WHEN 'district' THEN p.dt_pcode WHEN 'township' THEN p.ts_pcode
        WHEN 'provider' THEN p.organisation_id END AS part,
    s.on_day, CASE WHEN p.case_workers IS NULL THEN NULL ELSE coalesce(c.weighted, 0) END AS amount, p.case_workers AS out_of
FROM place p
JOIN span s ON (p.from_on IS NULL OR p.from_on <= s.at_day) AND (p.to_on IS NULL OR p.to_on > s.at_day)
LEFT JOIN carried c ON c.pool_id = p.presence_id AND c.on_day = s.on_day
WHERE $role = 'planner' OR p.organisation_id = $organisation
