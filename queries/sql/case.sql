-- One case at the as-of date: what is known of it, its stage, and who carries it. version: changes with every event
-- recorded or taken back, whenever it happened; events_later: events that this date does not see.
-- case_code text | victim_type text | source_agency text | sex text (null: not recorded) |
-- age_years year (null: not recorded) | age_group text | ts_pcode text (null: not known) |
-- destination text (null: not recorded) | corridor text | purpose text (null: not recorded) |
-- recruitment_month date (null: not recorded) | identified_month date | return_month date (null: not returned) |
-- is_special yes/no | family_assessment text | shelter_id text (null: none) | recorded_on date | stage text |
-- since date (null: nothing recorded) | version text | events_later rows | assignment_id text (null: no open period) |
-- assignment_state text (null: no open period) | presence_id text (null: nobody carries it) |
-- organisation_id text (null: nobody carries it) | organisation text (null: nobody carries it) |
-- worker_id text (null: not told) | unassigned_reason text (null: not waiting) | waiting_since date (null: not waiting)
WITH events AS (
    SELECT
        coalesce(md5(string_agg(e.event_id, ',' ORDER BY e.event_id)), '') AS version,
        count(*) FILTER (e.occurred_on > $as_of OR e.recorded_on > $as_of) AS events_later
    FROM visible_event($role, $organisation, $shelters) e
    WHERE e.case_code = $case_code
),
carried AS (
    SELECT a.*
    FROM visible_assignment($role, $organisation, $shelters) a
    WHERE a.case_code = $case_code AND a.valid_from <= $as_of AND (a.valid_to IS NULL OR a.valid_to > $as_of)
    ORDER BY a.valid_from DESC, a.assignment_id
    LIMIT 1
)
SELECT
    v.case_code, v.victim_type, v.source_agency, v.sex, v.age_years, v.age_group, v.ts_pcode, v.destination, v.corridor,
    v.purpose, v.recruitment_month, v.identified_month, v.return_month, v.is_special, v.family_assessment, v.shelter_id,
    v.recorded_on, s.stage, s.since, e.version, e.events_later, c.assignment_id, c.assignment_state, c.presence_id,
    c.organisation_id, o.name AS organisation, c.worker_id, c.unassigned_reason, c.waiting_since
FROM visible_case($role, $organisation, $shelters) v
JOIN case_stage_of($role, $organisation, $shelters, $as_of, [$case_code::VARCHAR]) s ON s.case_code = v.case_code
CROSS JOIN events e
LEFT JOIN carried c ON c.case_code = v.case_code
LEFT JOIN organisation o ON o.organisation_id = c.organisation_id
WHERE v.case_code = $case_code
