-- Everybody who may sign in or once might, by account; for administrators only.
-- account text | revision rank | role text | organisation_id text (null: not of an organisation) |
-- organisation text (null: not of an organisation) | shelter_ids text | shelters text (null: no shelter) |
-- is_active yes/no | changed_by text | changed_at_utc time
SELECT
    u.account, u.revision, u.role, u.organisation_id, o.name AS organisation, u.shelter_ids,
    (SELECT string_agg(s.place, ', ' ORDER BY s.place) FROM shelter s
     WHERE list_contains(string_split(u.shelter_ids, ','), s.shelter_id)) AS shelters,
    u.is_active, u.changed_by, u.changed_at_utc
FROM app_user u
LEFT JOIN organisation o ON o.organisation_id = u.organisation_id
WHERE $role = 'administrator'
QUALIFY row_number() OVER (PARTITION BY u.account ORDER BY u.revision DESC) = 1
ORDER BY u.account
