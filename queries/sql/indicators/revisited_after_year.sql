-- title: Closed cases that were revisited about a year later
-- stage: community
-- recommendation: 3.6
-- kind: share
-- unit: share
-- better: higher
-- target: 0.8
-- numerator: Revisited within the window after the closure
-- denominator: First closures whose window has passed, or that were revisited in it
-- day: Day of the first closure
-- inside: The window is still open, and no revisit in it yet
-- note: The window is 304 to 425 days (10 to 14 months) unless the settings were changed
-- fields: case_event.closed, case_event.revisited
-- dimensions: case
WITH visit AS (
    SELECT e.case_no, min(e.occurred_on) AS visited_on
    FROM told_event e
    JOIN fact f ON f.case_no = e.case_no
    WHERE e.event_kind = 'revisited'
        AND e.occurred_on - f.closed_on BETWEEN $revisit_from_days::INTEGER AND $revisit_to_days::INTEGER
    GROUP BY e.case_no
)
SELECT
    f.case_code, f.part, f.closed_on AS on_day,
    CASE WHEN v.visited_on IS NOT NULL THEN 'met' WHEN $as_of - f.closed_on > $revisit_to_days::INTEGER THEN 'not_met'
         ELSE 'inside' END AS outcome
FROM fact f
LEFT JOIN visit v ON v.case_no = f.case_no
WHERE f.closed_on IS NOT NULL
