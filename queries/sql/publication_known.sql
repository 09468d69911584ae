-- The same counts by organisation that has ever carried the person: what it could subtract from a published figure.
-- ts_pcode text | year year | purpose text | corridor text | sex text | age_group text | provider text | people people
SELECT
    coalesce(v.ts_pcode, 'unknown') AS ts_pcode, v.case_year::INTEGER AS "year", coalesce(v.purpose, 'unknown') AS purpose,
    v.corridor, coalesce(v.sex, 'unknown') AS sex, v.age_group, a.organisation_id AS provider,
    count(DISTINCT v.case_code) AS people
FROM visible_case($role, $organisation, $shelters) v
JOIN visible_assignment($role, $organisation, $shelters) a ON a.case_code = v.case_code
WHERE $role = 'planner' AND a.assignment_state = 'assigned'
  AND v.recorded_on <= $as_of AND v.case_year BETWEEN $first_year AND $last_year
GROUP BY ALL
ORDER BY ALL
