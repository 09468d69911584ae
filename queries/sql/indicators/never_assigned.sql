-- title: Repatriated people who were never assigned to a provider
-- stage: system
-- recommendation: 4.4
-- kind: count
-- unit: people
-- better: lower
-- target: none
-- numerator: Repatriated government to government, and never assigned
-- day: Day of repatriation
-- note: The difference between denominator and numerator of those formally assigned. The reason and the days are
--   those of the latest wait, until today or until it ended
-- fields: case_event.repatriated, assignment.unassigned_reason, assignment.waiting_since
-- dimensions: case reason wait
WITH waited AS (
    SELECT
        a.case_code, arg_max(a.unassigned_reason, (a.valid_from, a.decided_at_utc, a.assignment_id)) AS reason,
        max(least(coalesce(a.valid_to, $as_of), $as_of)) - min(a.waiting_since) AS days
    FROM visible_assignment($role, $organisation, $shelters) a
    WHERE a.assignment_state = 'unassigned' AND a.valid_from <= $as_of
    GROUP BY a.case_code
)
SELECT
    f.case_code,
    CASE $dimension
        WHEN 'reason' THEN coalesce(w.reason, 'unknown')
        WHEN 'wait' THEN CASE WHEN w.days <= 30 THEN '0-30' WHEN w.days <= 90 THEN '31-90' WHEN w.days <= 180 THEN '91-180'
            WHEN w.days <= 365 THEN '181-365' WHEN w.days > 365 THEN '366+' ELSE 'unknown' END
        ELSE f.part
    END AS part,
    f.repatriated_on AS on_day, 1 AS amount
FROM fact f
LEFT JOIN care c ON c.case_code = f.case_code
LEFT JOIN waited w ON w.case_code = f.case_code
WHERE f.repatriated_on IS NOT NULL AND f.victim_type = 'g2g' AND c.carried_on IS NULL
