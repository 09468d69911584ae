-- Saved plans of where help should go, the newest first.
-- plan_id text | name text | plan_kind text | made_by text | made_at_utc time | data_version text | as_of date |
-- demand_people expected-people | reached_people expected-people | cost_usd usd | budget_usd usd (null: none set) |
-- objective weighted-people | bound weighted-people (null: not solved) | gap_0_1 share (null: not solved)
SELECT
    p.plan_id, p.name, p.plan_kind, p.made_by, p.made_at_utc, p.data_version, p.as_of, p.demand_people,
    p.reached_people, p.cost_usd, p.budget_usd, p.objective, p.bound, p.gap_0_1
FROM visible_plan($role) p
ORDER BY p.made_at_utc DESC, p.plan_id
