-- How many people nobody has taken on at the as-of date, with the narrowing of waiting_people; how many of them have
-- waited $long_days days or longer, how many are children and how many are Special Cases.
-- waiting_people people | waiting_long_people people | children_people people | special_people people
SELECT
    count(*) AS waiting_people,
    count(*) FILTER ($as_of - a.waiting_since >= $long_days::BIGINT) AS waiting_long_people,
    count(*) FILTER (v.age_group = 'child') AS children_people,
    count(*) FILTER (v.is_special) AS special_people
FROM visible_assignment($role, $organisation, $shelters) a
JOIN visible_case($role, $organisation, $shelters) v ON v.case_code = a.case_code
LEFT JOIN township t ON t.ts_pcode = v.ts_pcode
WHERE a.assignment_state = 'unassigned'
  AND a.valid_from <= $as_of
  AND (a.valid_to IS NULL OR a.valid_to > $as_of)
  AND v.recorded_on <= $as_of
  AND ($reason::VARCHAR IS NULL OR a.unassigned_reason = $reason)
  AND ($st_pcode::VARCHAR IS NULL OR t.st_pcode = $st_pcode)
  AND ($text::VARCHAR IS NULL OR contains(lower(a.case_code), lower($text)))
