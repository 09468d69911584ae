-- What the queue is asked, in its order; days are counted from 2000-01-01, -1: no readmission.
-- A person who is refused is put to the same provider once more.
-- pool_no | day | case_no | until_day | is_urgent | back_day | back_until_day
WITH attempts AS (
    SELECT *, asked_on AS day FROM question WHERE asked_on < to_on
    UNION ALL
    SELECT *, asked_on + least(again_after, carried_days - 1) AS day
    FROM question
    WHERE asked_on + least(again_after, carried_days - 1) < least(to_on, $as_of + 1)
),
counted AS (SELECT *, (day - DATE '2000-01-01')::INTEGER AS day_no FROM attempts)
SELECT
    pool_no::INTEGER AS pool_no,
    day_no AS day,
    case_no::INTEGER AS case_no,
    (day_no + CASE WHEN is_lost THEN carried_days // 2 ELSE carried_days END)::INTEGER AS until_day,
    is_urgent,
    CASE WHEN comes_back THEN (day_no + carried_days + revisit_after + 20)::INTEGER ELSE -1 END AS back_day,
    CASE WHEN comes_back THEN (day_no + carried_days + revisit_after + 20 + carried_again_days)::INTEGER ELSE -1 END AS back_until_day
FROM counted
ORDER BY pool_no, day, case_no;
