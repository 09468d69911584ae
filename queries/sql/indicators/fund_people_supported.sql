-- title: People supported by the fund
-- stage: shelter
-- recommendation: 2.13
-- kind: count
-- unit: people
-- better: higher
-- target: none
-- numerator: People supported by payments
-- day: Day of the entry
-- missing: A payment without the number of people
-- note: Whether the fund is established is a milestone of the tracker
-- fields: fund_entry.people
-- dimensions: none
SELECT NULL::VARCHAR AS case_code, NULL::VARCHAR AS part, e.entry_on AS on_day, e.people AS amount
FROM fund_entry e
WHERE NOT e.withdrawn AND e.fund_entry_kind = 'paid' AND e.entry_on <= $as_of AND $role IN ('planner', 'dsw_officer')
