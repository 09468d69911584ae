-- One row a person: the cells of the profile unrolled, each with a township drawn for its year and corridor.
-- person_no | h hash of person and seed | case_year | destination | place_group | sex | age_group | purpose | ts_pcode
CREATE TEMP TABLE person AS
WITH unrolled AS (
    SELECT p.* EXCLUDE (people, first_no), p.first_no + unnest(range(p.people)) AS person_no
    FROM profile p
),
hashed AS (SELECT *, hash(person_no, $seed) AS h FROM unrolled),
placed AS (SELECT *, draw(h, 'place') AS place FROM hashed)
SELECT p.* EXCLUDE (place), w.ts_pcode
FROM placed p
ASOF JOIN place_weight w
    ON p.case_year = w.case_year AND p.place_group = w.place_group AND p.place >= w.share_from;
