-- Stays of the cases chosen in DSW shelters, as known on the as-of date.
SELECT f.case_no, s.in_on, s.out_on
FROM shelter_stay($role, $organisation, $shelters, $as_of) s
JOIN fact f ON f.case_code = s.case_code
