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
WITH file AS (
    SELECT e.case_code, min(e.occurred_on) AS received_on
    FROM told_event e
    WHERE e.event_kind = 'case_file_received' AND e.detail IN ('full', 'gaps')
    GROUP BY e.case_code
)
SELECT
    f.case_code, f.part, f.admitted_abroad_on AS on_day,
    CASE WHEN r.received_on >= f.admitted_abroad_on THEN r.received_on - f.admitted_abroad_on END AS days
FROM fact f
LEFT JOIN file r ON r.case_code = f.case_code
WHERE f.admitted_abroad_on IS NOT NULL AND f.destination = 'THA' AND f.victim_type = 'g2g'
