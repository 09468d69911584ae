-- People whom nobody has taken on at the as-of date, by state or region (18 units) and reason, for the filters.
-- st_pcode text (null: not known) | unassigned_reason text | unassigned_people people
WITH chosen AS (
    SELECT v.*
    FROM visible_case($role, $organisation, $shelters) v
    WHERE v.recorded_on <= $as_of
      AND ($first_year::INTEGER IS NULL OR v.case_year >= $first_year)
      AND ($last_year::INTEGER IS NULL OR v.case_year <= $last_year)
      AND ($victim_types::VARCHAR[] IS NULL OR list_contains($victim_types::VARCHAR[], v.victim_type))
      AND ($destinations::VARCHAR[] IS NULL OR list_contains($destinations::VARCHAR[], coalesce(v.destination, 'unknown')))
      AND ($sexes::VARCHAR[] IS NULL OR list_contains($sexes::VARCHAR[], coalesce(v.sex, 'unknown')))
      AND ($age_groups::VARCHAR[] IS NULL OR list_contains($age_groups::VARCHAR[], v.age_group))
      AND ($purposes::VARCHAR[] IS NULL OR list_contains($purposes::VARCHAR[], coalesce(v.purpose, 'unknown')))
      AND ($special::BOOLEAN IS NULL OR v.is_special = $special)
),
waiting AS (
    SELECT c.ts_pcode, a.unassigned_reason, $as_of - a.waiting_since AS wait_days
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN chosen c ON c.case_code = a.case_code
    WHERE a.assignment_state = 'unassigned'
      AND a.valid_from <= $as_of
      AND (a.valid_to IS NULL OR a.valid_to > $as_of)
)
SELECT t.st_pcode, w.unassigned_reason, count(*) AS unassigned_people
FROM waiting w
LEFT JOIN township t ON t.ts_pcode = w.ts_pcode
GROUP BY t.st_pcode, w.unassigned_reason
ORDER BY t.st_pcode NULLS LAST, w.unassigned_reason
