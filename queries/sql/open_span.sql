-- What those who see no cases may look at: published years, and the last day of publications or of the directory.
-- first_year year (null: nothing is published) | last_year year (null: nothing is published) |
-- last_day date (null: nothing is published, and nothing was confirmed)
SELECT
    (SELECT min(p.first_year) FROM visible_publication('donor') p) AS first_year,
    (SELECT max(p.last_year) FROM visible_publication('donor') p) AS last_year,
    greatest(
        (SELECT max(p.as_of) FROM visible_publication('donor') p),
        (SELECT max(d.last_confirmed_on) FROM provider_presence d WHERE NOT d.withdrawn)
    ) AS last_day
