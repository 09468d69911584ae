-- The history of who carries each case: periods that touch and never overlap, from need to closure.
INSERT INTO assignment (
    assignment_id, case_code, assignment_state, presence_id, organisation_id, unassigned_reason, valid_from, valid_to,
    waiting_since, end_reason, decided_by, decided_at_utc, worker_id)
WITH periods AS (
    -- Waiting, before anybody takes the case and before the reason changes.
    SELECT case_no, 1 AS part, 'unassigned' AS state, NULL AS presence_id, NULL AS organisation_id, first_reason AS reason,
        need_on AS valid_from, coalesce(changed_on, start_on, closed_on) AS valid_to, need_on AS waiting_since,
        CASE WHEN changed_on IS NOT NULL THEN 'reason_changed' WHEN start_on IS NOT NULL THEN 'assigned' ELSE 'closed' END AS end_reason
    FROM outcome
    WHERE coalesce(changed_on, start_on, $as_of + 1) > need_on
    UNION ALL
    SELECT case_no, 2, 'unassigned', NULL, NULL, second_reason, changed_on, coalesce(start_on, closed_on), need_on,
        CASE WHEN start_on IS NOT NULL THEN 'assigned' ELSE 'closed' END
    FROM outcome
    WHERE changed_on IS NOT NULL AND coalesce(start_on, $as_of + 1) > changed_on
    UNION ALL
    SELECT case_no, 3, 'assigned', presence_id, organisation_id, NULL, start_on, coalesce(next_on, end_on), NULL,
        CASE WHEN next_on IS NOT NULL THEN 'transferred' ELSE end_how END
    FROM outcome
    WHERE start_on IS NOT NULL
    UNION ALL
    SELECT case_no, 4, 'assigned', next_presence_id, next_organisation_id, NULL, next_on, end_on, NULL, end_how
    FROM outcome
    WHERE next_on IS NOT NULL
    UNION ALL
    SELECT case_no, 5, 'unassigned', NULL, NULL, reason_after, end_on, closed_on, end_on, 'closed'
    FROM outcome
    WHERE end_how <> 'closed' AND end_on IS NOT NULL
    UNION ALL
    SELECT case_no, 6, 'assigned', presence_id, organisation_id, NULL, back_on, back_until, NULL, 'closed'
    FROM outcome
    WHERE back_on IS NOT NULL
)
SELECT
    'A' || p.case_no || '-' || part, o.case_code, state, p.presence_id, p.organisation_id, reason, valid_from, valid_to,
    p.waiting_since, CASE WHEN valid_to IS NOT NULL THEN p.end_reason END, 'demonstration',
    valid_from::TIMESTAMP + INTERVAL (floor(8 * draw(o.r, 'hour'))) HOUR,
    CASE WHEN b.case_workers > 0 AND draw(o.r, 'worker told') < a.worker_told_share
        THEN 'CW-' || b.presence_id || '-' || (1 + floor(b.case_workers * draw(hash(o.r, part), 'worker')))::INTEGER END
FROM periods p
JOIN outcome o USING (case_no)
LEFT JOIN provider_presence s ON s.presence_id = p.presence_id
LEFT JOIN provider_presence b ON b.presence_id = coalesce(s.base_presence_id, s.presence_id), a;
