-- What a meeting decided, in the order in which it was entered. Facts of a case that has gone from the reader's sight
-- since are null; the decision stays.
-- decision_id text | case_code text | agenda_item text | decision text | subject_id text (null: none) |
-- presence_id text (null: no provider) | organisation text (null: no provider) | presence_ts_pcode text (null: no provider) |
-- unassigned_reason text (null: not a reason) | referral_state text (null: nobody was asked) | note text (null: none) |
-- ts_pcode text (null: not known) | age_group text (null: not seen) | sex text (null: not recorded) |
-- is_special yes/no (null: not seen) | decided_by text | decided_at_utc time
SELECT
    d.decision_id, d.case_code, d.agenda_item, d.decision, d.subject_id, d.presence_id, o.name AS organisation,
    p.ts_pcode AS presence_ts_pcode, a.unassigned_reason, r.referral_state, d.note, c.ts_pcode, c.age_group, c.sex,
    c.is_special, d.decided_by, d.decided_at_utc
FROM visible_decision($role, $organisation, $shelters) d
LEFT JOIN visible_case($role, $organisation, $shelters) c ON c.case_code = d.case_code
LEFT JOIN visible_assignment($role, $organisation, $shelters) a ON a.assignment_id = d.subject_id
LEFT JOIN visible_referral($role, $organisation, $shelters) r ON r.referral_id = d.subject_id
LEFT JOIN provider_presence p ON p.presence_id = d.presence_id
LEFT JOIN organisation o ON o.organisation_id = p.organisation_id
WHERE d.meeting_id = $meeting_id
ORDER BY d.decided_at_utc, d.decision_id
