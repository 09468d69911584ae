-- title: Returnees who were shown the return video
-- stage: pre_return
-- recommendation: 1.11
-- kind: share
-- unit: share
-- better: higher
-- target: 0.8
-- numerator: Video shown at the latest on the day of repatriation
-- denominator: Repatriated
-- day: Day of repatriation
-- fields: case_event.video_shown, case_event.repatriated
-- dimensions: case
SELECT
    f.case_code, f.part, f.repatriated_on AS on_day,
    CASE WHEN f.video_shown_on <= f.repatriated_on THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
WHERE f.repatriated_on IS NOT NULL
