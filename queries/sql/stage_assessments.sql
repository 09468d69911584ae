-- The latest assessments of whole stages, the newest first.
-- record_id text | assessed_stage text | assessed_on date | body text | victims_asked people (null: not told) |
-- source text (null: not told) | recorded_by text | recorded_at_utc time
SELECT
    stage_assessment_id AS record_id, assessed_stage, assessed_on, body, victims_asked, source, recorded_by,
    recorded_at_utc
FROM stage_assessment
WHERE NOT withdrawn AND $role IN ('planner', 'dsw_officer', 'ngo_manager')
ORDER BY assessed_on DESC, record_id
LIMIT $most
