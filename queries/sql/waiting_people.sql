-- People whom nobody has taken on at the as-of date, one row each, longest wait first: of one reason, of one state or
-- region (18 units), with a text in the code, of one case, where those are given; $limit rows after the first $offset.
-- case_code text | assignment_id text | ts_pcode text (null: not known) | is_child yes/no (null: age not recorded) |
-- is_special yes/no | needs text (null: none noted) | unassigned_reason text | waiting_since date | days_waiting days |
-- family_assessment text | corridor text | requests_open rows
WITH waiting AS MATERIALIZED (
    SELECT
        a.case_code, a.assignment_id, v.ts_pcode,
        CASE v.age_group WHEN 'child' THEN true WHEN 'adult' THEN false END AS is_child,
        v.is_special, a.unassigned_reason, a.waiting_since, $as_of - a.waiting_since AS days_waiting,
        v.family_assessment, v.corridor
    FROM visible_assignment($role, $organisation, $shelters) a
    JOIN visible_case($role, $organisation, $shelters) v ON v.case_code = a.case_code
    LEFT JOIN township t ON t.ts_pcode = v.ts_pcode
    WHERE a.assignment_state = 'unassigned'
      AND a.valid_from <= $as_of
      AND (a.valid_to IS NULL OR a.valid_to > $as_of)
      AND v.recorded_on <= $as_of
      AND ($reason::VARCHAR IS NULL OR a.unassigned_reason = $reason)
      AND ($st_pcode::VARCHAR IS NULL OR t.st_pcode = $st_pcode)
      AND ($text::VARCHAR IS NULL OR contains(lower(a.case_code), lower($text)))
      AND ($case_code::VARCHAR IS NULL OR a.case_code = $case_code)
    ORDER BY days_waiting DESC, a.case_code
    LIMIT $limit::BIGINT OFFSET $offset::BIGINT
),
needed AS (
    SELECT case_code, string_agg(service, '; ' ORDER BY service) AS needs
    FROM visible_need($role, $organisation, $shelters)
    WHERE noted_on <= $as_of AND case_code IN (SELECT w.case_code FROM waiting w)
    GROUP BY case_code
),
asked AS (
    SELECT case_code, count(*) AS requests
    FROM visible_referral($role, $organisation, $shelters)
    WHERE referral_state = 'open' AND case_code IN (SELECT w.case_code FROM waiting w)
    GROUP BY case_code
)
SELECT
    w.case_code, w.assignment_id, w.ts_pcode, w.is_child, w.is_special, n.needs, w.unassigned_reason, w.waiting_since,
    w.days_waiting, w.family_assessment, w.corridor, coalesce(q.requests, 0) AS requests_open
FROM waiting w
LEFT JOIN needed n ON n.case_code = w.case_code
LEFT JOIN asked q ON q.case_code = w.case_code
ORDER BY w.days_waiting DESC, w.case_code
