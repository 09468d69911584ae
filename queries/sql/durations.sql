-- How long each way took of the chosen cases, and how long those who are still on it have waited: people by length, by
-- corridor and by the year in which it began, as known on the as-of date.
-- repatriation: admission abroad to repatriation. shelter: entry into a DSW shelter to leaving it, one row a stay.
-- first_visit: return home to the first visit there; whose case was closed without one is last seen on that day.
-- closure: return home to closure.
-- way text | corridor text | begun_year year | days days (null: its two days cannot both be right, or one is lacking) | over_people people | waiting_people people | unusable_people people
WITH fact AS (
    SELECT f.case_code, f.corridor, f.admitted_abroad_on, f.repatriated_on, f.returned_home_on, f.first_visit_on, f.closed_on
    FROM case_fact(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes, $age_groups,
        $purposes, $special, NULL
    ) f
),
begun AS (
    SELECT
        'repatriation' AS way, f.corridor, f.admitted_abroad_on AS begun_on, f.repatriated_on AS ended_on,
        $as_of::DATE AS seen_on,
        f.repatriated_on IS NULL AND (f.returned_home_on IS NOT NULL OR f.closed_on IS NOT NULL) AS is_undated
    FROM fact f
    UNION ALL
    SELECT 'shelter', f.corridor, s.in_on, s.out_on, $as_of::DATE, false
    FROM shelter_stay($role, $organisation, $shelters, $as_of) s
    JOIN fact f ON f.case_code = s.case_code
    UNION ALL
    SELECT 'first_visit', f.corridor, f.returned_home_on, f.first_visit_on, coalesce(f.closed_on, $as_of::DATE), false
    FROM fact f
    UNION ALL
    SELECT 'closure', f.corridor, f.returned_home_on, f.closed_on, $as_of::DATE, false
    FROM fact f
),
spell AS (
    SELECT
        b.way, b.corridor, year(b.begun_on) AS begun_year, b.ended_on IS NOT NULL AS is_over,
        CASE WHEN NOT b.is_undated AND coalesce(b.ended_on, b.seen_on) >= b.begun_on
             THEN coalesce(b.ended_on, b.seen_on) - b.begun_on END AS days
    FROM begun b
    WHERE b.begun_on IS NOT NULL
)
SELECT
    s.way, s.corridor, s.begun_year, s.days,
    count(*) FILTER (s.days IS NOT NULL AND s.is_over) AS over_people,
    count(*) FILTER (s.days IS NOT NULL AND NOT s.is_over) AS waiting_people,
    count(*) FILTER (s.days IS NULL) AS unusable_people
FROM spell s
GROUP BY s.way, s.corridor, s.begun_year, s.days
ORDER BY s.way, s.corridor, s.begun_year, s.days
