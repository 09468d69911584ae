-- Those who need support on the as-of date by the township that they come from: whom a Government office such as DSW's
-- carries, whom others carry, and whom nobody carries.
-- ts_pcode text (null: not known) | government_people people | others_people people | unassigned_people people
WITH open AS (
    SELECT c.ts_pcode, a.assignment_state, coalesce(o.kind = 'government', false) AS is_government
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN visible_case($role, $organisation, $shelters) c ON c.case_code = a.case_code
    LEFT JOIN organisation o ON o.organisation_id = a.organisation_id
    WHERE a.valid_from <= $as_of AND (a.valid_to IS NULL OR a.valid_to > $as_of)
)
SELECT
    ts_pcode,
    count(*) FILTER (assignment_state = 'assigned' AND is_government) AS government_people,
    count(*) FILTER (assignment_state = 'assigned' AND NOT is_government) AS others_people,
    count(*) FILTER (assignment_state = 'unassigned') AS unassigned_people
FROM open
GROUP BY ts_pcode
ORDER BY ts_pcode NULLS LAST
