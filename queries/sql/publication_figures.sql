-- The published figures of one publication.
-- table_name text | level text | place text | from_year year | to_year year | purpose_group text | corridor text |
-- sex text | age_group text | people people (null: withheld, or cannot occur) | figure_status text | is_finest yes/no
SELECT
    c.table_name, c.level, c.place, c.from_year, c.to_year, c.purpose_group, c.corridor, c.sex, c.age_group, c.people,
    c.figure_status, c.is_finest
FROM visible_publication_cell($role) c
WHERE c.publication_id = $publication_id
ORDER BY c.table_name, c.level, c.place, c.from_year, c.to_year, c.purpose_group, c.corridor, c.sex, c.age_group
