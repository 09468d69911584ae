-- title: Stale family assessments refreshed before the return home
-- stage: shelter
-- recommendation: 2.8
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: A newer assessment within the limit before the return
-- denominator: First assessment older than the limit on the day of the return home
-- day: Day of the return home
-- note: The limit is 180 days unless the setting was changed
-- fields: case_event.family_assessed, case_event.returned_home
-- dimensions: case
WITH assessed AS (
    SELECT e.case_no, max(e.occurred_on) AS last_on
    FROM told_event e
    JOIN fact f ON f.case_no = e.case_no
    WHERE e.event_kind = 'family_assessed' AND e.occurred_on <= f.returned_home_on
    GROUP BY e.case_no
)
SELECT
    f.case_code, f.part, f.returned_home_on AS on_day,
    CASE WHEN f.returned_home_on - a.last_on <= $assessment_stale_days::INTEGER THEN 'met' ELSE 'not_met' END AS outcome
FROM fact f
JOIN assessed a ON a.case_no = f.case_no
WHERE f.returned_home_on - f.family_assessed_on > $assessment_stale_days::INTEGER
