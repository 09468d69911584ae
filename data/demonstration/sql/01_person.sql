-- One row a person: the cells of the profile unrolled, each with a township drawn for its year and corridor.
-- h: the hash from which everything else about the person is drawn.
-- The drawn number is looked up among the townships that touch its slot of 1/1024; an ASOF JOIN is 20 times slower
-- inside a transaction, where DuckDB does not know the sizes of tables yet.
CREATE TEMP TABLE person AS
WITH numbered AS (
    SELECT p.* EXCLUDE (people, first_no), p.first_no + unnest(range(p.people)) AS person_no FROM profile p
),
unrolled AS (SELECT *, hash(hash(person_no, $seed)) AS h FROM numbered),
bounded AS (
    SELECT
        case_year, place_group, ts_pcode, share_from,
        lead(share_from, 1, 2.0) OVER (PARTITION BY case_year, place_group ORDER BY share_from, ts_pcode) AS share_to
    FROM place_weight
    WHERE share > 0
),
slotted AS (
    SELECT *, unnest(range(floor(share_from * 1024)::BIGINT, floor(least(share_to, 1) * 1024)::BIGINT + 1)) AS slot FROM bounded
),
drawn AS (SELECT *, draw(h, 'place') AS place FROM unrolled)
SELECT d.* EXCLUDE (place), s.ts_pcode
FROM drawn d
JOIN slotted s
    ON s.case_year = d.case_year AND s.place_group = d.place_group AND s.slot = floor(d.place * 1024)::BIGINT
    AND d.place >= s.share_from AND d.place < s.share_to;
