-- Rows of cases: stays in DSW shelters that touch the days from $first to $last, latest entry first, a page of them.
-- Known on the as-of date. $shelter null: every shelter of the scope. $search: part of a case code. The stay of who is
-- still there counts up to the as-of date. steps_done: of needs assessed, informed of, accepted and had the medical
-- assessment, those with a day.
-- case_code text | shelter_id text | in_on date | out_on date (null: still there) | stay_days days
-- | sex text (null: not recorded) | age_group text | destination text (null: not recorded)
-- | purpose text (null: not recorded) | st_pcode text (null: township not known) | steps_done rows
WITH stays AS (
    SELECT s.*
    FROM shelter_stay($role, $organisation, $shelters, $as_of) s
    WHERE ($shelter::VARCHAR IS NULL OR s.shelter_id = $shelter)
      AND s.in_on <= $last AND (s.out_on IS NULL OR s.out_on >= $first)
      AND ($search::VARCHAR IS NULL OR contains(upper(s.case_code), upper($search)))
    ORDER BY s.in_on DESC, s.case_code
    LIMIT $most OFFSET $skip
),
steps AS (
    SELECT e.case_code, count(DISTINCT e.event_kind) AS steps_done
    FROM visible_event($role, $organisation, $shelters) e
    WHERE e.case_code IN (SELECT s.case_code FROM stays s) AND e.recorded_on <= $as_of
      AND e.event_kind IN ('needs_assessed', 'medical_informed', 'medical_accepted', 'medical_assessed')
    GROUP BY e.case_code
)
SELECT
    s.case_code, s.shelter_id, s.in_on, s.out_on,
    date_diff('day', s.in_on, coalesce(s.out_on, $as_of::DATE)) AS stay_days,
    v.sex, v.age_group, v.destination, v.purpose, t.st_pcode, coalesce(p.steps_done, 0) AS steps_done
FROM stays s
JOIN visible_case($role, $organisation, $shelters) v ON v.case_code = s.case_code
LEFT JOIN township t ON t.ts_pcode = v.ts_pcode
LEFT JOIN steps p ON p.case_code = s.case_code
ORDER BY s.in_on DESC, s.case_code
