-- Written names and codes that no township could be told from, in loads that stand: most rows first.
-- written text | asked_rows rows | files text | last_asked time
SELECT
    r.written_value AS written,
    count(DISTINCT (r.batch_id, r.row_no)) AS asked_rows,
    string_agg(DISTINCT b.file_name, '; ' ORDER BY b.file_name) AS files,
    max(b.loaded_at_utc) AS last_asked
FROM import_reject r
JOIN import_batch b ON b.batch_id = r.batch_id
WHERE $role = 'planner' AND b.undone_at_utc IS NULL AND r.reason_code = 'TownshipUnknown'
  AND r.written_value IS NOT NULL AND r.written_value <> ''
GROUP BY r.written_value
ORDER BY asked_rows DESC, written
