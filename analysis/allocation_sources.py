"""Where help could come from: existing room, and every place where something new could stand, with what it reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from analysis.allocation_problem import UNLIMITED, Option, Problem
from geo.distance import distances_km


class Takes(StrEnum):
    """Whom a source takes."""

    ANYBODY = "anybody"
    CHILDREN = "children"
    ADULTS = "adults"


@dataclass(frozen=True)
class Source:
    """One possible (or existing) source of help.

    option: None for existing room. key: identifier of the pool or office, or the base's P-code. base: position of the
    township in Problem.order. reach: positions that it can serve, the base first if it is one of them. capacity_people
    and cost_usd: of one; most: how many may stand here. chooses: how many of `reach` beside the base one may serve
    (None: all of them).
    """

    option: Option | None
    key: str
    base: int
    reach: tuple[int, ...]
    capacity_people: float
    cost_usd: float
    most: int = 1
    takes: Takes = Takes.ANYBODY
    chooses: int | None = None


def sources(problem: Problem) -> tuple[Source, ...]:
    """Every source that could reach somebody, in an order that does not depend on labels."""
    wanted = set(problem.demand.loc[problem.demand["people"] > 0, "ts_pcode"].astype(str))
    found = [
        *_existing(problem), *_residents(problem), *_more_workers(problem), *_roving(problem), *_outreach(problem)
    ]  # fmt: skip
    needed = {i for i, code in enumerate(problem.order) if code in wanted}
    kept = [_only(source, needed) for source in found]
    paid = not problem.limits.keeps_existing  # then a full provider too has to be paid for before it takes new workers
    return tuple(s for s in kept if s.reach and (s.capacity_people > 0 or (paid and s.option is None)))


def _only(source: Source, needed: set[int]) -> Source:
    return replace(source, reach=tuple(i for i in source.reach if i in needed))


def _positions(problem: Problem) -> dict[str, int]:
    return {code: i for i, code in enumerate(problem.order)}


def _open(problem: Problem) -> frozenset[int]:
    """Positions where something new may be placed or sent."""
    return frozenset(i for i, code in enumerate(problem.order) if code not in problem.limits.excluded)


def _existing(problem: Problem) -> Iterator[Source]:
    cost = 0.0 if problem.limits.keeps_existing else problem.limits.upkeep_usd
    for pool in _pools(problem):
        yield Source(None, pool.key, pool.base, pool.reach, pool.room_people, cost, takes=pool.takes)


def _more_workers(problem: Problem) -> Iterator[Source]:
    price = problem.price(Option.CASE_WORKER)
    if price is None or problem.limits.case_workers_each < 1:
        return
    may = _open(problem)
    for pool in _pools(problem):
        reach = tuple(i for i in pool.reach if i in may)
        most = problem.limits.case_workers_each if pool.base in may else 0
        if most:
            yield Source(
                Option.CASE_WORKER, pool.key, pool.base, reach, price.capacity_people, price.cost_usd, most, pool.takes
            )


@dataclass(frozen=True)
class _Pool:
    key: str
    base: int
    reach: tuple[int, ...]
    room_people: float
    takes: Takes


def _pools(problem: Problem) -> list[_Pool]:
    at = _positions(problem)
    found = []
    for key, rows in problem.existing.groupby("pool_id", sort=False):
        children = _yes(rows["serves_children"])
        adults = _yes(rows["serves_adults"])
        if not (children or adults):
            continue
        takes = Takes.ANYBODY if children and adults else Takes.CHILDREN if children else Takes.ADULTS
        places = [at[str(code)] for code in rows["ts_pcode"]]
        room = pd.to_numeric(rows["room_people"]).iloc[0]
        reach = (places[0], *sorted(set(places[1:]) - {places[0]}))
        found.append(_Pool(str(key), places[0], reach, 0.0 if pd.isna(room) else max(float(room), 0.0), takes))
    return sorted(found, key=lambda p: (p.base, p.reach, p.room_people, str(p.takes), p.key))


def _yes(told: pd.Series) -> bool:
    """True unless every row says no; not told is taken as yes."""
    return bool(told.astype("boolean").fillna(True).any())


def _residents(problem: Problem) -> Iterator[Source]:
    price = problem.price(Option.RESIDENT)
    if price is None:
        return
    may = sorted(_open(problem))
    near = _within(problem, problem.limits.resident_reach_km) if problem.limits.resident_reach_km > 0 else {}
    for base in may:
        others = (i for i in near.get(base, ()) if i != base and problem.order[i] not in problem.limits.excluded)
        reach = (base, *others)
        yield Source(Option.RESIDENT, problem.order[base], base, reach, price.capacity_people, price.cost_usd)


def _roving(problem: Problem) -> Iterator[Source]:
    price = problem.price(Option.ROVING)
    if price is None:
        return
    may, touching = _open(problem), _touching(problem)
    lat, lon = _seats(problem)
    for base in sorted(may):
        others = [i for i in touching[base] if i in may]
        if others and problem.limits.longest_km < UNLIMITED:
            km = distances_km(lat[[base]], lon[[base]], lat[others], lon[others])[0]
            others = [i for i, far in zip(others, km, strict=True) if far <= problem.limits.longest_km]
        reach = (base, *others)
        chooses = problem.limits.roving_townships if others else None
        yield Source(
            Option.ROVING, problem.order[base], base, reach, price.capacity_people, price.cost_usd, chooses=chooses
        )


def _outreach(problem: Problem) -> Iterator[Source]:
    price = problem.price(Option.DSW_OUTREACH)
    if price is None or problem.offices.empty:
        return
    at, may = _positions(problem), _open(problem)
    lat, lon = _seats(problem)
    reach_km = min(problem.limits.dsw_reach_km, problem.limits.longest_km)
    offices = problem.offices.assign(at=[at[str(code)] for code in problem.offices["ts_pcode"]])
    for row in offices.sort_values(["at", "lat", "lon", "office_id"]).itertuples():
        km = distances_km([row.lat], [row.lon], lat, lon)[0]
        near = tuple(i for i in np.flatnonzero(km <= reach_km).tolist() if i in may)
        if int(row.at) not in may:
            continue
        yield Source(Option.DSW_OUTREACH, str(row.office_id), int(row.at), near, price.capacity_people, price.cost_usd)


def _seats(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    rows = problem.townships.set_index("ts_pcode").loc[list(problem.order)]
    return rows["lat"].to_numpy(float), rows["lon"].to_numpy(float)


def _within(problem: Problem, reach_km: float) -> dict[int, list[int]]:
    lat, lon = _seats(problem)
    km = distances_km(lat, lon, lat, lon)
    return {i: np.flatnonzero(row <= reach_km).tolist() for i, row in enumerate(km)}


def _touching(problem: Problem) -> dict[int, list[int]]:
    at = _positions(problem)
    found: dict[int, set[int]] = defaultdict(set)
    for a, b in zip(problem.links["ts_a"].astype(str), problem.links["ts_b"].astype(str), strict=True):
        if a in at and b in at and a != b:
            found[at[a]].add(at[b])
            found[at[b]].add(at[a])
    return {i: sorted(found[i]) for i in range(len(problem.order))}
