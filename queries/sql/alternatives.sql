-- People for whom an alternative to returning home is to be found (2.2, 4.6): the family assessment is negative, or the
-- person does not want to return; open cases, not gone home, longest first. planned_on: an alternative is agreed.
-- because: negative (also where both), else unwilling. all_people and without_people (no alternative agreed) are those of
-- the whole list; $limit rows after the first $offset.
-- case_code text | because text | known_on date | days days | planned_on date (null: none yet) |
-- discussed_on date (null: not yet) | ts_pcode text (null: not known) | age_group text | is_special yes/no | stage text |
-- all_people people | without_people people
WITH happened AS (
    SELECT
        e.case_code,
        max(e.occurred_on) FILTER (e.event_kind = 'family_assessed') AS assessed_on,
        arg_max(e.detail, e.occurred_on) FILTER (e.event_kind = 'family_assessed') AS outcome,
        max(e.occurred_on) FILTER (e.event_kind = 'alternative_planned') AS planned_on,
        max(e.occurred_on) FILTER (e.event_kind = 'discussed_at_meeting') AS discussed_on,
        count(*) FILTER (e.event_kind = 'returned_home') AS homecomings
    FROM visible_event($role, $organisation, $shelters) e
    WHERE e.event_kind IN ('family_assessed', 'alternative_planned', 'discussed_at_meeting', 'returned_home')
      AND e.occurred_on <= $as_of AND e.recorded_on <= $as_of
    GROUP BY e.case_code
),
wished AS (
    SELECT a.case_code, max(a.assessed_on) AS wished_on, arg_max(a.wants_return, (a.assessed_on, a.assessment_id)) AS wants_return
    FROM visible_assessment($role, $organisation, $shelters) a
    WHERE a.assessed_on <= $as_of AND a.recorded_on <= $as_of
    GROUP BY a.case_code
),
concerned AS (
    SELECT
        coalesce(h.case_code, w.case_code) AS case_code,
        CASE WHEN h.outcome = 'negative' THEN 'negative' ELSE 'unwilling' END AS because,
        CASE WHEN h.outcome = 'negative' THEN h.assessed_on ELSE w.wished_on END AS known_on,
        h.planned_on, h.discussed_on
    FROM happened h
    FULL JOIN wished w ON w.case_code = h.case_code
    WHERE coalesce(h.homecomings, 0) = 0 AND (h.outcome = 'negative' OR NOT w.wants_return)
),
staged AS (
    SELECT s.case_code, s.stage
    FROM case_stage($role, $organisation, $shelters, $as_of) s
    WHERE s.stage <> 'closed'
),
page AS (
    SELECT
        c.case_code, c.because, c.known_on, s.stage,
        CASE WHEN c.planned_on >= c.known_on THEN c.planned_on END AS planned_on,
        CASE WHEN c.discussed_on >= c.known_on THEN c.discussed_on END AS discussed_on,
        count(*) OVER () AS all_people,
        count(*) FILTER (c.planned_on IS NULL OR c.planned_on < c.known_on) OVER () AS without_people
    FROM concerned c
    JOIN staged s ON s.case_code = c.case_code
    ORDER BY c.known_on, c.case_code
    LIMIT $limit::BIGINT OFFSET $offset::BIGINT
)
SELECT
    p.case_code, p.because, p.known_on, $as_of - p.known_on AS days, p.planned_on, p.discussed_on, v.ts_pcode,
    v.age_group, v.is_special, p.stage, p.all_people, p.without_people
FROM page p
JOIN visible_case($role, $organisation, $shelters) v ON v.case_code = p.case_code
ORDER BY p.known_on, p.case_code
