-- Requests to take a case that wait for an answer, those that wait longest first: for an organisation's manager those
-- that its presences were asked, for others those about cases that they see.
-- referral_id text | case_code text | presence_id text | organisation text | presence_ts_pcode text |
-- ts_pcode text (null: not known) | age_group text | is_special yes/no | needs text (null: none noted, or not for this reader) |
-- referred_on date | days_open days | referred_by text | note text (null: nothing was said)
WITH needed AS (
    SELECT case_code, string_agg(service, '; ' ORDER BY service) AS needs
    FROM visible_need($role, $organisation, $shelters)
    GROUP BY case_code
)
SELECT
    r.referral_id, r.case_code, r.presence_id, o.name AS organisation, p.ts_pcode AS presence_ts_pcode, r.ts_pcode,
    r.age_group, r.is_special, n.needs, r.referred_on, greatest($as_of - r.referred_on, 0) AS days_open, r.referred_by,
    r.note
FROM visible_referral($role, $organisation, $shelters) r
JOIN provider_presence p ON p.presence_id = r.presence_id
JOIN organisation o ON o.organisation_id = r.organisation_id
LEFT JOIN needed n ON n.case_code = r.case_code
WHERE r.referral_state = 'open'
ORDER BY r.referred_on, r.case_code
