-- To whom each case is put, and when: the presence that can take it first, one in the township before one that comes.
CREATE TEMP TABLE question AS
WITH waiting AS (
    SELECT
        c.case_no, c.r, c.ts_pcode, c.need_on, c.settled_on, c.is_special,
        greatest(c.need_on, coalesce(c.assessed_on, coalesce(c.admitted_on, c.identified_on) + 60)) AS result_on,
        c.family_result,
        c.family_result IN ('negative', 'untraced') AND NOT c.is_double AS is_held,
        c.is_double,
        draw(c.r, 'declines') < a.declined_share AND NOT c.is_double AS declines,
        CASE WHEN draw(c.r, 'at once') < a.asked_at_once_share THEN 0
             ELSE delay(draw(c.r, 'asked'), a.asked_after_median, 0.55, 250) END AS asked_after
    FROM casework c, a
    WHERE c.need_on IS NOT NULL
),
ready AS (
    SELECT
        w.*,
        CASE WHEN declines OR is_double THEN NULL
             WHEN is_held AND draw(r, 'resolved') >= a.negative_resolved_share THEN NULL
             WHEN is_held THEN result_on + delay(draw(r, 'resolved after'), a.negative_resolved_median, 0.5, 1500)
             ELSE need_on + asked_after END AS ready_on
    FROM waiting w, a
),
first_choice AS (
    SELECT
        w.case_no,
        arg_min(s.reach_no, ((greatest(w.ready_on, s.from_on) - DATE '2000-01-01')::BIGINT * 2
            + (NOT s.is_resident)::BIGINT) * 1024 + hash(hash(w.r, s.reach_no)) % 1024) AS reach_no
    FROM ready w
    JOIN reach s ON s.ts_pcode = w.ts_pcode AND s.to_on > greatest(w.ready_on, s.from_on)
    GROUP BY w.case_no
)
SELECT
    w.case_no, w.r, w.ts_pcode, w.need_on, w.is_special, w.family_result, w.is_held, w.declines, w.result_on,
    w.ready_on, s.reach_no, s.presence_id, s.organisation_id, s.pool_id, s.pool_no, s.to_on,
    past(CASE WHEN s.from_on > w.ready_on THEN s.from_on + 14 WHEN s.reach_no IS NOT NULL THEN w.ready_on END) AS asked_on,
    greatest(w.settled_on - w.ready_on + 60, (delay(draw(w.r, 'carried'), a.carried_median, 0.32, 1800) * CASE WHEN w.is_special THEN 1.4 ELSE 1 END)::INTEGER)::INTEGER AS carried_days,
    delay(draw(w.r, 'again'), a.asked_again_median, 0.5, 900) AS again_after,
    w.is_special AND draw(w.r, 'urgent') < a.urgent_share AS is_urgent,
    draw(w.r, 'readmitted') < a.readmitted_share AND s.to_on = DATE '2100-01-01' AS comes_back,
    draw(w.r, 'lost') < a.lost_share AND NOT (draw(w.r, 'readmitted') < a.readmitted_share) AS is_lost,
    345 + floor(60 * draw(w.r, 'revisit'))::INTEGER AS revisit_after,
    delay(draw(w.r, 'carried again'), a.carried_again_median, 0.4, 700) AS carried_again_days
FROM ready w
LEFT JOIN first_choice f USING (case_no)
LEFT JOIN reach s USING (reach_no), a;
