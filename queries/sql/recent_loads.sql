-- The latest files brought in that still stand, newest first.
-- batch_id text | import_format text | file_name text | loaded_by text | loaded_at_utc time | rows_in_file rows |
-- rows_loaded rows | rows_rejected rows | rows_double rows
SELECT batch_id, import_format, file_name, loaded_by, loaded_at_utc, rows_in_file, rows_loaded, rows_rejected, rows_double
FROM import_batch
WHERE undone_at_utc IS NULL
ORDER BY loaded_at_utc DESC, batch_id
LIMIT $most
