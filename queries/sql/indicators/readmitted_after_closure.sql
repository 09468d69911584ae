-- title: Closed cases that were readmitted
-- stage: community
-- recommendation: 3.6
-- kind: share
-- unit: share
-- better: neither
-- target: none
-- numerator: Readmitted on the day of the closure or later
-- denominator: Cases that were closed
-- day: Day of the first closure
-- note: Readmission is a right after a setback; many may mean that cases are closed too early
-- fields: case_event.closed, case_event.readmitted
-- dimensions: case
SELECT
    f.case_code, f.part, f.closed_on AS on_day,
    CASE WHEN f.readmitted_on >= f.closed_on THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.closed_on IS NOT NULL
