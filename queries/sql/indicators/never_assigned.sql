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
SELECT
    f.case_code,
    CASE $dimension
        WHEN 'reason' THEN coalesce(f.waited_reason, 'unknown')
        WHEN 'wait' THEN CASE WHEN f.waited_days <= 30 THEN '0-30' WHEN f.waited_days <= 90 THEN '31-90'
            WHEN f.waited_days <= 180 THEN '91-180' WHEN f.waited_days <= 365 THEN '181-365' WHEN f.waited_days > 365 THEN '366+'
            ELSE 'unknown' END
        ELSE f.part
    END AS part,
    f.repatriated_on AS on_day, 1 AS amount
FROM fact f
WHERE f.repatriated_on IS NOT NULL AND f.victim_type = 'g2g' AND f.carried_on IS NULL
