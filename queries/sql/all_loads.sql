-- Every file brought in, also those that were undone, newest first.
-- batch_id text | import_format text | file_name text | file_sha256 text | loaded_by text | loaded_at_utc time |
-- rows_in_file rows | rows_loaded rows | rows_rejected rows | rows_double rows | undone_at_utc time (null: it stands)
SELECT
    batch_id, import_format, file_name, file_sha256, loaded_by, loaded_at_utc, rows_in_file, rows_loaded, rows_rejected,
    rows_double, undone_at_utc
FROM import_batch
WHERE $role = 'planner'
ORDER BY loaded_at_utc DESC, batch_id
