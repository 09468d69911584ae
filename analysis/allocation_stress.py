"""What if somebody leaves: who loses cover if a provider closes or a roving worker goes, and which townships hang on
one provider alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array

STRESS_COLUMNS: Final = (
    "pool_id", "organisation", "base_ts_pcode", "townships", "carried_people", "taken_over_people", "lost_people",
    "sole_townships",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Stress:
    """pools: STRESS_COLUMNS, most lost first: carried_people now, taken_over_people (others have room for them),
    lost_people (the rest), sole_townships (townships that it alone serves). by_township: pool_id, ts_pcode,
    carried_people, lost_people. fragile: ts_pcode, carried_people, providers (pools that serve the township),
    spare_room_people (room of those others than the one that carries most), lost_people (if that one leaves), most
    lost first; townships where nobody is carried are not in it.
    """

    pools: pd.DataFrame
    by_township: pd.DataFrame
    fragile: pd.DataFrame


def stress(existing: pd.DataFrame, carried: pd.DataFrame) -> Stress:
    """Each pool leaves in turn, alone.

    existing: EXISTING_COLUMNS of analysis.allocation_problem (room_people null: taken as none). carried: pool_id,
    ts_pcode, people carried now, of townships that are known. Those whom the pool carries go to others that serve the
    same township, as many as these have room for; the split that keeps most people is taken.
    """
    pools = existing.drop_duplicates("pool_id").set_index("pool_id")
    room = pd.to_numeric(pools["room_people"]).astype("float64").fillna(0.0).clip(lower=0.0)
    serves = existing.groupby("pool_id")["ts_pcode"].agg(lambda codes: set(codes.astype(str)))
    servers = existing.groupby("ts_pcode")["pool_id"].agg(lambda ids: set(ids.astype(str)))
    rows, places = [], []
    own = {str(pool): part for pool, part in carried.groupby("pool_id")}
    for pool in pools.index.astype(str):
        part = own.get(pool)
        people = (
            part.groupby("ts_pcode")["people"].sum().astype(float) if part is not None else pd.Series(dtype="float64")
        )
        lost = _lost(people, pool, servers, room)
        sole = sum(len(servers.get(code, set()) - {pool}) == 0 for code in serves[pool])
        rows.append((
            pool, pools.at[pool, "organisation"], str(pools.at[pool, "ts_pcode"]), len(serves[pool]), people.sum(),
            people.sum() - lost.sum(), lost.sum(), sole,
        ))  # fmt: skip
        places += [(pool, code, people[code], lost[code]) for code in people.index]
    frame = pd.DataFrame(rows, columns=list(STRESS_COLUMNS))
    frame = frame.sort_values(["lost_people", "carried_people", "pool_id"], ascending=[False, False, True])
    by_township = pd.DataFrame(places, columns=["pool_id", "ts_pcode", "carried_people", "lost_people"])
    return Stress(frame.reset_index(drop=True), by_township, _fragile(by_township, servers, room))


def _lost(people: pd.Series, pool: str, servers: pd.Series, room: pd.Series) -> pd.Series:
    """People by township for whom nobody else in reach has room: the least total, by a transport programme."""
    codes = [code for code in people.index if people[code] > 0]
    pairs = [(i, other) for i, code in enumerate(codes) for other in sorted(servers.get(code, set()) - {pool})
             if room.get(other, 0.0) > 0]  # fmt: skip
    lost = people.copy()
    if not pairs:
        return lost
    others = sorted({other for _, other in pairs})
    at = {other: len(codes) + j for j, other in enumerate(others)}
    rows = np.array([[i, at[other]] for i, other in pairs])
    columns = np.repeat(np.arange(len(pairs)), 2)
    matrix = coo_array((np.ones(2 * len(pairs)), (rows.ravel(), columns)), shape=(len(codes) + len(others), len(pairs)))
    limits = np.array([*(people[code] for code in codes), *(room[other] for other in others)])
    found = linprog(-np.ones(len(pairs)), A_ub=matrix.tocsr(), b_ub=limits, method="highs")
    taken = np.zeros(len(codes))
    np.add.at(taken, rows[:, 0], found.x)
    lost[codes] = np.maximum(people[codes].to_numpy() - taken, 0.0).round(9)
    return lost


def _fragile(by_township: pd.DataFrame, servers: pd.Series, room: pd.Series) -> pd.DataFrame:
    rows = []
    for code, part in by_township[by_township["carried_people"] > 0].groupby("ts_pcode"):
        greatest = part.sort_values(["carried_people", "pool_id"], ascending=[False, True]).iloc[0]
        others = servers.get(str(code), set()) - {greatest["pool_id"]}
        spare = float(sum(room.get(other, 0.0) for other in others))
        rows.append((str(code), float(part["carried_people"].sum()), len(others) + 1, spare, greatest["lost_people"]))
    columns = ["ts_pcode", "carried_people", "providers", "spare_room_people", "lost_people"]
    frame = pd.DataFrame(rows, columns=columns)
    order = ["lost_people", "carried_people", "ts_pcode"]
    return frame.sort_values(order, ascending=[False, False, True]).reset_index(drop=True)
