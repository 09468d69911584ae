-- title: Victims in legal proceedings who were accompanied
-- stage: system
-- recommendation: 4.7
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: Accompanied by a support agency
-- denominator: Legal proceedings that have begun, one a record
-- day: First day of the proceeding
-- fields: legal_proceeding.accompanied_on, legal_proceeding.support_organisation_id
-- dimensions: case
SELECT
    f.case_code, f.part, l.started_on AS on_day,
    CASE WHEN l.accompanied_on <= $as_of AND l.support_organisation_id IS NOT NULL THEN 'met' ELSE 'not_met' END AS outcome
FROM visible_proceeding($role, $organisation, $shelters) l
JOIN fact f ON f.case_code = l.case_code
WHERE l.started_on <= $as_of
