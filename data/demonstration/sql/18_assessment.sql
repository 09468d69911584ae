-- The family assessments behind the events, and whether the person wants to go home; who went home with a positive one
-- wanted to.
INSERT INTO assessment (
    assessment_id, case_code, assessed_on, recorded_on, organisation_id, outcome, wants_return, is_child, recorded_by)
SELECT
    'FA' || s.case_no || CASE WHEN e.event_id LIKE '%-56' THEN '-2' ELSE '' END, s.case_code, e.occurred_on, e.recorded_on, NULL, e.detail,
    CASE WHEN draw(s.r, 'wants asked') >= a.wants_asked_share THEN NULL
         ELSE draw(s.r, 'wants') < CASE WHEN e.detail = 'positive' AND s.home_on IS NOT NULL THEN 1
            WHEN e.detail = 'positive' THEN a.wants_positive_share
            WHEN s.home_on IS NOT NULL THEN a.wants_negative_home_share ELSE a.wants_negative_share END END,
    s.age_group = 'child', 'demonstration'
FROM staged s
JOIN case_event e ON e.case_code = s.case_code AND e.event_kind = 'family_assessed', a
ORDER BY s.case_no, e.occurred_on;
