-- The dated events, one kind after the other; the ordinal is part of the identifier.
-- A null date means that it did not happen, or not by the register's last day.
INSERT INTO case_event (
    event_id, case_code, event_kind, occurred_on, recorded_on, organisation_id, shelter_id, detail, amount)
WITH happened AS (
    SELECT case_no, case_code, r, 1 AS ordinal, 'identified' AS event_kind, identified_on AS occurred_on,
        NULL AS organisation_id, NULL AS shelter_id, NULL AS detail, NULL::DOUBLE AS amount FROM staged
    UNION ALL SELECT case_no, case_code, r, 2, 'admitted_abroad', admitted_on, NULL, NULL, NULL, NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 3, 'case_file_received', file_on, NULL, NULL,
        CASE WHEN draw(r, 'full file') >= a.file_full_share THEN 'basic'
            WHEN draw(r, 'family background') < a.file_gaps_share THEN 'gaps' ELSE 'full' END, NULL FROM staged, a
        WHERE draw(r, 'has file') < CASE place_group WHEN 'thailand' THEN a.file_thailand_share ELSE a.file_elsewhere_share END
    UNION ALL SELECT case_no, case_code, r, 4, 'family_traced', traced_on, NULL, NULL, NULL, NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 5, 'family_assessed', assessed_on, NULL, NULL, family_result, NULL FROM staged
        WHERE family_result IN ('positive', 'negative')
    UNION ALL SELECT case_no, case_code, r, 6, 'repatriated', came_back_on, NULL, NULL, NULL, NULL FROM staged WHERE victim_type = 'g2g'
    UNION ALL SELECT case_no, case_code, r, 7, 'shelter_in', shelter_in_on, NULL, shelter_id, NULL, NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 8, 'needs_assessed', needs_on, NULL, shelter_id, NULL, NULL FROM staged, a
        WHERE draw(r, 'needs') < a.needs_assessed_share
    UNION ALL SELECT case_no, case_code, r, 9, 'medical_informed', informed_on, NULL, shelter_id, NULL, NULL FROM staged, a
        WHERE draw(r, 'informed') < a.medical_informed_share
    UNION ALL SELECT case_no, case_code, r, 10, 'medical_accepted', informed_on, NULL, shelter_id, NULL, NULL FROM staged, a
        WHERE draw(r, 'informed') < a.medical_informed_share * a.medical_accepted_share
    UNION ALL SELECT case_no, case_code, r, 11, 'medical_assessed', medical_on, NULL, shelter_id, NULL, NULL FROM staged, a
        WHERE draw(r, 'informed') < a.medical_informed_share * a.medical_accepted_share
    UNION ALL SELECT case_no, case_code, r, 12, 'assessment_reviewed', shelter_out_on, NULL, shelter_id, NULL, NULL FROM staged, a
        WHERE assessed_on <= shelter_out_on AND draw(r, 'reviewed') < a.reviewed_share
    UNION ALL SELECT case_no, case_code, r, 13, 'life_plan', shelter_out_on, NULL, shelter_id, NULL, NULL FROM staged, a
        WHERE draw(r, 'life plan') < a.life_plan_share
    UNION ALL SELECT case_no, case_code, r, 14, 'shelter_out', shelter_out_on, NULL, shelter_id, NULL, NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 15, 'returned_home', home_on, NULL, NULL, NULL, NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 16, 'assigned', start_on, organisation_id, NULL, NULL, NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 17, 'first_visit', visit_on, organisation_id, NULL, NULL, NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 18, 'service_given', service_on, organisation_id, NULL,
        CASE WHEN draw(r, 'which service') < 0.50 THEN 'livelihood' WHEN draw(r, 'which service') < 0.75 THEN 'psychosocial'
             WHEN draw(r, 'which service') < 0.90 THEN 'health' ELSE 'education' END, NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 19, 'health_referred', referral_on, organisation_id, NULL, NULL, NULL FROM staged, a
        WHERE draw(r, 'referred') < a.health_referred_share
    UNION ALL SELECT case_no, case_code, r, 20, 'health_completed',
        inside(referral_on + 5 + floor(60 * draw(r, 'completed on'))::INTEGER, referral_on, carried_to - 1),
        organisation_id, NULL, NULL, NULL FROM staged, a
        WHERE draw(r, 'referred') < a.health_referred_share * a.health_completed_share
    UNION ALL SELECT case_no, case_code, r, 21, 'assigned', next_on, next_organisation_id, NULL, 'transferred', NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 22, 'minimum_accompanied', home_on, NULL, NULL, NULL, NULL FROM staged WHERE has_minimum AND age_group = 'child'
    UNION ALL SELECT case_no, case_code, r, 23, 'minimum_reunited', home_on, NULL, NULL, NULL, NULL FROM staged WHERE has_minimum AND age_group = 'child'
    UNION ALL SELECT case_no, case_code, r, 24, 'minimum_assessed', home_on, NULL, NULL, NULL, NULL FROM staged WHERE has_minimum AND age_group = 'child'
    UNION ALL SELECT case_no, case_code, r, 25, 'minimum_transport', home_on, NULL, NULL, NULL, NULL FROM staged WHERE has_minimum AND age_group = 'adult'
    UNION ALL SELECT case_no, case_code, r, 26, 'minimum_grant', home_on, NULL, NULL, NULL, 50000 + 10000 * floor(16 * draw(r, 'kyat'))
        FROM staged WHERE has_minimum AND age_group = 'adult' AND draw(r, 'grant') < 0.8
    UNION ALL SELECT case_no, case_code, r, 27, 'special_flagged',
        inside(flag_from + floor(10 * draw(r, 'flagged'))::INTEGER, identified_on, open_to),
        NULL, NULL, NULL, NULL FROM staged WHERE is_special
    UNION ALL SELECT case_no, case_code, r, 28, 'discussed_at_meeting', meeting_on, NULL, NULL, NULL, NULL FROM staged, a
        WHERE family_result = 'negative' AND draw(r, 'meeting') < a.meeting_share
    UNION ALL SELECT case_no, case_code, r, 29, 'alternative_planned', meeting_on, NULL, NULL, NULL, NULL FROM staged, a
        WHERE family_result = 'negative' AND draw(r, 'meeting') < a.meeting_share * a.alternative_share
    UNION ALL SELECT case_no, case_code, r, 30, 'legal_started', legal_on, NULL, NULL, NULL, NULL FROM staged, a
        WHERE draw(r, 'legal') < a.legal_share
    UNION ALL SELECT case_no, case_code, r, 31, 'legal_accompanied', legal_on, NULL, NULL, NULL, NULL FROM staged, a
        WHERE draw(r, 'legal') < a.legal_share * a.legal_accompanied_share
    UNION ALL SELECT case_no, case_code, r, 32, 'closed', closed_on, CASE WHEN end_how = 'closed' THEN last_organisation_id END,
        NULL, CASE WHEN has_minimum THEN 'minimum_model' END, NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 33, 'revisited', past(closed_on + revisit_after), last_organisation_id, NULL, NULL, NULL
        FROM staged, a WHERE end_how = 'closed' AND (comes_back OR draw(r, 'revisited') < a.revisited_share)
    UNION ALL SELECT case_no, case_code, r, 34, 'readmitted', back_on, organisation_id, NULL, NULL, NULL FROM staged
    UNION ALL SELECT case_no, case_code, r, 35, 'closed', back_until, organisation_id, NULL, NULL, NULL FROM staged
)
SELECT
    'E' || h.case_no || '-' || h.ordinal, h.case_code, h.event_kind, h.occurred_on,
    least($as_of, h.occurred_on + floor(45 * pow(draw(h.r, h.ordinal), 3))::INTEGER),
    h.organisation_id, h.shelter_id, h.detail, h.amount
FROM happened h
WHERE h.occurred_on <= $as_of;
