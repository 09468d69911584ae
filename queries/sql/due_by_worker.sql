-- How many steps are due on the as-of date for the cases of each case worker: those whose last day has passed, those whose
-- last day is near, and of both the revisits after closure.
-- worker_id text | overdue_steps rows | soon_steps rows | revisit_steps rows
SELECT
    d.worker_id,
    count(*) FILTER (d.days_left < 0) AS overdue_steps,
    count(*) FILTER (d.days_left >= 0) AS soon_steps,
    count(*) FILTER (d.due_kind = 'revisit') AS revisit_steps
FROM case_due($role, $organisation, $shelters, $as_of, $limits) d
WHERE d.worker_id IS NOT NULL
GROUP BY d.worker_id
ORDER BY d.worker_id
