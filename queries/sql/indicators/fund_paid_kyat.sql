-- title: Paid out by the fund for rehabilitation and reintegration
-- stage: shelter
-- recommendation: 2.13
-- kind: count
-- unit: kyat
-- better: higher
-- target: none
-- numerator: Kyat paid out
-- day: Day of the entry
-- note: Whether the fund is established is a milestone of the tracker
-- fields: fund_entry.amount_mmk
-- dimensions: none
SELECT NULL::VARCHAR AS case_code, NULL::VARCHAR AS part, e.entry_on AS on_day, e.amount_mmk AS amount
FROM fund_entry e
WHERE NOT e.withdrawn AND e.fund_entry_kind = 'paid' AND e.entry_on <= $as_of AND $role IN ('planner', 'dsw_officer')
