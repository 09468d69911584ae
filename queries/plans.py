"""Saved plans of where help should go; nothing for anybody but planners."""

from __future__ import annotations

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask


def plans(store: Store, scope: Scope) -> pd.DataFrame:
    """Newest first: plan_id, name, plan_kind (PlanKind), made_by, made_at_utc, data_version, as_of, demand_people,
    reached_people (people, those expected included), cost_usd, budget_usd (null: none set), objective, bound (null:
    not solved), gap_0_1 (null: not solved).
    """
    return ask(store, "plans", scope)


def plan(store: Store, scope: Scope, plan_id: str) -> pd.DataFrame:
    """One row, or none: plan_id, name, plan_kind, made_by, made_at_utc, data_version, as_of, demand_people,
    reached_people, cost_usd, budget_usd, objective, bound, gap_0_1 as in plans(); inputs, result (JSON),
    content_sha256.
    """
    return ask(store, "plan", scope, plan_id=plan_id)
