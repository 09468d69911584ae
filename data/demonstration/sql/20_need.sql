-- What each person needs: noted in the shelter, at the first visit, or while waiting at home.
INSERT INTO case_need (case_code, service, noted_on, noted_by)
WITH noted AS (
    SELECT
        s.case_no, s.case_code, s.r, s.age_group,
        coalesce(
            CASE WHEN draw(s.r, 'needs') < a.needs_assessed_share THEN past(s.needs_on) END, past(s.visit_on),
            CASE WHEN draw(s.r, 'needs waiting') < a.needs_waiting_share
                THEN past(inside(s.need_on + 10 + floor(50 * draw(s.r, 'needs noted'))::INTEGER, s.need_on, s.open_to)) END
        ) AS noted_on
    FROM staged s, a
),
services(service, of_adults, of_children) AS (
    VALUES ('livelihood', 0.65, 0.10), ('education', 0.10, 0.70), ('psychosocial', 0.50, 0.60), ('health', 0.30, 0.30),
        ('financial', 0.35, 0.15), ('legal', 0.12, 0.08), ('food', 0.10, 0.10), ('shelter', 0.08, 0.05)
)
SELECT n.case_code, v.service, n.noted_on, 'demonstration'
FROM noted n, services v
WHERE n.noted_on IS NOT NULL
  AND draw(hash(n.r, v.service), 'need') < CASE n.age_group WHEN 'child' THEN v.of_children ELSE v.of_adults END
ORDER BY n.case_no, v.service;
