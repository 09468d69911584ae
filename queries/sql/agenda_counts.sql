-- How many cases stand on the agenda of an R&R operational meeting on a day (see the macro agenda_item), under each item and
-- under any of them, each case once; and on how many of them the meeting has not decided yet.
-- agenda_item text (null: any of them) | cases rows | undecided rows
WITH stands AS (
    SELECT i.case_code, i.rank, i.agenda_item, i.case_code IN (
        SELECT d.case_code FROM visible_decision($role, $organisation, $shelters) d WHERE d.meeting_id = $meeting_id
    ) AS is_decided
    FROM agenda_item($role, $organisation, $shelters, $as_of, $site, $other_site, $sites, $site_towns, $limits, NULL::VARCHAR[]) i
)
SELECT
    agenda_item, count(DISTINCT case_code) AS cases,
    count(DISTINCT case_code) FILTER (NOT is_decided) AS undecided
FROM stands
GROUP BY GROUPING SETS ((agenda_item, rank), ())
ORDER BY rank NULLS FIRST
