-- The latest entries of the fund, the newest first.
-- record_id text | entry_on date | fund_entry_kind text | amount_mmk kyat | people people (null: not told or received) |
-- source text (null: not told) | recorded_by text | recorded_at_utc time
SELECT entry_id AS record_id, entry_on, fund_entry_kind, amount_mmk, people, source, recorded_by, recorded_at_utc
FROM fund_entry
WHERE NOT withdrawn AND $role IN ('planner', 'dsw_officer')
ORDER BY entry_on DESC, record_id
LIMIT $most
