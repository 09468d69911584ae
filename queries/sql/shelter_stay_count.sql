-- How many stays in DSW shelters touch the days from $first to $last, and what happened in those days, as known on the
-- as-of date. $shelter null: every shelter of the scope. $search: part of a case code.
-- all_stays rows | entered_people people | left_people people | present_people people
-- | long_people people | typical_days days (null: nobody left in those days)
WITH stays AS (
    SELECT s.*
    FROM shelter_stay($role, $organisation, $shelters, $as_of) s
    WHERE ($shelter::VARCHAR IS NULL OR s.shelter_id = $shelter)
      AND s.in_on <= $last AND (s.out_on IS NULL OR s.out_on >= $first)
      AND ($search::VARCHAR IS NULL OR contains(upper(s.case_code), upper($search)))
)
SELECT
    count(*) AS all_stays,
    count(*) FILTER (s.in_on BETWEEN $first AND $last) AS entered_people,
    count(*) FILTER (s.out_on BETWEEN $first AND $last) AS left_people,
    count(*) FILTER (s.out_on IS NULL OR s.out_on > least($last::DATE, $as_of::DATE)) AS present_people,
    count(*) FILTER ((s.out_on IS NULL OR s.out_on > least($last::DATE, $as_of::DATE))
        AND date_diff('day', s.in_on, least($last::DATE, $as_of::DATE)) > $long_days) AS long_people,
    CAST(median(date_diff('day', s.in_on, s.out_on)) FILTER (s.out_on BETWEEN $first AND $last) AS INTEGER) AS typical_days
FROM stays s
