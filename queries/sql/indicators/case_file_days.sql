-- title: Days from admission abroad until the case file is received
-- stage: pre_return
-- recommendation: 1.6
-- kind: median
-- unit: days
-- better: lower
-- target: 30
-- numerator: Median of those whose file was received
-- day: Day of admission
-- missing: No file received yet, or received before the admission
-- note: Only files that came are in the median: it looks better than it is while files are outstanding
-- fields: case_event.admitted_abroad, case_event.case_file_received
-- dimensions: case
SELECT
    f.case_code, f.part, f.admitted_abroad_on AS on_day,
    CASE WHEN f.case_file_received_on >= f.admitted_abroad_on THEN f.case_file_received_on - f.admitted_abroad_on END AS days
FROM fact f
WHERE f.admitted_abroad_on IS NOT NULL AND f.destination = 'THA' AND f.victim_type = 'g2g'
