-- title: Full-length case files with the family background complete
-- stage: pre_return
-- recommendation: 1.5
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Family background complete
-- denominator: Full-length case files received
-- day: Day of receipt
-- missing: The kind of file is not recorded
-- note: Basic files have no such section and are not counted
-- fields: case_event.case_file_received.detail
-- dimensions: case
SELECT
    f.case_code, f.part, e.occurred_on AS on_day,
    CASE e.detail WHEN 'full' THEN 'met' WHEN 'gaps' THEN 'not_met' ELSE 'missing' END AS outcome
FROM told_event e
JOIN fact f ON f.case_no = e.case_no
WHERE e.event_kind = 'case_file_received' AND e.detail IS DISTINCT FROM 'basic'
