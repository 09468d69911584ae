-- What became of each case that came to need help: who carried it from when to when, and how it was closed.
CREATE TEMP TABLE outcome AS
WITH carried AS (
    SELECT
        q.*, c.case_code, c.age_group, c.home_on, c.is_double, c.settled_on,
        DATE '2000-01-01' + t.day AS start_on,
        CASE WHEN t.day IS NOT NULL THEN DATE '2000-01-01' + t.day + q.carried_days END AS planned_end_on,
        draw(q.r, 'transferred') < a.transferred_share AS wants_transfer
    FROM question q JOIN casework c USING (case_no) LEFT JOIN taken t USING (case_no), a
),
ended AS (
    SELECT
        *,
        CASE WHEN start_on IS NULL THEN NULL
             WHEN to_on < planned_end_on THEN 'provider_left'
             WHEN is_lost THEN 'left' ELSE 'closed' END AS end_how,
        CASE WHEN to_on < planned_end_on THEN to_on
             WHEN is_lost THEN start_on + carried_days // 2 ELSE planned_end_on END AS end_on
    FROM carried
),
reached AS (
    SELECT
        e.case_no,
        bool_or(s.from_on <= e.need_on AND s.to_on > e.need_on) AS at_need,
        bool_or(s.from_on <= e.end_on AND s.to_on > e.end_on) AS at_end
    FROM ended e JOIN reach s USING (ts_pcode)
    GROUP BY e.case_no
),
passed_on AS (
    -- A second presence of the township with a room that it does not tell takes over halfway.
    SELECT e.case_no, min(s.reach_no) AS next_reach_no
    FROM ended e
    JOIN reach s ON s.ts_pcode = e.ts_pcode AND s.pool_id <> e.pool_id
    JOIN open_pool p ON p.pool_id = s.pool_id
    WHERE e.wants_transfer AND e.end_how = 'closed' AND NOT e.comes_back AND e.carried_days >= 60
      AND s.from_on <= e.start_on + e.carried_days // 2 AND s.to_on > e.end_on
    GROUP BY e.case_no
),
waits AS (
    SELECT
        e.* EXCLUDE (presence_id, organisation_id),
        e.presence_id, e.organisation_id,
        CASE WHEN e.ts_pcode IS NULL OR e.is_double OR coalesce(r.at_need, false) THEN 'not_considered' ELSE 'no_provider' END AS first_reason,
        CASE WHEN coalesce(r.at_end, false) THEN 'not_considered' ELSE 'no_provider' END AS reason_after,
        n.presence_id AS next_presence_id, n.organisation_id AS next_organisation_id,
        CASE WHEN n.presence_id IS NOT NULL THEN e.start_on + e.carried_days // 2 END AS next_on,
        -- Why the first reason changes while the person waits, and when.
        CASE WHEN e.is_held THEN CASE e.family_result WHEN 'negative' THEN 'negative_assessment' ELSE 'untraced' END
             WHEN e.declines THEN 'declined'
             WHEN e.asked_on IS NOT NULL AND e.start_on IS DISTINCT FROM e.asked_on THEN 'provider_full' END AS second_reason,
        CASE WHEN e.is_held THEN e.result_on
             WHEN e.declines THEN e.need_on + floor(30 * draw(e.r, 'declines on'))::INTEGER
             WHEN e.asked_on IS NOT NULL AND e.start_on IS DISTINCT FROM e.asked_on THEN e.asked_on END AS changed_on
    FROM ended e
    LEFT JOIN reached r USING (case_no)
    LEFT JOIN passed_on p USING (case_no)
    LEFT JOIN reach n ON n.reach_no = p.next_reach_no
),
waits_close AS (
    SELECT
        w.*,
        w.start_on IS NULL AND w.second_reason IS NULL AND w.first_reason = 'no_provider'
            AND draw(w.r, 'minimum') < a.minimum_share AS has_minimum,
        draw(w.r, 'never closed') < a.waiting_never_closed_share AS stays_open,
        delay(draw(w.r, 'waiting closed'), a.waiting_closed_median, 0.5, 2600) AS closed_after,
        delay(draw(w.r, 'left closed'), a.left_closed_median, 0.5, 2000) AS left_closed_after
    FROM waits w, a
),
closing AS (
    SELECT
        * EXCLUDE (stays_open, closed_after, left_closed_after),
        CASE WHEN end_how = 'closed' THEN end_on
             WHEN start_on IS NOT NULL THEN greatest(settled_on, end_on + left_closed_after)
             WHEN has_minimum THEN greatest(settled_on, coalesce(home_on, need_on) + 30 + floor(60 * draw(r, 'minimum closed'))::INTEGER)
             WHEN stays_open THEN NULL
             ELSE greatest(settled_on, need_on + closed_after, changed_on + closed_after) END AS closed_on
    FROM waits_close
)
SELECT
    case_no, case_code, r, need_on, first_reason, second_reason, reason_after, presence_id, organisation_id, start_on,
    end_how, next_presence_id, next_organisation_id, revisit_after, has_minimum, comes_back,
    past(changed_on) AS changed_on, past(closed_on) AS closed_on, past(end_on) AS end_on, past(next_on) AS next_on,
    CASE WHEN comes_back AND end_how = 'closed' THEN past(closed_on + revisit_after + 20) END AS back_on,
    CASE WHEN comes_back AND end_how = 'closed'
        THEN past(closed_on + revisit_after + 20 + carried_again_days) END AS back_until
FROM closing;
