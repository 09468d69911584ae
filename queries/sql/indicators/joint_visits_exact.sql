-- title: Joint visits with exactly one DSW and one NGO member
-- stage: community
-- recommendation: 3.9
-- kind: share
-- unit: share
-- better: higher
-- target: 1
-- numerator: Exactly one member of DSW and one of an NGO
-- denominator: Joint visits
-- day: Day of the visit
-- fields: joint_visit.dsw_members, joint_visit.ngo_members
-- dimensions: state district township
SELECT
    NULL::VARCHAR AS case_code,
    CASE $dimension WHEN 'state' THEN t.st_pcode WHEN 'district' THEN t.dt_pcode WHEN 'township' THEN t.ts_pcode END AS part,
    v.visited_on AS on_day, CASE WHEN v.dsw_members = 1 AND v.ngo_members = 1 THEN 'met' ELSE 'not_met' END AS outcome
FROM joint_visit v
JOIN township t ON t.ts_pcode = v.ts_pcode
WHERE NOT v.withdrawn AND v.visited_on <= $as_of AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
