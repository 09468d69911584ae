-- title: Days from admission abroad until the full-length case file is received
-- stage: pre_return
-- recommendation: 1.6
-- kind: median
-- unit: days
-- better: lower
-- target: 30
-- numerator: Median of those whose full-length file was received
-- day: Day of admission to a shelter in Thailand
-- missing: No full-length file received yet, or received before the admission
-- note: Only files that came are in the median: it looks better than it is while files are outstanding
-- fields: case_event.admitted_abroad, case_event.case_file_received.detail
-- dimensions: case
SELECT
    f.case_code, f.part, f.admitted_abroad_on AS on_day,
    CASE WHEN f.full_file_on >= f.admitted_abroad_on THEN f.full_file_on - f.admitted_abroad_on END AS days
FROM fact f
WHERE f.admitted_abroad_on IS NOT NULL AND f.destination = 'THA' AND f.victim_type = 'g2g'
