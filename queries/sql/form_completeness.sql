-- The minimum fields of the one-page form (2.12) by shelter: of the people who entered a DSW shelter from $first to
-- $last, how many have each field, and how many have all of them; as known on the as-of date.
-- field: column of the form, or all_fields. assigned_to counts where an organisation carries the case, or it is recorded
-- why nobody does.
-- shelter_id text | field text | filled_people people | all_people people
WITH entered AS (
    SELECT DISTINCT s.case_code, s.shelter_id
    FROM shelter_stay($role, $organisation, $shelters, $as_of) s
    WHERE s.in_on BETWEEN $first AND $last AND ($shelter::VARCHAR IS NULL OR s.shelter_id = $shelter)
),
steps AS (
    SELECT e.case_code,
        bool_or(e.event_kind = 'needs_assessed') AS needs, bool_or(e.event_kind = 'medical_informed') AS informed
    FROM visible_event($role, $organisation, $shelters) e
    WHERE e.case_code IN (SELECT n.case_code FROM entered n) AND e.recorded_on <= $as_of
    GROUP BY e.case_code
),
told AS (
    SELECT n.shelter_id, n.case_code,
        [
            {'field': 'sex', 'told': v.sex IS NOT NULL},
            {'field': 'age_years', 'told': v.age_years IS NOT NULL},
            {'field': 'township', 'told': v.ts_pcode IS NOT NULL},
            {'field': 'recruitment', 'told': v.recruitment_month IS NOT NULL},
            {'field': 'returned', 'told': v.return_month IS NOT NULL},
            {'field': 'destination', 'told': v.destination IS NOT NULL},
            {'field': 'purpose', 'told': v.purpose IS NOT NULL},
            {'field': 'needs_assessed', 'told': coalesce(p.needs, false)},
            {'field': 'medical_informed', 'told': coalesce(p.informed, false)},
            {'field': 'assigned_to', 'told': a.case_code IS NOT NULL}
        ] AS fields
    FROM entered n
    JOIN visible_case($role, $organisation, $shelters) v ON v.case_code = n.case_code
    LEFT JOIN steps p ON p.case_code = n.case_code
    LEFT JOIN assignment_known($role, $organisation, $shelters, $as_of) a ON a.case_code = n.case_code
),
long AS (
    SELECT t.shelter_id, t.case_code, unnest(t.fields, recursive := true) FROM told t
    UNION ALL
    SELECT t.shelter_id, t.case_code, 'all_fields', list_bool_and(list_transform(t.fields, lambda f: f.told)) FROM told t
)
SELECT l.shelter_id, l.field, count(*) FILTER (l.told) AS filled_people, count(*) AS all_people
FROM long l
GROUP BY l.shelter_id, l.field
ORDER BY l.shelter_id, l.field
