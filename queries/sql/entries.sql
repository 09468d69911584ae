-- The townships of one frozen list, with the facts for which each was listed.
-- ts_pcode text | ts_name_en text | ts_name_my text | st_pcode text | unit_pcode text | rank rank | rank_low rank |
-- rank_high rank | space_time text (null: could not be told) | is_hot yes/no | is_cluster yes/no |
-- victims_people people (null: not for this reader) |
-- smoothed_per_100k per-100k (null: population not known, or not for this reader) | corridor text |
-- corridor_share_0_1 share (null: no victim, or not for this reader) | tier rank |
-- unassigned_people people (null: not for this reader) | how text |
-- reason text (null: by the rule alone, or not for this reader)
SELECT
    e.ts_pcode, t.ts_name_en, t.ts_name_my, t.st_pcode, e.unit_pcode, e.rank, e.rank_low, e.rank_high, e.space_time,
    e.is_hot, e.is_cluster, e.victims_people, e.smoothed_per_100k, e.corridor, e.corridor_share_0_1, e.tier,
    e.unassigned_people, e.how, e.reason
FROM visible_hotspot_entry($role) e
JOIN township t ON t.ts_pcode = e.ts_pcode
WHERE e.list_id = $list_id
ORDER BY e.rank, e.ts_pcode
