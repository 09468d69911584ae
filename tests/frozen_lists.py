"""Lists of hot spots and plans as small as can be, for tests of what is frozen."""

from __future__ import annotations

from datetime import date

from data.hotspot_lists import NewEntry, NewList
from data.plans import NewPlan

AS_OF = date(2024, 12, 31)
BHAMO, HLAINGTHARYA_EAST, HLAINGTHARYA_WEST = "MMR001010", "MMR013046", "MMR013047"


def entry(ts_pcode: str = BHAMO, **facts: object) -> NewEntry:
    plain: dict[str, object] = {
        "ts_pcode": ts_pcode, "unit_pcode": ts_pcode, "rank": 2, "rank_low": 1, "rank_high": 5, "space_time": "new",
        "is_hot": True, "is_cluster": False, "victims_people": 3, "smoothed_per_100k": 2.125, "corridor": "china",
        "corridor_share_0_1": 2 / 3, "tier": 6, "unassigned_people": 1,
    }  # fmt: skip
    return NewEntry(**(plain | facts))


BY_HAND = entry(
    HLAINGTHARYA_EAST, unit_pcode="MMR013008", space_time=None, smoothed_per_100k=None, victims_people=0, rank=9,
    rank_high=9, corridor="unknown", corridor_share_0_1=None, how="hand", reason="Returnees are expected in spring",
)  # fmt: skip


def a_list(*entries: NewEntry, **facts: object) -> NewList:
    plain: dict[str, object] = {
        "list_year": 2024, "as_of": AS_OF, "data_version": "0123456789abcdef", "rule_most": 20,
        "entries": entries or (entry(), BY_HAND), "note": "Annual review", "method": {"seed": 2010, "alpha": 0.05},
    }  # fmt: skip
    return NewList(**(plain | facts))


def a_plan(name: str = "With a second base in Muse", **facts: object) -> NewPlan:
    plain: dict[str, object] = {
        "name": name, "plan_kind": "solved", "data_version": "0123456789abcdef", "as_of": AS_OF,
        "demand_people": 140.25, "reached_people": 83.5, "cost_usd": 60000.0, "budget_usd": 60000.0,
        "objective": 90.125, "bound": 91.0, "gap_0_1": 0.0097, "inputs": '{"budget_usd": 60000}',
        "result": '{"placements": []}',
    }  # fmt: skip
    return NewPlan(**(plain | facts))
