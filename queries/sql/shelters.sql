-- The DSW shelters, at the town's centroid.
-- shelter_id text | place text | ts_pcode text | lat degrees | lon degrees | shelter_role text | evidence text |
-- precision_note text
SELECT shelter_id, place, ts_pcode, lat, lon, shelter_role, evidence, precision_note
FROM shelter
ORDER BY shelter_id
