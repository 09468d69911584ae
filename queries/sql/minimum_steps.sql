-- Steps of the minimum model (4.5.1, 4.5.2) that one person was given, as known on the as-of date, in order of time.
-- event_id text | event_kind text | occurred_on date | amount_mmk kyat (null: no cost told)
SELECT e.event_id, e.event_kind, e.occurred_on, e.amount AS amount_mmk
FROM visible_event($role, $organisation, $shelters) e
WHERE e.case_code = $case_code
  AND starts_with(e.event_kind, 'minimum_')
  AND e.occurred_on <= $as_of AND e.recorded_on <= $as_of
ORDER BY e.occurred_on, e.event_kind, e.event_id
