-- One row of a case: the one-page form (2.12) of a person who is or was in a DSW shelter, as known on the as-of date;
-- the latest stay. No row where the case is not visible or never was in a shelter.
-- case_code text | victim_type text | sex text (null: not recorded) | age_years year (null: not recorded)
-- | ts_pcode text (null: not known) | recruitment date (null: not recorded) | identified date
-- | returned date (null: not recorded) | destination text (null: not recorded) | purpose text (null: not recorded)
-- | is_special yes/no | family_assessment text | shelter_id text | date_in date | date_out date (null: still there)
-- | needs_assessed date (null: not recorded) | medical_informed date (null: not recorded)
-- | medical_accepted date (null: not recorded) | medical_assessed date (null: not recorded)
-- | organisation_id text (null: nobody carries the case) | organisation text (null: nobody carries the case)
-- | assigned_on date (null: nobody carries the case) | unassigned_reason text (null: carried, closed or not told)
WITH stay AS (
    SELECT s.*
    FROM shelter_stay($role, $organisation, $shelters, $as_of) s
    WHERE s.case_code = $case_code
    ORDER BY s.in_on DESC
    LIMIT 1
),
steps AS (
    SELECT
        max(e.occurred_on) FILTER (e.event_kind = 'needs_assessed') AS needs_assessed,
        max(e.occurred_on) FILTER (e.event_kind = 'medical_informed') AS medical_informed,
        max(e.occurred_on) FILTER (e.event_kind = 'medical_accepted') AS medical_accepted,
        max(e.occurred_on) FILTER (e.event_kind = 'medical_assessed') AS medical_assessed
    FROM visible_event($role, $organisation, $shelters) e, stay
    WHERE e.case_code = $case_code AND e.recorded_on <= $as_of AND e.occurred_on <= $as_of AND e.occurred_on >= stay.in_on
),
carried AS (
    SELECT a.*, o.name AS organisation
    FROM visible_assignment($role, $organisation, $shelters) a
    LEFT JOIN organisation o ON o.organisation_id = a.organisation_id
    WHERE a.case_code = $case_code AND a.valid_from <= $as_of AND (a.valid_to IS NULL OR a.valid_to > $as_of)
    ORDER BY a.valid_from DESC
    LIMIT 1
)
SELECT
    v.case_code, v.victim_type, v.sex, v.age_years, v.ts_pcode, v.recruitment_month AS recruitment,
    v.identified_month AS identified, v.return_month AS returned, v.destination, v.purpose, v.is_special,
    v.family_assessment, s.shelter_id, s.in_on AS date_in, s.out_on AS date_out, p.needs_assessed, p.medical_informed,
    p.medical_accepted, p.medical_assessed, c.organisation_id, c.organisation,
    CASE WHEN c.assignment_state = 'assigned' THEN c.valid_from END AS assigned_on, c.unassigned_reason
FROM visible_case($role, $organisation, $shelters) v
JOIN stay s ON s.case_code = v.case_code
CROSS JOIN steps p
LEFT JOIN carried c ON true
