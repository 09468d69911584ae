-- Which agencies hold a record of each case; one in seven is known to a second agency already.
INSERT INTO case_source (case_code, agency, batch_id, row_no)
SELECT case_code, source_agency, $batch_id, case_no FROM casework
UNION ALL
SELECT case_code, CASE source_agency WHEN 'dsw' THEN 'atu' ELSE 'dsw' END, $batch_id, NULL
FROM casework, a
WHERE draw(r, 'second agency') < a.second_agency_share AND NOT has_double AND NOT is_double;
