-- Every revision of one account, the newest first; for administrators only.
-- account text | revision rank | role text | organisation text (null: not of an organisation) |
-- shelters text (null: no shelter) | is_active yes/no | changed_by text | changed_at_utc time
SELECT
    u.account, u.revision, u.role, o.name AS organisation,
    (SELECT string_agg(s.place, ', ' ORDER BY s.place) FROM shelter s
     WHERE list_contains(string_split(u.shelter_ids, ','), s.shelter_id)) AS shelters,
    u.is_active, u.changed_by, u.changed_at_utc
FROM app_user u
LEFT JOIN organisation o ON o.organisation_id = u.organisation_id
WHERE $role = 'administrator' AND u.account = $account
ORDER BY u.revision DESC
