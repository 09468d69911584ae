-- The cases, as they stand in the register.
INSERT INTO victim_case (
    case_code, victim_type, source_agency, sex, age_years, ts_pcode, village_written, destination, recruitment_month,
    identified_month, return_month, purpose, is_special, family_assessment, shelter_id, recorded_on, batch_id)
SELECT
    case_code, victim_type, source_agency, sex, age_years, ts_pcode,
    CASE WHEN ts_pcode IS NOT NULL AND draw(r, 'village') < a.village_written_share
        THEN 'Demonstration village ' || (1 + floor(60 * draw(r, 'village no')))::INTEGER END,
    destination, recruitment_month, identified_month, date_trunc('month', came_back_on)::DATE, purpose, is_special,
    family_result, shelter_id, recorded_on, $batch_id
FROM casework, a
ORDER BY case_no;
