SELECT
    date_trunc($period, c.on_day)::DATE AS period_on, c.part, c.days::DOUBLE AS days,
    count(*) FILTER (c.outcome = 'met') AS over_people,
    count(*) FILTER (c.outcome = 'inside') AS waiting_people
FROM counted c
WHERE c.outcome IN ('met', 'inside')
GROUP BY ALL
ORDER BY ALL
