-- title: Negative assessments discussed at an R&R operational meeting
-- stage: system
-- recommendation: 4.6
-- kind: share
-- unit: share
-- better: higher
-- target: 0.95
-- numerator: Discussed on the day of the assessment or later
-- denominator: Latest assessment negative
-- day: Day of the latest assessment
-- fields: assessment.outcome, case_event.discussed_at_meeting
-- dimensions: case
WITH done AS (
    SELECT e.case_code, max(e.occurred_on) AS last_on
    FROM told_event e
    WHERE e.event_kind = 'discussed_at_meeting'
    GROUP BY e.case_code
)
SELECT
    f.case_code, f.part, l.assessed_on AS on_day, CASE WHEN d.last_on >= l.assessed_on THEN 'met' ELSE 'not_met' END AS outcome
FROM latest_assessment l
JOIN fact f ON f.case_code = l.case_code
LEFT JOIN done d ON d.case_code = l.case_code
WHERE l.outcome = 'negative'
