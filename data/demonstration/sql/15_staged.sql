-- The days between which the dated events of each case lie, worked out once for all kinds of events.
CREATE TEMP TABLE staged AS
WITH steps AS (
    SELECT
        c.* EXCLUDE (ts_pcode),
        o.organisation_id, o.start_on, o.end_how, o.closed_on, o.next_on, o.next_organisation_id, o.back_on,
        o.back_until, o.revisit_after, coalesce(o.has_minimum, false) AS has_minimum, o.comes_back,
        coalesce(o.next_organisation_id, o.organisation_id) AS last_organisation_id,
        -- The first provider's time, and when it can begin to work at home.
        coalesce(least(o.next_on, o.end_on), DATE '2100-01-01') AS carried_to,
        CASE WHEN o.start_on IS NOT NULL THEN greatest(o.start_on, coalesce(c.home_on, o.start_on)) END AS work_from,
        coalesce(c.shelter_out_on, DATE '2100-01-01') AS shelter_to,
        coalesce(o.closed_on, DATE '2100-01-01') AS open_to
    FROM casework c LEFT JOIN outcome o USING (case_no)
)
SELECT
    s.*,
    inside(least(admitted_on + delay(draw(r, 'file'), 70, 0.5, 600), came_back_on), admitted_on, DATE '2100-01-01') AS file_on,
    inside(shelter_in_on + 1 + floor(7 * draw(r, 'needs on'))::INTEGER, shelter_in_on, shelter_to) AS needs_on,
    inside(shelter_in_on + 1, shelter_in_on, shelter_to) AS informed_on,
    inside(shelter_in_on + 2 + floor(6 * draw(r, 'medical on'))::INTEGER, shelter_in_on, shelter_to) AS medical_on,
    inside(work_from + delay(draw(r, 'visit'), 16, 0.5, 120), work_from, carried_to - 1) AS visit_on,
    inside(work_from + 40 + floor(60 * draw(r, 'service on'))::INTEGER, work_from, carried_to - 1) AS service_on,
    inside(work_from + 20 + floor(90 * draw(r, 'referral on'))::INTEGER, work_from, carried_to - 1) AS referral_on,
    inside(assessed_on + 10 + floor(80 * draw(r, 'meeting on'))::INTEGER, assessed_on, open_to) AS meeting_on,
    inside(identified_on + 30 + floor(300 * draw(r, 'legal on'))::INTEGER, identified_on, open_to) AS legal_on
FROM steps s;
