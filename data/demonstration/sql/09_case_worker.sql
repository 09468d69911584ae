-- The case workers of every presence that tells how many it has.
INSERT INTO case_worker (worker_id, presence_id, code, from_on, to_on, recorded_by, recorded_at_utc)
SELECT
    'CW-' || presence_id || '-' || n, presence_id, 'CW-' || n, from_on, to_on, 'demonstration',
    coalesce(from_on, DATE '2015-01-01')::TIMESTAMP
FROM (
    SELECT presence_id, from_on, to_on, unnest(range(1, case_workers + 1)) AS n
    FROM provider_presence WHERE is_reintegration AND case_workers IS NOT NULL
)
ORDER BY presence_id, n;
