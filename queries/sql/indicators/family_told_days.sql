-- title: Days from an escape until the family is told
-- stage: pre_return
-- recommendation: 1.10
-- kind: median
-- unit: days
-- better: lower
-- target: 3
-- numerator: Median of those whose family was told
-- day: Day of the escape
-- missing: Escaped, and no day on which the family was told
-- fields: case_event.escaped, case_event.family_told
-- dimensions: case
SELECT
    f.case_code, f.part, f.escaped_on AS on_day,
    CASE WHEN f.family_told_on >= f.escaped_on THEN f.family_told_on - f.escaped_on END AS days
FROM fact f
WHERE f.escaped_on IS NOT NULL
