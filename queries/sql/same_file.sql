-- Loads of this very file (by its SHA-256) that still stand, earliest first.
-- batch_id text | import_format text | loaded_by text | loaded_at_utc time
SELECT batch_id, import_format, loaded_by, loaded_at_utc
FROM import_batch
WHERE file_sha256 = $file_hash AND undone_at_utc IS NULL
ORDER BY loaded_at_utc, batch_id
