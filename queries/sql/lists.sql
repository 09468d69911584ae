-- Frozen lists of hot spots, the latest year and version first.
-- list_id text | list_year year | version rank | supersedes text (null: the first of its year) | is_latest yes/no |
-- as_of date | data_version text | rule_most townships | method text | note text (null: none, or not for this reader) |
-- townships townships | content_sha256 text | frozen_by text | frozen_at_utc time
SELECT
    h.list_id, h.list_year, h.version, h.supersedes,
    h.version = max(h.version) OVER (PARTITION BY h.list_year) AS is_latest,
    h.as_of, h.data_version, h.rule_most, h.method, h.note, h.townships, h.content_sha256, h.frozen_by, h.frozen_at_utc
FROM visible_hotspot_list($role) h
ORDER BY h.list_year DESC, h.version DESC
