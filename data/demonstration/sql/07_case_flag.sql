-- Why a case is a Special Case: one category, sometimes two.
INSERT INTO case_flag (case_code, special_category, flagged_on, flagged_by)
WITH special AS (
    SELECT *, least($as_of, flag_from + floor(10 * draw(r, 'flagged'))::INTEGER) AS flagged_on
    FROM casework WHERE is_special
),
first_category AS (
    SELECT case_code, r, flagged_on,
        CASE WHEN age_group = 'child' AND draw(r, 'category') < 0.45 THEN 'child_alone'
             WHEN sex = 'female' AND draw(r, 'category') < 0.35 THEN 'pregnant_or_infant'
             WHEN draw(r, 'category') < 0.60 THEN 'medical'
             WHEN draw(r, 'category') < 0.82 THEN 'mental_health'
             WHEN draw(r, 'category') < 0.92 THEN 'security_risk' ELSE 'disability' END AS special_category
    FROM special
)
SELECT case_code, special_category, flagged_on, 'DSW' FROM first_category
UNION ALL
SELECT case_code, 'other', flagged_on, 'NGO' FROM first_category WHERE draw(r, 'second category') < 0.12;
