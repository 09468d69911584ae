"""Who stays without help in a plan, township by township, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.allocation_model import Model
from data.errors import N_
from data.vocabulary import Code

NOBODY_PEOPLE = 1e-6
ROOM_LEFT_PEOPLE = 1e-6


class UnreachedReason(Code):
    """Why people of a township are reached in no way."""

    EXCLUDED = "excluded", N_("The township was left out of the plan")
    FULL = "full", N_("Those who serve the township are full, and more would cost more than it was worth elsewhere")
    LIMITS = (
        "limits",
        N_("Those who serve the township have room, but take others only, or a least share stands against it"),
    )
    BUDGET = "budget", N_("The budget, or the number of placements, did more good elsewhere")
    NO_OPTION = "no_option", N_("Nothing that may be placed can reach the township")


def unreached(model: Model, people: pd.DataFrame, values: NDArray[np.float64]) -> pd.DataFrame:
    """ts_pcode, people, why (UnreachedReason): one row a township in which anybody is left, most people first.

    people: as frame_of gives it; values: columns of the same solution.
    """
    left = people.groupby("ts_pcode", sort=False)["unreached_people"].sum()
    left = left[left > NOBODY_PEOPLE]
    order = {code: i for i, code in enumerate(model.problem.order)}
    could, (served, with_room) = _could_reach(model), _served(model, values)
    rows = [(code, float(n), str(_why(model, order[str(code)], could, served, with_room))) for code, n in left.items()]
    frame = pd.DataFrame(rows, columns=["ts_pcode", "people", "why"]).astype({"people": "float64"})
    frame = frame.assign(_order=frame["ts_pcode"].map(order))
    return (
        frame.sort_values(["people", "_order"], ascending=[False, True]).drop(columns="_order").reset_index(drop=True)
    )


def _why(model: Model, township: int, could: set[int], served: set[int], with_room: set[int]) -> UnreachedReason:
    if model.problem.order[township] in model.problem.limits.excluded:
        return UnreachedReason.EXCLUDED
    if township in with_room:
        return UnreachedReason.LIMITS
    if township in served:
        return UnreachedReason.FULL
    return UnreachedReason.BUDGET if township in could else UnreachedReason.NO_OPTION


def _could_reach(model: Model) -> set[int]:
    """Townships that something new, or the minimum model, could reach."""
    found = {i for source in model.sources if source.option is not None for i in source.reach}
    return found | {model.groups[g].township for g in model.minimum}


def _served(model: Model, values: NDArray[np.float64]) -> tuple[set[int], set[int]]:
    """Townships for which something stands, existing or new; and those of them where any of it has room left."""
    found: set[int] = set()
    with_room: set[int] = set()
    for k, source in enumerate(model.sources):
        column = model.stands[k]
        number = 1.0 if column is None else float(round(values[column]))
        if number < 1:
            continue
        chosen = model.chosen[k]
        there = {i for i in source.reach if i not in chosen or values[chosen[i]] > 0.5}
        found |= there
        used = sum(float(values[col]) for col in model.flows[k].values())
        if k in model.floods or number * source.capacity_people - used > ROOM_LEFT_PEOPLE:
            with_room |= there
    return found, with_room
