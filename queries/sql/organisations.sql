-- Every organisation by name.
-- organisation_id text | name text | acronym text (null: none recorded) | kind text
SELECT organisation_id, name, acronym, kind
FROM organisation
ORDER BY name
