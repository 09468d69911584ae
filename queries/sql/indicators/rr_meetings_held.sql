-- title: R&R operational meetings held, of those planned
-- stage: shelter
-- recommendation: 2.9
-- kind: share
-- unit: share
-- better: higher
-- target: 1
-- numerator: Held
-- denominator: Planned for a day that has come, or held without a plan
-- day: Planned day; where there is none, day of the meeting
-- fields: meeting.planned_on, meeting.held_on
-- dimensions: site
SELECT
    NULL::VARCHAR AS case_code, CASE $dimension WHEN 'site' THEN coalesce(m.meeting_site, 'unknown') END AS part,
    coalesce(m.planned_on, m.held_on) AS on_day, CASE WHEN m.held_on <= $as_of THEN 'met' ELSE 'not_met' END AS outcome
FROM meeting m
WHERE NOT m.withdrawn AND m.meeting_kind = 'rr_operational' AND coalesce(m.planned_on, m.held_on) <= $as_of
    AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
