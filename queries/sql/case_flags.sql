-- Why one case is a Special Case, as the as-of date sees it.
-- special_category text | flagged_on date | flagged_by text
SELECT f.special_category, f.flagged_on, f.flagged_by
FROM visible_flag($role, $organisation, $shelters) f
WHERE f.case_code = $case_code AND f.flagged_on <= $as_of
ORDER BY f.flagged_on, f.special_category
