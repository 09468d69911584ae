-- title: People repatriated government to government
-- stage: shelter
-- recommendation: 2.12
-- kind: count
-- unit: people
-- better: neither
-- target: none
-- numerator: People repatriated
-- day: Day of repatriation; where there is none, month of return
-- note: Each person once, at the first return; what is sent to the Central Body is made on the page
--   DSW shelter register
-- fields: case_event.repatriated, victim_case.return_month, victim_case.victim_type
-- dimensions: case
SELECT f.case_code, f.part, coalesce(f.repatriated_on, f.return_month) AS on_day, 1 AS amount
FROM fact f
WHERE coalesce(f.repatriated_on, f.return_month) <= $as_of AND f.victim_type = 'g2g'
