-- title: Shelter residents who received a service of an NGO there
-- stage: shelter
-- recommendation: 2.7
-- kind: share
-- unit: share
-- better: higher
-- target: none
-- numerator: Received a service in the shelter from an NGO (national, international, community-based) or a UN agency
-- denominator: Entered a DSW shelter
-- day: Day of the first entry
-- inside: Still in the shelter, and not yet
-- fields: case_event.shelter_service, organisation.kind
-- dimensions: case
WITH given AS (
    SELECT DISTINCT e.case_no
    FROM told_event e
    JOIN organisation o ON o.organisation_id = e.organisation_id
    WHERE e.event_kind = 'shelter_service' AND o.kind IN ('ngo', 'ingo', 'cbo', 'un')
)
SELECT
    f.case_code, f.part, f.shelter_in_on AS on_day,
    CASE WHEN g.case_no IS NOT NULL THEN 'met' WHEN least(f.shelter_out_on, f.returned_home_on, f.closed_on) IS NULL THEN 'inside' ELSE 'not_met' END AS outcome
FROM fact f
LEFT JOIN given g ON g.case_no = f.case_no
WHERE f.shelter_in_on IS NOT NULL
