-- The offices of the Department of Social Welfare, at the town's centroid.
-- office_id text | place text | ts_pcode text | lat degrees | lon degrees | level text | evidence text | precision_note text
SELECT office_id, place, ts_pcode, lat, lon, level, evidence, precision_note
FROM dsw_office
ORDER BY office_id
