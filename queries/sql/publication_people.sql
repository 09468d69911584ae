-- Counts from which tables are published: people identified in the chosen years and recorded by the day, for planners.
-- 'unknown' where something is not recorded. These are true counts: never cached, shown or kept.
-- ts_pcode text | year year | purpose text | corridor text | sex text | age_group text | people people
SELECT
    coalesce(v.ts_pcode, 'unknown') AS ts_pcode, v.case_year::INTEGER AS "year", coalesce(v.purpose, 'unknown') AS purpose,
    v.corridor, coalesce(v.sex, 'unknown') AS sex, v.age_group, count(*) AS people
FROM visible_case($role, $organisation, $shelters) v
WHERE $role = 'planner' AND v.recorded_on <= $as_of AND v.case_year BETWEEN $first_year AND $last_year
GROUP BY ALL
ORDER BY ALL
