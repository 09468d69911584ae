-- title: Residents of shelters abroad in contact with their family in a quarter
-- stage: pre_return
-- recommendation: 1.2
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: With at least one contact with the family in the quarter, during the stay
-- denominator: People in a shelter abroad in the quarter, once each quarter
-- day: First day of the quarter
-- inside: The quarter is not over, and no contact yet
-- note: A stay ends with the repatriation, the return home or the closure, whichever is first recorded
-- fields: case_event.admitted_abroad, case_event.family_contact, case_event.repatriated
-- dimensions: case
WITH resident AS (
    SELECT
        f.case_no, f.case_code, f.part, f.admitted_abroad_on AS in_on,
        least(f.repatriated_on, f.returned_home_on, f.closed_on) AS out_on
    FROM fact f
    WHERE f.admitted_abroad_on IS NOT NULL
),
stay AS (
    SELECT
        r.case_no, r.case_code, r.part, r.in_on, r.out_on,
        unnest(generate_series(
            date_trunc('quarter', r.in_on), greatest(r.in_on, coalesce(r.out_on - 1, $as_of::DATE))::TIMESTAMP, INTERVAL 3 MONTH
        ))::DATE AS quarter_on
    FROM resident r
),
contact AS (
    SELECT DISTINCT r.case_no, date_trunc('quarter', e.occurred_on)::DATE AS quarter_on
    FROM told_event e
    JOIN resident r ON r.case_no = e.case_no AND e.occurred_on >= r.in_on AND (r.out_on IS NULL OR e.occurred_on <= r.out_on)
    WHERE e.event_kind = 'family_contact'
)
SELECT
    s.case_code, s.part, s.quarter_on AS on_day,
    CASE WHEN c.case_no IS NOT NULL THEN 'met' WHEN s.quarter_on + INTERVAL 3 MONTH > $as_of THEN 'inside' ELSE 'not_met' END
        AS outcome
FROM stay s
LEFT JOIN contact c ON c.case_no = s.case_no AND c.quarter_on = s.quarter_on
