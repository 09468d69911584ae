-- title: Victims on record
-- stage: system
-- recommendation: 4.8
-- kind: count
-- unit: people
-- better: neither
-- target: none
-- numerator: Records, those of two agencies on one person counted once when confirmed
-- day: Month of identification
-- note: By type of victim it gives the totals that the recommendation asks for
-- fields: victim_case.victim_type
-- dimensions: case
SELECT f.case_code, f.part, f.identified_month AS on_day, 1 AS amount
FROM fact f
