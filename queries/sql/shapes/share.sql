SELECT
    date_trunc($period, c.on_day)::DATE AS period_on, c.part,
    count(*) FILTER (c.outcome = 'met')::DOUBLE AS n,
    count(*) FILTER (c.outcome IN ('met', 'not_met'))::DOUBLE AS d,
    count(*) FILTER (c.outcome = 'missing') AS missing,
    count(*) FILTER (c.outcome = 'inside') AS inside,
    NULL::DOUBLE AS middle, 'cell' AS level
FROM counted c
GROUP BY ALL
