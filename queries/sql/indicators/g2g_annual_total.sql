-- title: People repatriated government to government
-- stage: shelter
-- recommendation: 2.12
-- kind: count
-- unit: people
-- better: neither
-- target: none
-- numerator: People repatriated
-- day: Day of repatriation
-- note: The annual return (page DSW shelter register) also counts those whose return is known by its month alone
-- fields: case_event.repatriated, victim_case.victim_type
-- dimensions: case
SELECT f.case_code, f.part, f.repatriated_on AS on_day, 1 AS amount
FROM fact f
WHERE f.repatriated_on IS NOT NULL AND f.victim_type = 'g2g'
