-- Cases that an R&R operational meeting at a site should speak about on a day, each once, with all that puts it there.
-- A case belongs to the site nearest to the main town of its township; without a township, to the one nearest to the
-- shelter that received it; with neither, to the first of $other_sites. The last meeting is the last one held there
-- before the day; where there was none, as far back as people wait long.
-- case_code text | agenda_item text | agenda_items text | since date (null: not told) | days days (null: not told) |
-- ts_pcode text (null: not known) | age_group text | sex text (null: not recorded) | victim_type text | is_special yes/no |
-- family_assessment text | stage text | assignment_id text (null: no period) | assignment_state text (null: nobody is asked to) |
-- organisation text (null: nobody carries it) | unassigned_reason text (null: not waiting) |
-- waiting_since date (null: not waiting)
WITH site AS (
    SELECT s.site, t.lat, t.lon
    FROM (SELECT unnest($sites::VARCHAR[]) AS site, unnest($site_towns::VARCHAR[]) AS ts_pcode) s
    JOIN township t ON t.ts_pcode = s.ts_pcode
),
nearest AS (
    -- The half chord squared of the great circle orders as the distance does.
    SELECT t.ts_pcode, arg_min(s.site, pow(sin(radians(t.lat - s.lat) / 2), 2)
        + cos(radians(t.lat)) * cos(radians(s.lat)) * pow(sin(radians(t.lon - s.lon) / 2), 2)) AS site
    FROM township t CROSS JOIN site s
    GROUP BY t.ts_pcode
),
belongs AS (
    SELECT v.*
    FROM visible_case($role, $organisation, $shelters) v
    LEFT JOIN nearest home ON home.ts_pcode = v.ts_pcode
    LEFT JOIN shelter h ON h.shelter_id = v.shelter_id
    LEFT JOIN nearest received ON received.ts_pcode = h.ts_pcode
    WHERE v.recorded_on <= $as_of AND coalesce(home.site, received.site, $other_sites) = $site
),
last_meeting AS (
    SELECT coalesce(max(held_on), $as_of - $waiting_long_days::INTEGER) AS held_on
    FROM meeting
    WHERE meeting_kind = 'rr_operational' AND meeting_site = $site AND held_on < $as_of AND NOT withdrawn
),
period AS (
    SELECT a.*
    FROM visible_assignment($role, $organisation, $shelters) a
    WHERE a.case_code IN (SELECT b.case_code FROM belongs b)
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
event AS (
    SELECT e.case_code, e.event_kind, e.occurred_on
    FROM visible_event($role, $organisation, $shelters) e
    WHERE e.occurred_on <= $as_of AND e.recorded_on <= $as_of
      AND e.event_kind IN ('alternative_planned', 'revisited', 'family_assessed')
),
assessed AS (
    SELECT a.case_code, a.assessed_on, a.outcome = 'negative' OR coalesce(NOT a.wants_return, false) AS is_negative
    FROM visible_assessment($role, $organisation, $shelters) a
    WHERE a.assessed_on <= $as_of AND a.recorded_on <= $as_of
    QUALIFY row_number() OVER (PARTITION BY a.case_code ORDER BY a.assessed_on DESC, a.recorded_on DESC, a.assessment_id) = 1
),
stage AS (
    SELECT s.case_code, s.stage, s.since FROM case_stage($role, $organisation, $shelters, $as_of) s
),
begun AS (
    SELECT p.case_code, greatest(min(p.valid_from), any_value(b.recorded_on)) AS known_on
    FROM period p JOIN belongs b ON b.case_code = p.case_code
    GROUP BY p.case_code
),
item AS (
    SELECT g.case_code, 1 AS rank, 'new_returnee' AS agenda_item, g.known_on AS since
    FROM begun g JOIN standing s ON s.case_code = g.case_code CROSS JOIN last_meeting m
    WHERE g.known_on > m.held_on AND g.known_on <= $as_of
    UNION ALL
    SELECT s.case_code, 2, 'waiting_long', s.waiting_since
    FROM standing s
    WHERE s.assignment_state = 'unassigned' AND $as_of - s.waiting_since > $waiting_long_days::INTEGER
    UNION ALL
    SELECT b.case_code, 3, 'negative_assessment', coalesce(a.assessed_on, e.assessed_on)
    FROM belongs b
    LEFT JOIN assessed a ON a.case_code = b.case_code
    LEFT JOIN (
        SELECT case_code, max(occurred_on) FILTER (event_kind = 'family_assessed') AS assessed_on,
            max(occurred_on) FILTER (event_kind = 'alternative_planned') AS planned_on
        FROM event GROUP BY case_code
    ) e ON e.case_code = b.case_code
    LEFT JOIN stage g ON g.case_code = b.case_code
    WHERE coalesce(a.is_negative, b.family_assessment = 'negative') AND g.stage IS DISTINCT FROM 'closed'
      AND (e.planned_on IS NULL OR e.planned_on < coalesce(a.assessed_on, e.assessed_on))  -- an older plan is spent
    UNION ALL
    SELECT b.case_code, 4, 'special_case', f.flagged_on
    FROM belongs b
    LEFT JOIN (SELECT case_code, max(flagged_on) AS flagged_on FROM visible_flag($role, $organisation, $shelters)
               WHERE flagged_on <= $as_of GROUP BY case_code) f ON f.case_code = b.case_code
    LEFT JOIN stage g ON g.case_code = b.case_code
    LEFT JOIN standing s ON s.case_code = b.case_code
    CROSS JOIN last_meeting m
    WHERE b.is_special AND g.stage IS DISTINCT FROM 'closed'
      AND (s.assignment_state = 'unassigned' OR f.flagged_on > m.held_on)
    UNION ALL
    SELECT g.case_code, 5, 'revisit_due', g.since
    FROM stage g JOIN belongs b ON b.case_code = g.case_code
    WHERE g.stage = 'closed'
      AND $as_of BETWEEN g.since + $revisit_from_days::INTEGER AND g.since + $revisit_to_days::INTEGER
      AND NOT EXISTS (SELECT 1 FROM event r
                      WHERE r.case_code = g.case_code AND r.event_kind = 'revisited' AND r.occurred_on >= g.since)
),
called AS (
    SELECT case_code, arg_min(agenda_item, rank) AS agenda_item, min(rank) AS rank, arg_min(since, rank) AS since,
        string_agg(agenda_item, '; ' ORDER BY rank) AS agenda_items
    FROM item
    GROUP BY case_code
)
SELECT
    c.case_code, c.agenda_item, c.agenda_items, c.since, $as_of - c.since AS days, b.ts_pcode, b.age_group, b.sex,
    b.victim_type, b.is_special, b.family_assessment, coalesce(g.stage, 'pre_return') AS stage, l.assignment_id,
    s.assignment_state, o.name AS organisation, s.unassigned_reason, s.waiting_since
FROM called c
JOIN belongs b ON b.case_code = c.case_code
LEFT JOIN stage g ON g.case_code = c.case_code
LEFT JOIN latest l ON l.case_code = c.case_code
LEFT JOIN standing s ON s.case_code = c.case_code
LEFT JOIN organisation o ON o.organisation_id = s.organisation_id
ORDER BY c.rank, days DESC NULLS LAST, c.case_code
