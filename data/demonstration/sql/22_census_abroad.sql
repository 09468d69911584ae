-- Counted at the end of each quarter from the people whom the register knows to be in shelters abroad.
INSERT INTO shelter_census_abroad (
    census_id, destination, counted_on, myanmar_people, interpreters, source, recorded_by, recorded_at_utc, batch_id)
WITH days AS (
    SELECT (first_of + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS counted_on
    FROM range(TIMESTAMP '2018-01-01', TIMESTAMP '2026-01-01', INTERVAL 3 MONTH) AS quarter(first_of)
),
counted AS (
    SELECT c.destination, d.counted_on,
        count(p.person_no) FILTER (p.admitted_on <= d.counted_on AND coalesce(p.came_back_on, DATE '2100-01-01') > d.counted_on) AS people
    FROM days d
    CROSS JOIN (VALUES ('CHN'), ('THA'), ('MYS')) AS c(destination)
    LEFT JOIN path p ON p.destination = c.destination
    GROUP BY ALL
)
SELECT
    'DEMO-CENSUS-' || destination || '-' || counted_on, destination, counted_on, people,
    ceil(people * (0.02 + 0.06 * draw(hash(destination, $seed), counted_on)))::INTEGER, 'invented for the demonstration',
    'demonstration', counted_on::TIMESTAMP, $batch_id
FROM counted
ORDER BY ALL;
