-- When each township is reached by a reintegration presence, with whom and with whose room.
-- A presence that is planned, suspended or completed never takes a case.
CREATE TEMP TABLE reach AS
SELECT
    row_number() OVER (ORDER BY presence_id) AS reach_no,
    presence_id, organisation_id, ts_pcode,
    dense_rank() OVER (ORDER BY coalesce(base_presence_id, presence_id)) AS pool_no,
    coalesce(base_presence_id, presence_id) AS pool_id,
    presence_type = 'resident' AS is_resident,
    coalesce(from_on, DATE '2000-01-01') AS from_on,
    coalesce(to_on, DATE '2100-01-01') AS to_on
FROM provider_presence
WHERE is_reintegration AND activity_status = 'ongoing';
