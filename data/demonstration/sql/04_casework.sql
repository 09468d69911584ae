-- One row a row of the register: persons, and their doubles with the small differences of a second agency's form.
-- is_double stays inside this build: the register itself does not mark a double.
CREATE TEMP TABLE casework AS
WITH both_forms AS (
    SELECT p.* REPLACE (CASE WHEN d.person_no IS NULL THEN source_agency ELSE 'atu' END AS source_agency),
        false AS is_double, d.person_no IS NOT NULL AS has_double, p.h AS r
    FROM path p LEFT JOIN double d USING (person_no)
    UNION ALL
    SELECT p.* REPLACE ('dsw' AS source_agency, age_years + CASE
            WHEN draw(h, 'other age') < a.double_other_age_share / 2 AND age_years NOT IN (17, 18) THEN 1
            WHEN draw(h, 'other age') < a.double_other_age_share AND age_years NOT IN (0, 18) THEN -1 ELSE 0 END AS age_years),
        true AS is_double, false AS has_double, hash(p.h, 'second form') AS r
    FROM path p JOIN double d USING (person_no), a
),
written AS (
    SELECT
        b.*,
        date_trunc('month', identified_on)::DATE AS identified_month,
        date_trunc('month', CASE WHEN is_double AND draw(r, 'other month') < a.double_other_month_share THEN recruited_on - 31 ELSE recruited_on END)::DATE AS recruited_month,
        least($as_of, identified_on + delay(draw(r, 'recorded'), a.recorded_after_median, 0.5, 600) + CASE WHEN is_double THEN 20 ELSE 0 END) AS recorded_on,
        CASE source_agency WHEN 'atu' THEN a.missing_age_atu WHEN 'dsw' THEN a.missing_age_dsw ELSE a.missing_age_ngo END AS missing_age,
        CASE source_agency WHEN 'atu' THEN a.missing_purpose_atu WHEN 'dsw' THEN a.missing_purpose_dsw ELSE a.missing_purpose_ngo END AS missing_purpose,
        CASE source_agency WHEN 'atu' THEN a.missing_recruitment_atu WHEN 'dsw' THEN a.missing_recruitment_dsw ELSE a.missing_recruitment_ngo END AS missing_recruitment,
        a.missing_township, a.missing_destination, a.missing_sex
    FROM both_forms b, a
),
kept AS (
    SELECT
        * EXCLUDE (missing_age, missing_purpose, missing_recruitment, missing_township, missing_destination, missing_sex, ts_pcode, destination, sex, age_years, purpose, recruited_month),
        ts_pcode AS true_ts_pcode,
        CASE WHEN draw(r, 'no township') >= missing_township THEN ts_pcode END AS ts_pcode,
        CASE WHEN draw(r, 'no destination') >= missing_destination THEN destination END AS destination,
        CASE WHEN draw(r, 'no sex') >= missing_sex THEN sex END AS sex,
        CASE WHEN draw(r, 'no age') >= missing_age THEN age_years END AS age_years,
        CASE WHEN draw(r, 'no purpose') >= missing_purpose THEN purpose END AS purpose,
        CASE WHEN draw(r, 'no recruitment') >= missing_recruitment THEN recruited_month END AS recruitment_month
    FROM written
)
SELECT
    -- A Special Case is seen abroad, or else on entering the shelter.
    CASE WHEN draw(r, 'flagged abroad') < a.flagged_abroad_share AND admitted_on IS NOT NULL THEN admitted_on
         ELSE coalesce(shelter_in_on, admitted_on, identified_on) END AS flag_from,
    row_number() OVER (ORDER BY recorded_on, r) AS case_no,
    'DM-' || lpad((row_number() OVER (ORDER BY recorded_on, r))::VARCHAR, greatest(6, length($cases::VARCHAR))::INTEGER, '0') AS case_code,
    kept.*
FROM kept, a;
