-- title: Median stay in a DSW shelter
-- stage: shelter
-- recommendation: 2.1
-- kind: waiting
-- unit: days
-- better: neither
-- target: none
-- numerator: Left the shelter
-- denominator: Stays in DSW shelters
-- day: Day of entry
-- inside: Still there; counted with the stay so far
-- note: Neither a short nor a long stay is better by itself; it is read beside the reasons for extended stays
-- fields: case_event.shelter_in, case_event.shelter_out
-- dimensions: case
SELECT
    f.case_code, f.part, s.in_on AS on_day, coalesce(s.out_on, $as_of::DATE) - s.in_on AS days,
    CASE WHEN s.out_on IS NULL THEN 'inside' ELSE 'met' END AS outcome
FROM told_stay s
JOIN fact f ON f.case_no = s.case_no
