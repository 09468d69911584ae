SELECT
    date_trunc($period, c.on_day)::DATE AS period_on, c.part,
    count_if(c.outcome = 'met')::DOUBLE AS n,
    count_if(c.outcome IN ('met', 'not_met'))::DOUBLE AS d,
    count_if(c.outcome = 'missing')::BIGINT AS missing,
    count_if(c.outcome = 'inside')::BIGINT AS inside,
    NULL::DOUBLE AS middle, 'cell' AS level
FROM counted c
GROUP BY ALL
