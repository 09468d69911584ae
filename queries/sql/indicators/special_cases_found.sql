-- title: Special Cases found in the shelter
-- stage: shelter
-- recommendation: 2.10.2
-- kind: count
-- unit: cases
-- better: neither
-- target: none
-- numerator: Special needs flagged between the first entry and the first leaving, one a category
-- day: Day of the flag
-- fields: case_flag.flagged_on, case_event.shelter_in, case_event.shelter_out
-- dimensions: case
SELECT f.case_code, f.part, g.flagged_on AS on_day, 1 AS amount
FROM visible_flag($role, $organisation, $shelters) g
JOIN fact f ON f.case_code = g.case_code
WHERE g.flagged_on <= $as_of AND g.flagged_on BETWEEN f.shelter_in_on AND coalesce(f.shelter_out_on, $as_of)
