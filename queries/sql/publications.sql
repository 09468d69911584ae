-- Tables published for donors, the newest version first.
-- publication_id text | version rank | first_year year | last_year year | as_of date | least_shown people |
-- rounded_to people | rules text | withheld text | figures rows | note text (null: none) | content_sha256 text |
-- published_at_utc time | audit text (null: not for this reader) | published_by text (null: not for this reader)
SELECT
    p.publication_id, p.version, p.first_year, p.last_year, p.as_of, p.least_shown, p.rounded_to, p.rules, p.withheld,
    p.figures, p.note, p.content_sha256, p.published_at_utc, p.audit, p.published_by
FROM visible_publication($role) p
ORDER BY p.version DESC
