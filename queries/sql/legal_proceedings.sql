-- The latest legal proceedings of cases that the reader may see, the newest first.
-- record_id text | case_code text | started_on date | proceeding_state text | ended_on date (null: going on) |
-- support_organisation_id text (null: none) | organisation text (null: none) | accompanied_on date (null: not yet) |
-- recorded_by text | recorded_at_utc time
SELECT
    l.proceeding_id AS record_id, l.case_code, l.started_on, l.proceeding_state, l.ended_on, l.support_organisation_id,
    o.name AS organisation, l.accompanied_on, l.recorded_by, l.recorded_at_utc
FROM visible_proceeding($role, $organisation, $shelters) l
LEFT JOIN organisation o ON o.organisation_id = l.support_organisation_id
ORDER BY l.started_on DESC, record_id
LIMIT $most
