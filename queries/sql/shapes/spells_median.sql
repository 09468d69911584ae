SELECT
    date_trunc($period, c.on_day)::DATE AS period_on, c.part, c.days::DOUBLE AS days,
    count(*) AS over_people,
    0 AS waiting_people
FROM counted c
WHERE c.days IS NOT NULL
GROUP BY ALL
ORDER BY ALL
