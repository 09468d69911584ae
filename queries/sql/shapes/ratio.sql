SELECT
    date_trunc($period, c.on_day)::DATE AS period_on, c.part,
    coalesce(sum(c.amount) FILTER (c.out_of IS NOT NULL), 0)::DOUBLE AS n,
    coalesce(sum(c.out_of) FILTER (c.amount IS NOT NULL), 0)::DOUBLE AS d,
    count(*) FILTER (c.amount IS NULL OR c.out_of IS NULL) AS missing,
    0 AS inside,
    NULL::DOUBLE AS middle, 'cell' AS level
FROM counted c
GROUP BY ALL
