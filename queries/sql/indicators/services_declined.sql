-- title: Services that residents declined in the shelter
-- stage: shelter
-- recommendation: 2.7
-- kind: count
-- unit: records
-- better: neither
-- target: none
-- numerator: Services declined
-- day: Day on which the service was declined
-- note: Declining is a right; none at all may mean that nobody is asked
-- fields: case_event.service_declined
-- dimensions: case
SELECT f.case_code, f.part, e.occurred_on AS on_day, 1 AS amount
FROM told_event e
JOIN fact f ON f.case_no = e.case_no
WHERE e.event_kind = 'service_declined'
