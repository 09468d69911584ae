-- title: Full-length case files received for Special Cases
-- stage: pre_return
-- recommendation: 1.6
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: A full-length case file received
-- denominator: People from Thailand who return government to government, Special Cases
-- day: Day of admission to a shelter there; where there is none, month of identification
-- fields: case_event.admitted_abroad, case_event.case_file_received.detail
-- dimensions: case
SELECT
    f.case_code, f.part, coalesce(f.admitted_abroad_on, f.identified_month) AS on_day,
    CASE WHEN f.full_file_on IS NOT NULL THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.destination = 'THA' AND f.victim_type = 'g2g' AND f.is_special
