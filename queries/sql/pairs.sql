-- Two records that may be one person, side by side without names; those that nobody decided yet first, likeliest first.
-- pair_id text | state text | score text | why text | decided_by text (null: nobody yet) |
-- decided_at_utc time (null: not yet) | case_code_a text | agency_a text | victim_type_a text |
-- sex_a text (null: not recorded) | age_years_a rows (null: not recorded) | ts_pcode_a text (null: not known) |
-- destination_a text (null: not recorded) | purpose_a text (null: not recorded) | identified_month_a date |
-- return_month_a date (null: not recorded) | case_code_b text | agency_b text | victim_type_b text |
-- sex_b text (null: not recorded) | age_years_b rows (null: not recorded) | ts_pcode_b text (null: not known) |
-- destination_b text (null: not recorded) | purpose_b text (null: not recorded) | identified_month_b date |
-- return_month_b date (null: not recorded)
WITH record AS (
    SELECT
        v.case_code, v.source_agency AS agency, v.victim_type, v.sex, v.age_years, v.ts_pcode, v.destination, v.purpose,
        v.identified_month, v.return_month
    FROM visible_case($role, $organisation, $shelters) v
)
SELECT
    p.pair_id, p.state, round(p.score, 2)::VARCHAR AS score, p.why, p.decided_by, p.decided_at_utc,
    a.case_code AS case_code_a, a.agency AS agency_a, a.victim_type AS victim_type_a, a.sex AS sex_a,
    a.age_years AS age_years_a, a.ts_pcode AS ts_pcode_a, a.destination AS destination_a, a.purpose AS purpose_a,
    a.identified_month AS identified_month_a, a.return_month AS return_month_a,
    b.case_code AS case_code_b, b.agency AS agency_b, b.victim_type AS victim_type_b, b.sex AS sex_b,
    b.age_years AS age_years_b, b.ts_pcode AS ts_pcode_b, b.destination AS destination_b, b.purpose AS purpose_b,
    b.identified_month AS identified_month_b, b.return_month AS return_month_b
FROM visible_pair($role) p
JOIN record a ON a.case_code = p.case_code_a
JOIN record b ON b.case_code = p.case_code_b
WHERE p.state = 'proposed'
ORDER BY p.score DESC, p.pair_id
