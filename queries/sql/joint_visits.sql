-- The latest joint visits, the newest first; exact: one member of DSW and one of an NGO (3.9).
-- record_id text | visited_on date | ts_pcode text | organisation_id text (null: not told) |
-- organisation text (null: not told) | dsw_members people | ngo_members people | is_exact yes/no |
-- source text (null: not told) | recorded_by text | recorded_at_utc time
SELECT
    v.visit_id AS record_id, v.visited_on, v.ts_pcode, v.organisation_id, o.name AS organisation, v.dsw_members,
    v.ngo_members, v.dsw_members = 1 AND v.ngo_members = 1 AS is_exact, v.source, v.recorded_by, v.recorded_at_utc
FROM joint_visit v
LEFT JOIN organisation o USING (organisation_id)
WHERE NOT v.withdrawn AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
ORDER BY v.visited_on DESC, record_id
LIMIT $most
