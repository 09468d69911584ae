-- Why rows of one load were not loaded: one row a reason, in the order of the file.
-- row_no rows | column_name text (null: the row as a whole) | written_value text (null: nothing) | reason_code text |
-- reason text (in English) | facts text (JSON, to word the reason anew; null: not recorded)
SELECT row_no, column_name, written_value, reason_code, reason, facts
FROM import_reject
WHERE $role = 'planner' AND batch_id = $batch
ORDER BY row_no, column_name
