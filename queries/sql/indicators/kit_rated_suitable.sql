-- title: Victim kits that were rated suitable
-- stage: shelter
-- recommendation: 2.6
-- kind: share
-- unit: share
-- better: higher
-- target: 0.8
-- numerator: Rated 4 or 5 of 5 points
-- denominator: Kits that were rated
-- day: Day on which the kit was given
-- missing: A kit was given, and no rating recorded
-- note: The latest rating counts
-- fields: case_event.kit_given, case_event.kit_rated.amount
-- dimensions: case
WITH rating AS (
    SELECT e.case_no, arg_max(e.amount, (e.occurred_on, e.event_id)) AS points
    FROM told_event e
    WHERE e.event_kind = 'kit_rated'
    GROUP BY e.case_no
)
SELECT
    f.case_code, f.part, f.kit_given_on AS on_day,
    CASE WHEN r.points >= 4 THEN 'met' WHEN r.points IS NULL THEN 'missing' ELSE 'not_met' END AS outcome
FROM fact f
LEFT JOIN rating r ON r.case_no = f.case_no
WHERE f.kit_given_on IS NOT NULL
