-- The 330 townships with their names, places in the hierarchy, coordinates and size.
-- ts_pcode text | ts_name_en text | ts_name_my text | dt_pcode text | dt_name_en text | dt_name_my text |
-- st_pcode text | st_name_en text | st_name_my text | sr_pcode text | sr_name_en text | sr_name_my text |
-- sr_type text | self_admin text (null: none) | lat degrees | lon degrees | rep_lat degrees | rep_lon degrees |
-- area_km2 km2 | population_2014 people (null: not counted separately)
SELECT
    ts_pcode, ts_name_en, ts_name_my, dt_pcode, dt_name_en, dt_name_my, st_pcode, st_name_en, st_name_my,
    sr_pcode, sr_name_en, sr_name_my, sr_type, self_admin, lat, lon, rep_lat, rep_lon, area_km2, population_2014
FROM township
ORDER BY ts_pcode
