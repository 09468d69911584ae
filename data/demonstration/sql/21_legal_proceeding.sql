-- The proceedings behind the events legal_started and legal_accompanied.
INSERT INTO legal_proceeding (
    proceeding_id, case_code, started_on, ended_on, proceeding_state, support_organisation_id, accompanied_on,
    recorded_by, recorded_at_utc, batch_id)
WITH helpers AS (
    SELECT organisation_id AS helper_id, row_number() OVER (ORDER BY organisation_id) - 1 AS helper_no, count(*) OVER () AS helpers
    FROM organisation WHERE kind = 'ngo'
),
begun AS (
    SELECT
        s.case_no, s.case_code, s.r, s.organisation_id, e.occurred_on AS started_on,
        past(e.occurred_on + delay(draw(s.r, 'trial'), 320, 0.4, 1600)) AS ended_on, g.occurred_on AS accompanied_on
    FROM staged s
    JOIN case_event e ON e.case_code = s.case_code AND e.event_kind = 'legal_started'
    LEFT JOIN case_event g ON g.case_code = s.case_code AND g.event_kind = 'legal_accompanied'
)
SELECT
    'LP' || b.case_no, b.case_code, b.started_on, b.ended_on,
    CASE WHEN b.ended_on IS NOT NULL AND draw(b.r, 'judgment') < 0.70 THEN 'ended' WHEN b.ended_on IS NOT NULL THEN 'withdrawn'
         WHEN b.started_on > $as_of - 120 THEN 'investigation' ELSE 'trial' END,
    CASE WHEN b.accompanied_on IS NOT NULL THEN coalesce(b.organisation_id, h.helper_id) END, b.accompanied_on,
    'demonstration', least($as_of, b.started_on + 10)::TIMESTAMP, $batch_id
FROM begun b
JOIN helpers h ON h.helper_no = hash(b.r, 'helper') % h.helpers
ORDER BY b.case_no;
