-- Requests to take a case: those of one state and of one case where these are given; the longest waiting first.
-- referral_id text | case_code text | presence_id text | organisation_id text | organisation text |
-- presence_ts_pcode text | referral_state text | referred_on date | waiting_days days (null: answered) |
-- referred_by text | ts_pcode text (null: not known) | sex text (null: not recorded) | age_group text |
-- is_special yes/no | note text (null: nothing was said) | meeting_id text (null: outside a meeting) |
-- decided_by text (null: no answer yet) | decided_at_utc time (null: no answer yet) |
-- decline_reason text (null: not declined)
SELECT
    r.referral_id, r.case_code, r.presence_id, r.organisation_id, o.name AS organisation, p.ts_pcode AS presence_ts_pcode,
    r.referral_state, r.referred_on, CASE WHEN r.referral_state = 'open' THEN $as_of - r.referred_on END AS waiting_days,
    r.referred_by, r.ts_pcode, r.sex, r.age_group, r.is_special, r.note, r.meeting_id, r.decided_by, r.decided_at_utc,
    r.decline_reason
FROM visible_referral($role, $organisation, $shelters) r
JOIN organisation o ON o.organisation_id = r.organisation_id
JOIN provider_presence p ON p.presence_id = r.presence_id
WHERE r.referred_on <= $as_of
  AND ($state::VARCHAR IS NULL OR r.referral_state = $state)
  AND ($case_code::VARCHAR IS NULL OR r.case_code = $case_code)
ORDER BY r.referred_on, r.referral_id
