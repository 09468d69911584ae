-- title: People who wait for a provider
-- stage: system
-- recommendation: 4.4
-- kind: count
-- unit: people
-- better: lower
-- target: none
-- numerator: People without a provider on the as-of date
-- day: First day of the wait
-- note: Years and quarters tell since when people wait, not how many waited then
-- fields: assignment.unassigned_reason, assignment.waiting_since
-- dimensions: case reason wait
SELECT
    f.case_code,
    CASE $dimension
        WHEN 'reason' THEN a.unassigned_reason
        WHEN 'wait' THEN CASE WHEN $as_of - a.waiting_since <= 30 THEN '0-30' WHEN $as_of - a.waiting_since <= 90 THEN '31-90'
            WHEN $as_of - a.waiting_since <= 180 THEN '91-180' WHEN $as_of - a.waiting_since <= 365 THEN '181-365' ELSE '366+' END
        ELSE f.part
    END AS part,
    a.waiting_since AS on_day, 1 AS amount
FROM told_period a
JOIN fact f ON f.case_no = a.case_no
WHERE a.assignment_state = 'unassigned' AND (a.valid_to IS NULL OR a.valid_to > $as_of)
