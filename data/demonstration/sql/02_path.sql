-- The way of each person until home. Every later date is counted from an earlier one, so no order is impossible;
-- what lies after the register's last day has not happened and is null.
CREATE TEMP TABLE path AS
WITH kinds AS (
    SELECT
        p.*,
        CASE WHEN destination = 'MMR' THEN
                CASE WHEN draw(h, 'type') < a.self_internal_share THEN 'self_internal' ELSE 'internal' END
             WHEN draw(h, 'type') < CASE place_group WHEN 'china' THEN a.g2g_share_china
                                         WHEN 'thailand' THEN a.g2g_share_thailand ELSE a.g2g_share_other END THEN 'g2g'
             ELSE 'self_cross_border' END AS victim_type,
        CASE WHEN age_group = 'child' THEN 17 - floor(16 * pow(draw(h, 'age'), 2.5))
             ELSE 17 + delay(draw(h, 'age'), a.adult_over_18_median, 0.45, 45) END::INTEGER AS age_years,
        make_date(case_year, 1, 1) + floor(365 * draw(h, 'day'))::INTEGER AS identified_on
    FROM person p, a
),
abroad AS (
    SELECT
        k.*,
        CASE victim_type
            WHEN 'g2g' THEN agency(draw(h, 'agency'), a.agency_g2g_atu, a.agency_g2g_dsw)
            WHEN 'internal' THEN agency(draw(h, 'agency'), a.agency_internal_atu, a.agency_internal_dsw)
            ELSE agency(draw(h, 'agency'), a.agency_self_atu, a.agency_self_dsw)
        END AS source_agency,
        identified_on - delay(draw(h, 'recruited'), a.recruited_before_median, 0.55, 5000) AS recruited_on,
        CASE WHEN victim_type = 'g2g' THEN identified_on + delay(draw(h, 'admitted'), a.admitted_median, 0.6, 45) END AS admitted_on,
        draw(h, 'special') < a.special_share AS is_special,
        draw(h, 'family') AS family
    FROM kinds k, a
),
returned AS (
    SELECT
        b.*,
        CASE victim_type
            WHEN 'g2g' THEN admitted_on + delay(draw(h, 'abroad'), CASE place_group
                WHEN 'china' THEN a.abroad_china_median WHEN 'thailand' THEN a.abroad_thailand_median
                ELSE a.abroad_other_median END, 0.40, 1500)
            WHEN 'self_cross_border' THEN greatest(
                recruited_on + 1, identified_on - delay(draw(h, 'self'), a.self_return_median, 0.6, 400))
        END AS came_back_on,
        CASE WHEN family >= a.untraced_share + a.not_assessed_share
            THEN coalesce(admitted_on, identified_on) + delay(draw(h, 'traced'), a.traced_median, 0.5, 400) END AS traced_on
    FROM abroad b, a
),
needing AS (
    SELECT
        r.*,
        CASE WHEN victim_type = 'g2g' THEN came_back_on ELSE identified_on END AS need_on,
        traced_on + delay(draw(h, 'assessed'), a.assessed_median, 0.6, 200) AS assessed_on,
        CASE victim_type WHEN 'g2g' THEN a.shelter_g2g_share WHEN 'internal' THEN a.shelter_internal_share ELSE a.shelter_self_share END
            > draw(h, 'sheltered') AS has_shelter,
        CASE WHEN family < a.untraced_share THEN 'untraced'
             WHEN family < a.untraced_share + a.not_assessed_share THEN 'not_done'
             WHEN family < a.untraced_share + a.not_assessed_share + a.negative_share THEN 'negative'
             ELSE 'positive' END AS family_result
    FROM returned r, a
),
sheltered AS (
    SELECT
        n.*,
        CASE WHEN NOT has_shelter THEN NULL
             WHEN place_group = 'china' THEN CASE WHEN draw(h, 'which') < a.shelter_muse_share THEN 'SH-MMR015009' ELSE 'SH-MMR010001' END
             WHEN place_group = 'thailand' THEN CASE WHEN left(ts_pcode, 6) IN ('MMR016', 'MMR015') THEN 'SH-MMR016009'
                WHEN left(ts_pcode, 6) = 'MMR006' THEN 'SH-MMR006009'
                WHEN draw(h, 'which') < a.shelter_myawaddy_share THEN 'SH-MMR003005' ELSE 'SH-MMR011001' END
             WHEN place_group IN ('sea', 'other') THEN 'SH-MMR013033'
             WHEN left(ts_pcode, 6) IN ('MMR011', 'MMR003', 'MMR006') THEN 'SH-MMR011001'
             WHEN left(ts_pcode, 6) IN ('MMR001', 'MMR005', 'MMR010', 'MMR014', 'MMR015') THEN 'SH-MMR010001'
             ELSE 'SH-MMR013033' END AS shelter_id,
        CASE WHEN has_shelter THEN need_on + floor(3 * draw(h, 'in'))::INTEGER END AS shelter_in_on
    FROM needing n, a
),
left_shelter AS (
    SELECT s.*, shelter_in_on + delay(draw(h, 'stay'), a.shelter_stay_median, 0.5, 240) AS stay_until
    FROM sheltered s, a
),
home AS (
    SELECT
        l.* EXCLUDE (stay_until, family, has_shelter),
        -- Where the assessment is close, the shelter waits for it.
        CASE WHEN assessed_on > stay_until AND assessed_on <= stay_until + 45 THEN assessed_on ELSE stay_until END AS shelter_out_on
    FROM left_shelter l
),
dated AS (
    SELECT h.*, coalesce(shelter_out_on, need_on) + floor(5 * draw(h, 'home'))::INTEGER AS home_on FROM home h
)
SELECT
    person_no, h, case_year, destination, place_group, sex, age_group, age_years, purpose, ts_pcode, victim_type,
    source_agency, is_special, recruited_on, identified_on,
    past(admitted_on) AS admitted_on, past(came_back_on) AS came_back_on, past(need_on) AS need_on,
    past(traced_on) AS traced_on, past(assessed_on) AS assessed_on,
    CASE WHEN family_result = 'untraced' THEN CASE WHEN coalesce(admitted_on, identified_on) + 60 <= $as_of THEN 'untraced' ELSE 'not_done' END
         WHEN assessed_on <= $as_of THEN family_result ELSE 'not_done' END AS family_result,
    CASE WHEN shelter_in_on <= $as_of THEN shelter_id END AS shelter_id,
    past(shelter_in_on) AS shelter_in_on, past(shelter_out_on) AS shelter_out_on,
    CASE WHEN NOT (family_result = 'negative' AND draw(h, 'elsewhere') < a.negative_elsewhere_share) THEN past(home_on) END AS home_on,
    -- Nothing is closed before the person is home and the assessment is done, be that after the register's last day.
    greatest(home_on, assessed_on) AS settled_on
FROM dated, a;
