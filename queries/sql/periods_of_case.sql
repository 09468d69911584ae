-- The periods of one case that stand, the latest first: who carried the person from when to when, or why nobody did.
-- assignment_id text | assignment_state text | presence_id text (null: unassigned) | organisation text (null: unassigned) |
-- presence_ts_pcode text (null: unassigned) | unassigned_reason text (null: assigned) | valid_from date |
-- valid_to date (null: still holds) | waiting_since date (null: assigned) | end_reason text (null: still holds) |
-- worker_id text (null: not told) | worker_code text (null: not told) | meeting_id text (null: outside a meeting) |
-- meeting_site text (null: outside a meeting) | note text (null: nothing was said) | decided_by text | decided_at_utc time
SELECT
    a.assignment_id, a.assignment_state, a.presence_id, o.name AS organisation, p.ts_pcode AS presence_ts_pcode,
    a.unassigned_reason, a.valid_from, a.valid_to, a.waiting_since, a.end_reason, a.worker_id, w.code AS worker_code,
    a.meeting_id, m.meeting_site, a.note, a.decided_by, a.decided_at_utc
FROM visible_assignment($role, $organisation, $shelters) a
LEFT JOIN organisation o ON o.organisation_id = a.organisation_id
LEFT JOIN provider_presence p ON p.presence_id = a.presence_id
LEFT JOIN case_worker w ON w.worker_id = a.worker_id
LEFT JOIN meeting m ON m.meeting_id = a.meeting_id
WHERE a.case_code = $case_code
ORDER BY a.valid_to IS NULL DESC, a.valid_from DESC, a.decided_at_utc DESC, a.assignment_id
