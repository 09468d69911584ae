SELECT
    p.period_on, p.part, p.n, p.d, p.missing, 0 AS inside, p.middle,
    CASE p.folded WHEN 0 THEN 'cell' WHEN 1 THEN 'period' WHEN 2 THEN 'part' ELSE 'all' END AS level
FROM (
    SELECT
        date_trunc($period, c.on_day)::DATE AS period_on, c.part,
        count(c.days)::DOUBLE AS n,
        count(c.days)::DOUBLE AS d,
        count(*) FILTER (c.days IS NULL) AS missing,
        median(c.days)::DOUBLE AS middle,
        grouping(date_trunc($period, c.on_day)::DATE, c.part) AS folded
    FROM counted c
    GROUP BY GROUPING SETS (
        (date_trunc($period, c.on_day)::DATE, c.part), (date_trunc($period, c.on_day)::DATE), (c.part), ()
    )
) p
WHERE p.n + p.missing > 0
