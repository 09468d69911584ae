SELECT
    g.period_on, g.part, g.n, g.d, g.missing, g.inside, k.middle,
    CASE g.folded WHEN 0 THEN 'cell' WHEN 1 THEN 'period' WHEN 2 THEN 'part' ELSE 'all' END AS level
FROM (
    SELECT
        date_trunc($period, c.on_day)::DATE AS period_on, c.part,
        grouping(date_trunc($period, c.on_day)::DATE, c.part) AS folded,
        count(*) FILTER (c.outcome = 'met')::DOUBLE AS n,
        count(*) FILTER (c.outcome IN ('met', 'inside'))::DOUBLE AS d,
        count(*) FILTER (c.outcome = 'missing') AS missing,
        count(*) FILTER (c.outcome = 'inside') AS inside
    FROM counted c
    GROUP BY GROUPING SETS (
        (date_trunc($period, c.on_day)::DATE, c.part), (date_trunc($period, c.on_day)::DATE), (c.part), ()
    )
) g
LEFT JOIN (
    -- First day on which the product-limit estimate is one half or less; at risk on a day: all whose wait is as long.
    -- One half is met also where rounding leaves a trace above it.
    SELECT s.period_on, s.part, s.folded, min(s.days) FILTER (s.survival <= 0.5 + 1e-9)::DOUBLE AS middle
    FROM (
        SELECT
            r.period_on, r.part, r.folded, r.days,
            product(1 - r.over::DOUBLE / r.at_risk) OVER (
                PARTITION BY r.folded, r.period_on, r.part ORDER BY r.days
            ) AS survival
        FROM (
            SELECT
                t.period_on, t.part, t.folded, t.days, t.over,
                sum(t.everybody) OVER (PARTITION BY t.folded, t.period_on, t.part ORDER BY t.days DESC) AS at_risk
            FROM (
                SELECT
                    date_trunc($period, c.on_day)::DATE AS period_on, c.part, c.days,
                    grouping(date_trunc($period, c.on_day)::DATE, c.part) AS folded,
                    count(*) FILTER (c.outcome = 'met') AS over, count(*) AS everybody
                FROM counted c
                WHERE c.outcome IN ('met', 'inside')
                GROUP BY GROUPING SETS (
                    (date_trunc($period, c.on_day)::DATE, c.part, c.days),
                    (date_trunc($period, c.on_day)::DATE, c.days), (c.part, c.days), (c.days)
                )
            ) t
        ) r
    ) s
    GROUP BY s.period_on, s.part, s.folded
) k ON k.folded = g.folded AND k.period_on IS NOT DISTINCT FROM g.period_on AND k.part IS NOT DISTINCT FROM g.part
WHERE g.n + g.inside + g.missing > 0
