SELECT
    date_trunc($period, c.on_day)::DATE AS period_on, c.part,
    coalesce(sum(c.amount), 0)::DOUBLE AS n,
    NULL::DOUBLE AS d,
    count(*) FILTER (c.amount IS NULL) AS missing,
    0 AS inside,
    NULL::DOUBLE AS middle, 'cell' AS level
FROM counted c
GROUP BY ALL
