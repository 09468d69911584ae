-- title: Extended stays offered, by reason
-- stage: shelter
-- recommendation: 2.1
-- kind: count
-- unit: records
-- better: neither
-- target: none
-- numerator: Extended stays offered
-- day: Day of the offer
-- note: By reason it tells why people are to stay longer; not recorded is a reason of its own
-- fields: case_event.stay_offered.detail
-- dimensions: case reason
SELECT
    f.case_code, CASE WHEN $dimension = 'reason' THEN coalesce(e.detail, 'unknown') ELSE f.part END AS part,
    e.occurred_on AS on_day, 1 AS amount
FROM told_event e
JOIN fact f ON f.case_no = e.case_no
WHERE e.event_kind = 'stay_offered'
