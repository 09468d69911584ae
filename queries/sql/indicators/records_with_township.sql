-- title: Records with a known township
-- stage: system
-- recommendation: 4.8
-- kind: share
-- unit: share
-- better: higher
-- target: 0.98
-- numerator: Township P-code known
-- denominator: All records
-- day: Month of identification
-- fields: victim_case.ts_pcode
-- dimensions: case
SELECT
    f.case_code, f.part, f.identified_month AS on_day,
    CASE WHEN f.ts_pcode IS NOT NULL THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
