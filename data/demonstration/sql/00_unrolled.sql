-- The cells of the profile unrolled: one row a person, with the hash from which everything else is drawn.
CREATE TEMP TABLE unrolled AS
WITH numbered AS (
    SELECT p.* EXCLUDE (people, first_no), p.first_no + unnest(range(p.people)) AS person_no FROM profile p
)
SELECT *, hash(hash(person_no, $seed)) AS h FROM numbered;
