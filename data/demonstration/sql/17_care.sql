-- Further dated events, of care abroad, in the shelter and after the return; ordinals follow those of 16_event.sql.
INSERT INTO case_event (
    event_id, case_code, event_kind, occurred_on, recorded_on, organisation_id, shelter_id, detail, amount)
WITH shelter_helper AS (
    -- The NGO that works in each shelter.
    SELECT s.shelter_id, o.organisation_id AS helper_id
    FROM shelter s, organisation o
    WHERE o.kind = 'ngo'
    QUALIFY row_number() OVER (PARTITION BY s.shelter_id ORDER BY hash(hash(s.shelter_id, $seed), o.organisation_id)) = 1
),
department AS (SELECT min(organisation_id) AS organisation_id FROM organisation WHERE kind = 'government'),
cared AS (
    SELECT
        s.*, h.helper_id,
        coalesce(s.came_back_on, DATE '2100-01-01') AS abroad_to,
        CASE WHEN draw(s.r, 'escaped') < a.escaped_share AND draw(s.r, 'life plan') >= a.life_plan_share
            THEN s.shelter_out_on END AS escaped_on,
        CASE WHEN draw(s.r, 'which service') < 0.50 THEN 'psychosocial' ELSE 'livelihood' END AS other_service
    FROM staged s LEFT JOIN shelter_helper h USING (shelter_id), a
),
contacts AS (
    SELECT c.case_no, c.case_code, c.r, n, c.abroad_to,
        c.admitted_on + 60 * n::INTEGER - 45 + floor(40 * draw(c.r, 'contact on ' || n))::INTEGER AS contact_on
    FROM cared c, a, range(1, 5) AS contact(n)
    WHERE c.admitted_on IS NOT NULL AND draw(c.r, 'contact ' || n) < a.family_contact_share
),
happened AS (
    SELECT case_no, case_code, r, 35 + n::INTEGER AS ordinal, 'family_contact' AS event_kind, contact_on AS occurred_on,
        NULL AS organisation_id, NULL AS shelter_id, NULL AS detail, NULL::DOUBLE AS amount
        FROM contacts WHERE contact_on <= abroad_to
    UNION ALL SELECT case_no, case_code, r, 40, 'trained_abroad',
        inside(admitted_on + 30 + floor(60 * draw(r, 'trained on'))::INTEGER, admitted_on, abroad_to), NULL, NULL,
        CASE WHEN draw(r, 'skill') < a.skill_fits_share THEN 'fits_home' ELSE 'other_skill' END, NULL
        FROM cared, a WHERE abroad_to >= admitted_on + 45 AND draw(r, 'trained') < a.trained_abroad_share
    UNION ALL SELECT case_no, case_code, r, 41, 'video_shown',
        greatest(admitted_on, came_back_on - 1 - floor(7 * draw(r, 'video on'))::INTEGER), NULL, NULL, NULL, NULL
        FROM cared, a WHERE admitted_on <= came_back_on AND draw(r, 'video') < a.video_share
    UNION ALL SELECT case_no, case_code, r, 42, 'family_prepared',
        inside(assessed_on + 3 + floor(20 * draw(r, 'prepared on'))::INTEGER, assessed_on, home_on), NULL, NULL, NULL, NULL
        FROM cared, a WHERE draw(r, 'prepared') < a.family_prepared_share
    UNION ALL SELECT case_no, case_code, r, 43, 'escaped', escaped_on, NULL, shelter_id, NULL, NULL FROM cared
    UNION ALL SELECT case_no, case_code, r, 44, 'family_told', escaped_on + 1 + floor(12 * draw(r, 'told on'))::INTEGER,
        NULL, shelter_id, NULL, NULL FROM cared, a WHERE draw(r, 'told') < a.family_told_share
    UNION ALL SELECT case_no, case_code, r, 45, 'prenotified',
        greatest(admitted_on, came_back_on - 2 - floor(12 * draw(r, 'prenotified on'))::INTEGER), NULL, NULL, NULL, NULL
        FROM cared, a WHERE place_group = 'china' AND admitted_on <= came_back_on
        AND draw(r, 'prenotified') < a.prenotified_share
    UNION ALL SELECT case_no, case_code, r, 46, 'stay_offered',
        inside(shelter_in_on + 5 + floor(10 * draw(r, 'offered on'))::INTEGER, shelter_in_on, shelter_to), NULL, shelter_id,
        CASE WHEN draw(r, 'stay why') < 0.06 THEN NULL
             WHEN family_result IS DISTINCT FROM 'positive' AND draw(r, 'stay why') < 0.60 THEN 'family_not_ready'
             WHEN draw(r, 'stay why') < 0.80 THEN 'health' WHEN draw(r, 'stay why') < 0.90 THEN 'safety'
             WHEN draw(r, 'stay why') < 0.96 THEN 'legal' ELSE 'other' END, NULL FROM cared, a
        WHERE draw(r, 'offered') < CASE family_result WHEN 'positive' THEN a.stay_offered_positive_share ELSE a.stay_offered_share END
    UNION ALL SELECT case_no, case_code, r, 47, 'shelter_service',
        inside(shelter_in_on + 2 + floor(10 * draw(r, 'served on'))::INTEGER, shelter_in_on, shelter_to), helper_id, shelter_id,
        CASE WHEN draw(r, 'served with') < 0.65 THEN 'psychosocial' ELSE 'health' END, NULL FROM cared, a
        WHERE draw(r, 'served') < a.shelter_service_share
    UNION ALL SELECT case_no, case_code, r, 48, 'shelter_service',
        inside(shelter_in_on + 4 + floor(12 * draw(r, 'served again on'))::INTEGER, shelter_in_on, shelter_to), helper_id,
        shelter_id, CASE WHEN draw(r, 'served again with') < 0.75 THEN 'education' ELSE 'legal' END, NULL FROM cared, a
        WHERE draw(r, 'served again') < a.shelter_second_service_share
    UNION ALL SELECT case_no, case_code, r, 49, 'service_declined',
        inside(shelter_in_on + 3 + floor(10 * draw(r, 'refused on'))::INTEGER, shelter_in_on, shelter_to), helper_id, shelter_id,
        CASE WHEN draw(r, 'refused what') < 0.60 THEN 'psychosocial' ELSE 'education' END, NULL FROM cared, a
        WHERE draw(r, 'refused') < a.service_declined_share
    UNION ALL SELECT case_no, case_code, r, 50, 'kit_given', shelter_out_on, NULL, shelter_id, NULL, NULL FROM cared, a
        WHERE escaped_on IS NULL AND draw(r, 'kit') < a.kit_given_share
    UNION ALL SELECT case_no, case_code, r, 51, 'kit_rated',
        inside(shelter_out_on + 5 + floor(40 * draw(r, 'rated on'))::INTEGER, shelter_out_on, open_to), NULL, NULL, NULL,
        1 + floor(5 * pow(draw(r, 'points'), 0.6)) FROM cared, a
        WHERE escaped_on IS NULL AND draw(r, 'kit') < a.kit_given_share AND draw(r, 'rated') < a.kit_rated_share
    UNION ALL SELECT case_no, case_code, r, 52, 'family_consulted',
        inside(work_from + 10 + floor(30 * draw(r, 'consulted on'))::INTEGER, work_from, carried_to - 1), organisation_id,
        NULL, NULL, NULL FROM cared, a WHERE age_years BETWEEN 18 AND 24 AND draw(r, 'consulted') < a.family_consulted_share
    UNION ALL SELECT case_no, case_code, r, 53, 'service_given',
        inside(work_from + 60 + floor(90 * draw(r, 'second service on'))::INTEGER, work_from, carried_to - 1), organisation_id,
        NULL, other_service, NULL FROM cared, a WHERE draw(r, 'second service') < a.second_service_share
    UNION ALL SELECT case_no, case_code, r, 54, 'monitoring_plan',
        inside(work_from + 5 + floor(40 * draw(r, 'monitoring on'))::INTEGER, work_from, carried_to - 1), organisation_id,
        NULL, NULL, NULL FROM cared, a WHERE is_special AND draw(r, 'monitoring') < a.monitoring_plan_share
    -- A family assessed long before the return is assessed anew.
    UNION ALL SELECT case_no, case_code, r, 56, 'family_assessed', home_on - 1 - floor(30 * draw(r, 'assessed again on'))::INTEGER,
        NULL, NULL, family_result, NULL FROM cared, a
        WHERE family_result IN ('positive', 'negative') AND home_on - assessed_on > 150 AND draw(r, 'assessed again') < a.assessed_again_share
    -- What an office of the department gives people of its district whom nobody carries.
    UNION ALL SELECT c.case_no, c.case_code, c.r, 57, 'service_given',
        inside(greatest(c.home_on, c.need_on) + 15 + floor(60 * draw(c.r, 'office on'))::INTEGER, c.home_on, c.open_to),
        g.organisation_id, NULL, CASE WHEN draw(c.r, 'office what') < 0.7 THEN 'financial' ELSE 'health' END, NULL
        FROM cared c JOIN township t ON t.ts_pcode = c.true_ts_pcode CROSS JOIN department g, a
        WHERE c.start_on IS NULL AND draw(c.r, 'office') < a.office_help_share
        AND t.dt_pcode IN (SELECT w.dt_pcode FROM dsw_office d JOIN township w ON w.ts_pcode = d.ts_pcode)
    UNION ALL SELECT case_no, case_code, r, 55, 'minimum_items', home_on, NULL, NULL, NULL,
        30000 + 5000 * floor(20 * draw(r, 'items kyat')) FROM cared, a
        WHERE has_minimum AND age_group = 'child' AND draw(r, 'items') < a.minimum_items_share
)
SELECT
    'E' || h.case_no || '-' || h.ordinal, h.case_code, h.event_kind, h.occurred_on,
    least($as_of, h.occurred_on + floor(45 * pow(draw(h.r, h.ordinal), 3))::INTEGER),
    h.organisation_id, h.shelter_id, h.detail, h.amount
FROM happened h
WHERE h.occurred_on <= $as_of;
