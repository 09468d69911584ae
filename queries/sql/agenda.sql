-- A page of the agenda of an R&R operational meeting on a day (see the macro agenda_item): each case once, with all that
-- puts it there; of one item, or of one case, where those are given. Those that the meeting decided on come last, else by
-- item and the longest first; $limit rows after the first $offset.
-- case_code text | agenda_item text | agenda_items text | since date (null: not told) | days days (null: not told) |
-- is_decided yes/no | ts_pcode text (null: not known) | age_group text | sex text (null: not recorded) |
-- victim_type text | is_special yes/no | family_assessment text | stage text | assignment_id text (null: no period) |
-- assignment_state text (null: nobody is asked to) | organisation text (null: nobody carries it) |
-- unassigned_reason text (null: not waiting) | waiting_since date (null: not waiting)
WITH stands AS (
    SELECT case_code, arg_min(agenda_item, rank) AS agenda_item, min(rank) AS rank, arg_min(since, rank) AS since,
        string_agg(agenda_item, '; ' ORDER BY rank) AS agenda_items
    FROM agenda_item($role, $organisation, $shelters, $as_of, $site, $other_site, $sites, $site_towns, $limits, $codes)
    GROUP BY case_code
    HAVING $item::VARCHAR IS NULL OR bool_or(agenda_item = $item)
),
page AS MATERIALIZED (
    SELECT s.*, $as_of - s.since AS days, s.case_code IN (
        SELECT d.case_code FROM visible_decision($role, $organisation, $shelters) d WHERE d.meeting_id = $meeting_id
    ) AS is_decided
    FROM stands s
    ORDER BY is_decided, s.rank, days DESC NULLS LAST, s.case_code
    LIMIT $limit::BIGINT OFFSET $offset::BIGINT
),
period AS (
    SELECT a.*
    FROM visible_assignment($role, $organisation, $shelters) a
    WHERE a.case_code IN (SELECT p.case_code FROM page p)
),
latest AS (
    SELECT p.case_code, p.assignment_id FROM period p
    QUALIFY row_number() OVER (PARTITION BY p.case_code
        ORDER BY p.valid_to IS NULL DESC, p.valid_from DESC, p.decided_at_utc DESC, p.assignment_id) = 1
),
standing AS (
    SELECT p.* FROM period p
    WHERE p.valid_from <= $as_of AND (p.valid_to IS NULL OR p.valid_to > $as_of)
),
staged AS (
    SELECT s.*
    FROM case_stage_of($role, $organisation, $shelters, $as_of, (SELECT coalesce(list(p.case_code), []) FROM page p)) s
)
SELECT
    p.case_code, p.agenda_item, p.agenda_items, p.since, p.days, p.is_decided, v.ts_pcode, v.age_group, v.sex,
    v.victim_type, v.is_special, v.family_assessment, g.stage, l.assignment_id, s.assignment_state,
    o.name AS organisation, s.unassigned_reason, s.waiting_since
FROM page p
JOIN visible_case($role, $organisation, $shelters) v ON v.case_code = p.case_code
JOIN staged g ON g.case_code = p.case_code
LEFT JOIN latest l ON l.case_code = p.case_code
LEFT JOIN standing s ON s.case_code = p.case_code
LEFT JOIN organisation o ON o.organisation_id = s.organisation_id
ORDER BY p.is_decided, p.rank, p.days DESC NULLS LAST, p.case_code
