-- Why rows of one load were not loaded, in English and as facts (JSON) from which it is worded anew: a row a reason.
-- row_no rows | column_name text (null: the row as a whole) | written_value text (null: nothing) | reason_code text |
-- reason text | facts text (null: not recorded)
SELECT row_no, column_name, written_value, reason_code, reason, facts
FROM import_reject
WHERE $role = 'planner' AND batch_id = $batch
ORDER BY row_no, column_name
