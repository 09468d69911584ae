-- title: Special Cases flagged before repatriation
-- stage: pre_return
-- recommendation: 1.7
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Flagged at the latest on the day of repatriation
-- denominator: Special Cases that were repatriated
-- day: Day of repatriation
-- missing: A Special Case without a day on which it was flagged
-- fields: victim_case.is_special, case_flag.flagged_on, case_event.special_flagged
-- dimensions: case
WITH flag AS (
    SELECT g.case_code, min(g.flagged_on) AS flagged_on
    FROM visible_flag($role, $organisation, $shelters) g
    WHERE g.flagged_on <= $as_of
    GROUP BY g.case_code
)
SELECT
    f.case_code, f.part, f.repatriated_on AS on_day,
    CASE
        WHEN least(f.special_flagged_on, g.flagged_on) <= f.repatriated_on THEN 'met'
        WHEN f.special_flagged_on IS NULL AND g.flagged_on IS NULL THEN 'missing'
        ELSE 'not_met'
    END AS outcome
FROM fact f
LEFT JOIN flag g ON g.case_code = f.case_code
WHERE f.is_special AND f.repatriated_on IS NOT NULL
