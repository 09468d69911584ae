-- title: Returnees from China who were announced before the return
-- stage: shelter
-- recommendation: 2.4
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Announced on a day before the repatriation
-- denominator: Repatriated government to government from China
-- day: Day of repatriation
-- note: That a name was exchanged is recorded; the name itself never
-- fields: case_event.prenotified, case_event.repatriated
-- dimensions: case
SELECT
    f.case_code, f.part, f.repatriated_on AS on_day,
    CASE WHEN f.prenotified_on < f.repatriated_on THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.repatriated_on IS NOT NULL AND f.destination = 'CHN' AND f.victim_type = 'g2g'
