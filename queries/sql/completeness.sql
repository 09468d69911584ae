-- How many of the presences active on the as-of date have each field of the directory filled in.
-- Case workers and capacity count as filled where a base that is active on that date tells them.
-- field text | filled_rows rows | all_rows rows
WITH active AS (
    SELECT p.*
    FROM provider_presence p
    WHERE p.activity_status = 'ongoing' AND NOT p.withdrawn
      AND (p.from_on IS NULL OR p.from_on <= $as_of)
      AND (p.to_on IS NULL OR p.to_on > $as_of)
),
told AS (
    SELECT
        a.*,
        o.kind,
        coalesce(a.case_workers, b.case_workers) AS told_workers,
        coalesce(a.capacity_people, b.capacity_people) AS told_capacity,
        a.presence_id IN (SELECT s.presence_id FROM presence_service s) AS has_services
    FROM active a
    JOIN organisation o ON o.organisation_id = a.organisation_id
    LEFT JOIN active b ON b.presence_id = a.base_presence_id
),
counted AS (
    SELECT
        count(*) AS all_rows,
        [
            {'field': 'kind', 'filled_rows': count(*) FILTER (kind <> 'other')},
            {'field': 'activity', 'filled_rows': count(activity)},
            {'field': 'services', 'filled_rows': count(*) FILTER (has_services)},
            {'field': 'serves_children', 'filled_rows': count(serves_children)},
            {'field': 'serves_adults', 'filled_rows': count(serves_adults)},
            {'field': 'case_workers', 'filled_rows': count(told_workers)},
            {'field': 'capacity_people', 'filled_rows': count(told_capacity)},
            {'field': 'people_reached', 'filled_rows': count(people_reached)},
            {'field': 'from_on', 'filled_rows': count(from_on)},
            {'field': 'last_confirmed_on', 'filled_rows': count(last_confirmed_on)}
        ] AS fields
    FROM told
)
SELECT f.field AS field, f.filled_rows AS filled_rows, all_rows
FROM (SELECT unnest(fields) AS f, all_rows FROM counted)
