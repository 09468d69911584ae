"""Plans side by side: totals, and who is reached in which township by one and not by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from analysis.allocation_hand import today_people
from analysis.allocation_plan import Plan
from analysis.allocation_problem import Option

TOTALS: Final = (
    "name", "demand_people", "reached_people", "existing_people", "new_people", "minimum_people", "unreached_people",
    "cost_usd", "usd_per_person", "objective", "bound", "gap_0_1", *(f"{option}_number" for option in Option),
)  # fmt: skip


def totals(plans: Mapping[str, Plan], as_today: bool = True) -> pd.DataFrame:
    """One row a plan, in their order: TOTALS; with as_today, a first row (name None) for existing room alone.

    usd_per_person: cost for each person reached beyond existing room alone (null where there is none). The number of
    the minimum model is people; that of the others, placements. The row of today takes demand and existing room from
    the first plan.
    """
    rows = [_row(name, plan) for name, plan in plans.items()]
    if as_today and plans:
        rows.insert(0, _today(next(iter(plans.values()))))
    frame = pd.DataFrame(rows, columns=list(TOTALS))
    return frame.astype({name: "float64" for name in TOTALS if name != "name"})


def by_township(plans: Mapping[str, Plan]) -> pd.DataFrame:
    """ts_pcode, and for each plan its reached people ({name}: supported or by the minimum model), one row a township
    that any of them has demand in; townships in the first plan's order.
    """
    columns = {name: _reached(plan) for name, plan in plans.items()}
    frame = pd.DataFrame(columns).fillna(0.0)
    order = next(iter(plans.values())).problem.order if plans else ()
    return frame.reindex([c for c in order if c in frame.index]).rename_axis("ts_pcode").reset_index()


def difference(a: Plan, b: Plan) -> pd.DataFrame:
    """ts_pcode, a_people, b_people, difference_people (a - b): reached in any way; every township of either."""
    both = pd.DataFrame({"a_people": _reached(a), "b_people": _reached(b)}).fillna(0.0)
    both = both.assign(difference_people=both["a_people"] - both["b_people"])
    return both.reindex([c for c in a.problem.order if c in both.index]).rename_axis("ts_pcode").reset_index()


def _reached(plan: Plan) -> pd.Series:
    sums = plan.people.groupby("ts_pcode")[["existing_people", "new_people", "minimum_people"]].sum()
    return sums.sum(axis=1)


def _row(name: str, plan: Plan) -> dict[str, object]:
    gained = plan.reached_people - today_people(plan)
    numbers = dict.fromkeys(Option, 0.0)
    for placement in plan.placements:
        numbers[placement.option] += placement.number
    for line in plan.minimum:
        numbers[line.option] += line.people
    return {
        "name": name, "demand_people": plan.demand_people, "reached_people": plan.reached_people,
        "existing_people": plan.existing_people, "new_people": plan.new_people, "minimum_people": plan.minimum_people,
        "unreached_people": plan.unreached_people, "cost_usd": plan.cost_usd,
        "usd_per_person": plan.cost_usd / gained if gained > 0 else None, "objective": plan.objective,
        "bound": plan.bound, "gap_0_1": plan.gap_0_1,
        **{f"{option}_number": number for option, number in numbers.items()},
    }  # fmt: skip


def _today(plan: Plan) -> dict[str, object]:
    left = plan.demand_people - plan.as_today_people
    return {
        "name": None, "demand_people": plan.demand_people, "reached_people": plan.as_today_people,
        "existing_people": plan.as_today_people, "new_people": 0.0, "minimum_people": 0.0, "unreached_people": left,
        "cost_usd": 0.0, "usd_per_person": None, "objective": plan.as_today_worth, "bound": None, "gap_0_1": None,
        **{f"{option}_number": 0.0 for option in Option},
    }  # fmt: skip
