-- What the queue is asked, in its order: pool_no | day | case_no | until day | urgent. Days are counted from 2000-01-01.
-- A person who is refused is put to the same provider once more; a readmission keeps the place from the beginning.
WITH attempts AS (
    SELECT case_no, pool_id, asked_on AS day, carried_days, comes_back, revisit_after, carried_again_days, is_urgent
    FROM question WHERE asked_on < to_on
    UNION ALL
    SELECT case_no, pool_id, asked_on + least(again_after, carried_days - 1), carried_days, comes_back, revisit_after, carried_again_days, is_urgent
    FROM question WHERE asked_on + least(again_after, carried_days - 1) < least(to_on, $as_of + 1)
)
SELECT
    pool_id,
    (day - DATE '2000-01-01')::INTEGER AS day,
    case_no::INTEGER AS case_no,
    (day - DATE '2000-01-01' + carried_days
        + CASE WHEN comes_back THEN revisit_after + 20 + carried_again_days ELSE 0 END)::INTEGER AS until_day,
    is_urgent
FROM attempts
ORDER BY pool_id, day, case_no;
