-- The annual return: people who came back government to government in the year, counted by one thing at a time (part:
-- total, shelter, month, destination, sex, age_group, purpose, state), by what the register knew on the as-of date.
-- code: of that part, unknown where it is not told. Each person is once in every part, and in exactly one of carried,
-- closed, unassigned and none (no period known). negative: latest family assessment known then. The reasons sum up to
-- unassigned. An officer's return holds those whose latest entry was into the officer's shelters.
-- part text | code text | returned_people people | carried_people people | closed_people people
-- | unassigned_people people | none_people people | negative_people people | no_provider_people people
-- | provider_full_people people | negative_assessment_people people | untraced_people people | declined_people people
-- | not_considered_people people
WITH event_facts AS (
    SELECT e.case_code,
        count(*) FILTER (e.event_kind = 'family_assessed') AS assessments,
        count(*) FILTER (e.event_kind = 'repatriated') AS returns,
        min(e.occurred_on) FILTER (e.event_kind = 'repatriated' AND e.recorded_on <= $as_of) AS returned_on,
        arg_max(e.shelter_id, e.occurred_on)
            FILTER (e.event_kind = 'shelter_in' AND e.recorded_on <= $as_of AND e.occurred_on <= $as_of) AS shelter_id,
        arg_max(e.detail, (e.occurred_on, e.recorded_on, e.event_id))
            FILTER (e.event_kind = 'family_assessed' AND e.recorded_on <= $as_of AND e.detail IN ('positive', 'negative'))
            AS outcome
    FROM visible_event($role, $organisation, $shelters) e
    WHERE e.event_kind IN ('repatriated', 'family_assessed', 'shelter_in')
    GROUP BY e.case_code
),
before AS (
    SELECT a.case_code, arg_min(a.family_assessment_before, a.recorded_on) AS told
    FROM visible_assessment($role, $organisation, $shelters) a
    WHERE a.recorded_on > $as_of AND a.family_assessment_before IS NOT NULL
    GROUP BY a.case_code
),
known AS (
    SELECT v.*, f.shelter_id AS entered_shelter,
        -- What a file told of the family, unless an event says it; the first assessment keeps what the file had told.
        CASE WHEN f.outcome IS NOT NULL THEN f.outcome WHEN b.told IS NOT NULL THEN b.told
             WHEN coalesce(f.assessments, 0) = 0 THEN v.family_assessment END AS family,
        CASE WHEN f.returns > 0 THEN date_trunc('month', f.returned_on)::DATE ELSE v.return_month END AS month
    FROM visible_case($role, $organisation, $shelters) v
    LEFT JOIN event_facts f ON f.case_code = v.case_code
    LEFT JOIN before b ON b.case_code = v.case_code
    WHERE v.victim_type = 'g2g' AND v.recorded_on <= $as_of
),
returned AS (
    SELECT k.*, t.st_pcode,
        CASE WHEN a.case_code IS NULL THEN 'none' WHEN NOT a.is_open THEN 'closed'
             WHEN a.assignment_state = 'assigned' THEN 'carried' ELSE 'unassigned' END AS standing,
        CASE WHEN a.is_open THEN a.unassigned_reason END AS reason,
        coalesce(k.family = 'negative', false) AS is_negative
    FROM known k
    LEFT JOIN township t ON t.ts_pcode = k.ts_pcode
    LEFT JOIN assignment_known($role, $organisation, $shelters, $as_of) a ON a.case_code = k.case_code
    WHERE year(k.month) = $year AND k.month <= $as_of
      AND ($role = 'planner' OR list_contains($shelters::VARCHAR[], k.entered_shelter))
),
counted AS (
    SELECT r.standing, r.reason, r.is_negative, d.part, coalesce(d.code, 'unknown') AS code
    FROM returned r, LATERAL (
        SELECT unnest([
            {'part': 'total', 'code': 'all'}, {'part': 'shelter', 'code': r.entered_shelter},
            {'part': 'month', 'code': strftime(r.month, '%Y-%m')}, {'part': 'destination', 'code': r.destination},
            {'part': 'sex', 'code': r.sex}, {'part': 'age_group', 'code': r.age_group},
            {'part': 'purpose', 'code': r.purpose}, {'part': 'state', 'code': r.st_pcode}
        ], recursive := true)
    ) d
)
SELECT
    c.part, c.code, count(*) AS returned_people,
    count(*) FILTER (c.standing = 'carried') AS carried_people,
    count(*) FILTER (c.standing = 'closed') AS closed_people,
    count(*) FILTER (c.standing = 'unassigned') AS unassigned_people,
    count(*) FILTER (c.standing = 'none') AS none_people,
    count(*) FILTER (c.is_negative) AS negative_people,
    count(*) FILTER (c.reason = 'no_provider') AS no_provider_people,
    count(*) FILTER (c.reason = 'provider_full') AS provider_full_people,
    count(*) FILTER (c.reason = 'negative_assessment') AS negative_assessment_people,
    count(*) FILTER (c.reason = 'untraced') AS untraced_people,
    count(*) FILTER (c.reason = 'declined') AS declined_people,
    count(*) FILTER (c.reason = 'not_considered') AS not_considered_people
FROM counted c
GROUP BY c.part, c.code
ORDER BY c.part, c.code
