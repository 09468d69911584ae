-- The dated events, one kind after the other; ordinal is part of the identifier.
INSERT INTO case_event (event_id, case_code, event_kind, occurred_on, recorded_on, organisation_id, shelter_id, detail, amount)
WITH steps AS (
    SELECT c.* EXCLUDE (ts_pcode, age_group), o.presence_id, o.organisation_id, o.start_on, o.end_on, o.end_how, o.closed_on,
        o.next_on, o.next_organisation_id, o.back_on, o.back_until, o.revisit_after, o.has_minimum, o.comes_back,
        coalesce(o.age_group, c.age_group) AS age_group, coalesce(o.end_on, $as_of + 1) AS carried_to
    FROM casework c LEFT JOIN outcome o USING (case_no)
),
happened AS (
    SELECT case_no, r, 1 AS ordinal, 'identified' AS event_kind, identified_on AS occurred_on, NULL AS organisation_id, NULL AS shelter_id, NULL AS detail, NULL::DOUBLE AS amount FROM steps
    UNION ALL SELECT case_no, r, 2, 'admitted_abroad', admitted_on, NULL, NULL, NULL, NULL FROM steps
    UNION ALL SELECT case_no, r, 3, 'case_file_received', past(least(admitted_on + delay(draw(r, 'file'), 70, 0.5, 600), coalesce(came_back_on, $as_of + 1))), NULL, NULL, CASE WHEN draw(r, 'full file') < 0.45 THEN 'full' ELSE 'basic' END, NULL FROM steps WHERE admitted_on IS NOT NULL AND draw(r, 'has file') < CASE place_group WHEN 'thailand' THEN 0.75 ELSE 0.25 END
    UNION ALL SELECT case_no, r, 4, 'family_traced', traced_on, NULL, NULL, NULL, NULL FROM steps
    UNION ALL SELECT case_no, r, 5, 'family_assessed', assessed_on, NULL, NULL, family_result, NULL FROM steps WHERE family_result IN ('positive', 'negative')
    UNION ALL SELECT case_no, r, 6, 'repatriated', came_back_on, NULL, NULL, NULL, NULL FROM steps WHERE victim_type = 'g2g'
    UNION ALL SELECT case_no, r, 7, 'shelter_in', shelter_in_on, NULL, shelter_id, NULL, NULL FROM steps
    UNION ALL SELECT case_no, r, 8, 'needs_assessed', past(least(shelter_in_on + 1 + floor(7 * draw(r, 'needs on'))::INTEGER, shelter_out_on)), NULL, shelter_id, NULL, NULL FROM steps WHERE draw(r, 'needs') < 0.6
    UNION ALL SELECT case_no, r, 9, 'medical_informed', past(least(shelter_in_on + 1, shelter_out_on)), NULL, shelter_id, NULL, NULL FROM steps WHERE draw(r, 'informed') < 0.5
    UNION ALL SELECT case_no, r, 10, 'medical_assessed', past(least(shelter_in_on + 2 + floor(6 * draw(r, 'medical on'))::INTEGER, shelter_out_on)), NULL, shelter_id, NULL, NULL FROM steps WHERE draw(r, 'informed') < 0.32
    UNION ALL SELECT case_no, r, 11, 'shelter_out', shelter_out_on, NULL, shelter_id, NULL, NULL FROM steps
    UNION ALL SELECT case_no, r, 12, 'returned_home', home_on, NULL, NULL, NULL, NULL FROM steps
    UNION ALL SELECT case_no, r, 13, 'assigned', start_on, organisation_id, NULL, NULL, NULL FROM steps
    UNION ALL SELECT case_no, r, 14, 'first_visit', CASE WHEN greatest(start_on, coalesce(home_on, start_on)) + delay(draw(r, 'visit'), 16, 0.5, 120) < least(coalesce(next_on, carried_to), carried_to) THEN past(greatest(start_on, coalesce(home_on, start_on)) + delay(draw(r, 'visit'), 16, 0.5, 120)) END, organisation_id, NULL, NULL, NULL FROM steps WHERE start_on IS NOT NULL
    UNION ALL SELECT case_no, r, 15, 'service_given', CASE WHEN start_on + 40 + floor(60 * draw(r, 'service on'))::INTEGER < least(coalesce(next_on, carried_to), carried_to) THEN past(start_on + 40 + floor(60 * draw(r, 'service on'))::INTEGER) END, organisation_id, NULL, CASE WHEN draw(r, 'which service') < 0.5 THEN 'livelihood' WHEN draw(r, 'which service') < 0.75 THEN 'psychosocial' WHEN draw(r, 'which service') < 0.9 THEN 'health' ELSE 'education' END, NULL FROM steps
    UNION ALL SELECT case_no, r, 16, 'assigned', next_on, next_organisation_id, NULL, 'transferred', NULL FROM steps
    UNION ALL SELECT case_no, r, 17, 'minimum_accompanied', CASE WHEN has_minimum AND age_group = 'child' THEN home_on END, NULL, NULL, NULL, NULL FROM steps
    UNION ALL SELECT case_no, r, 18, 'minimum_grant', CASE WHEN has_minimum AND age_group = 'adult' THEN home_on END, NULL, NULL, NULL, 50000 + 10000 * floor(16 * draw(r, 'kyat')) FROM steps
    UNION ALL SELECT case_no, r, 19, 'closed', closed_on, CASE WHEN end_how = 'closed' THEN coalesce(next_organisation_id, organisation_id) END, NULL, NULL, NULL FROM steps
    UNION ALL SELECT s.case_no, s.r, 20, 'revisited', past(s.closed_on + s.revisit_after), coalesce(s.next_organisation_id, s.organisation_id), NULL, NULL, NULL FROM steps s, a WHERE end_how = 'closed' AND (s.comes_back OR draw(s.r, 'revisited') < a.revisited_share)
    UNION ALL SELECT case_no, r, 21, 'readmitted', back_on, organisation_id, NULL, NULL, NULL FROM steps
    UNION ALL SELECT case_no, r, 22, 'closed', back_until, organisation_id, NULL, NULL, NULL FROM steps
    UNION ALL SELECT case_no, r, 23, 'special_flagged', past(coalesce(shelter_in_on, admitted_on, identified_on) + floor(10 * draw(r, 'flagged'))::INTEGER), NULL, NULL, NULL, NULL FROM steps WHERE is_special
    UNION ALL SELECT case_no, r, 24, 'discussed_at_meeting', past(assessed_on + 10 + floor(80 * draw(r, 'meeting on'))::INTEGER), NULL, NULL, NULL, NULL FROM steps WHERE family_result = 'negative' AND draw(r, 'meeting') < 0.55
)
SELECT
    'E' || h.case_no || '-' || h.ordinal, c.case_code, h.event_kind, h.occurred_on,
    least($as_of, h.occurred_on + floor(45 * pow(draw(h.r, h.ordinal), 3))::INTEGER),
    h.organisation_id, h.shelter_id, h.detail, h.amount
FROM happened h JOIN casework c USING (case_no)
WHERE h.occurred_on IS NOT NULL;
