-- title: Experience-sharing meetings a state or region
-- stage: community
-- recommendation: 3.8
-- kind: ratio
-- unit: times
-- better: higher
-- target: 2
-- numerator: Experience-sharing meetings held
-- denominator: States and regions (18), once a year
-- day: Day of the meeting; 1 January of the year
-- note: Counted from the first year in which one was held
-- fields: meeting.meeting_kind, meeting.st_pcode, meeting.held_on
-- dimensions: state
-- periods: year
WITH state AS (SELECT DISTINCT t.st_pcode FROM township t),
span AS (
    SELECT unnest(generate_series(min(year(m.held_on))::BIGINT, year($as_of::DATE)))::INTEGER AS held_year
    FROM meeting m
    WHERE NOT m.withdrawn AND m.meeting_kind = 'experience_sharing' AND m.held_on <= $as_of
),
line AS (
    SELECT coalesce(m.st_pcode, 'unknown') AS st_pcode, m.held_on AS on_day, 1 AS amount, 0 AS out_of
    FROM meeting m
    WHERE NOT m.withdrawn AND m.meeting_kind = 'experience_sharing' AND m.held_on <= $as_of
    UNION ALL
    SELECT s.st_pcode, make_date(y.held_year, 1, 1), 0, 1
    FROM state s CROSS JOIN span y
)
SELECT NULL::VARCHAR AS case_code, CASE $dimension WHEN 'state' THEN l.st_pcode END AS part, l.on_day, l.amount, l.out_of
FROM line l
WHERE $role IN ('planner', 'dsw_officer', 'ngo_manager')
