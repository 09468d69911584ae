-- title: Returned from China through a shelter there and with a case file
-- stage: pre_return
-- recommendation: 1.4
-- kind: share
-- unit: share
-- better: higher
-- target: 0.8
-- numerator: Admitted to a shelter in China, and a case file received, at the latest on the day of repatriation
-- denominator: Repatriated government to government from China
-- day: Day of repatriation
-- note: Any shelter in China counts as a transit shelter, and a basic file is enough
-- fields: case_event.admitted_abroad, case_event.case_file_received, case_event.repatriated
-- dimensions: case
SELECT
    f.case_code, f.part, f.repatriated_on AS on_day,
    CASE WHEN f.admitted_abroad_on <= f.repatriated_on AND f.case_file_received_on <= f.repatriated_on THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.repatriated_on IS NOT NULL AND f.destination = 'CHN' AND f.victim_type = 'g2g'
