-- Victims by source township, for the filters.
-- ts_pcode text (null: not known) | victims_people people | children_people people | special_people people |
-- china_people people | thailand_people people | other_abroad_people people | internal_people people |
-- unknown_destination_people people
WITH chosen AS (
    SELECT v.*
    FROM chosen_case(
        $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes,
        $age_groups, $purposes, $special
    ) v
),
-- Counting by destination first compares its text a few thousand times instead of once a case and corridor.
counted AS (
    SELECT
        ts_pcode,
        destination,
        count(*) AS people,
        count(*) FILTER (age_years < 18) AS children,
        count(*) FILTER (is_special) AS special
    FROM chosen
    GROUP BY ts_pcode, destination
)
SELECT
    ts_pcode,
    sum(people)::BIGINT AS victims_people,
    sum(children)::BIGINT AS children_people,
    sum(special)::BIGINT AS special_people,
    coalesce(sum(people) FILTER (destination = 'CHN'), 0)::BIGINT AS china_people,
    coalesce(sum(people) FILTER (destination = 'THA'), 0)::BIGINT AS thailand_people,
    coalesce(sum(people) FILTER (destination NOT IN ('CHN', 'THA', 'MMR')), 0)::BIGINT AS other_abroad_people,
    coalesce(sum(people) FILTER (destination = 'MMR'), 0)::BIGINT AS internal_people,
    coalesce(sum(people) FILTER (destination IS NULL), 0)::BIGINT AS unknown_destination_people
FROM counted
GROUP BY ts_pcode
ORDER BY ts_pcode NULLS LAST
