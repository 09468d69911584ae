"""Small random allocations, and their best plan by trying every set of placements (an oracle of its own)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.allocation import DEMAND_COLUMNS, EXISTING_COLUMNS, LeastShare, Limits, Option, Price, Problem
from geo.distance import distances_km
from tests.grid import CODES, SIDES, TOWNSHIPS

MOST_SETS = 160  # sets of placements that one example may need
OFFICES = pd.DataFrame({"office_id": ["D"], "place": ["Town"], "ts_pcode": ["C"], "lat": [21.0], "lon": [96.0]})


def problem_of(
    demand: list[tuple[object, ...]], prices: dict[Option, Price], limits: Limits,
    existing: list[tuple[object, ...]] = (), offices: pd.DataFrame = OFFICES,
) -> Problem:  # fmt: skip
    """A problem on the 3×3 grid; the western column is state W, the rest E."""
    townships = TOWNSHIPS.assign(st_pcode=["W" if code.endswith("W") else "E" for code in CODES])
    links = pd.DataFrame(SIDES, columns=["ts_a", "ts_b"])
    return Problem(
        townships, pd.DataFrame(demand, columns=list(DEMAND_COLUMNS)), links,
        pd.DataFrame(list(existing), columns=list(EXISTING_COLUMNS)), offices, prices, limits, 2.0,
    )  # fmt: skip


group = st.tuples(
    st.sampled_from(CODES), st.booleans(), st.sampled_from(["china", "thailand"]),
    st.integers(1, 12).map(lambda n: n / 2), st.just(0.0), st.sampled_from([0.5, 1.0, 1.5, 2.25]),
)  # fmt: skip
told = st.sampled_from([None, True, False])
pool = st.tuples(
    st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True), st.none() | st.integers(0, 5), told, told
)  # fmt: skip


def _price(cost: st.SearchStrategy[float], most: int = 2) -> st.SearchStrategy[Price]:
    room = st.sampled_from([2.0, 4.5, 7.0, float("inf")])
    return st.builds(Price, cost, room, st.integers(1, most), st.sampled_from([0, 0, 0, 1]))


costs = st.integers(1, 6).map(float)
placed = st.dictionaries(
    st.sampled_from([Option.RESIDENT, Option.CASE_WORKER, Option.ROVING, Option.DSW_OUTREACH]),
    _price(costs), min_size=1, max_size=3,
)  # fmt: skip
minimum = st.dictionaries(
    st.sampled_from([Option.MINIMUM_CHILD, Option.MINIMUM_ADULT]),
    st.builds(Price, st.sampled_from([0.5, 0.75]), most=st.sampled_from([None, 2])), max_size=2,
)  # fmt: skip
shares = st.lists(
    st.builds(
        LeastShare, st.just("corridor"), st.sampled_from(["china", "thailand"]), st.sampled_from([0.3, 0.5, 0.8])
    )
    | st.builds(LeastShare, st.just("state"), st.sampled_from(["W", "E"]), st.sampled_from([0.3, 0.5, 0.8])),
    max_size=1,
)  # fmt: skip
limits = st.builds(
    Limits,
    budget_usd=st.integers(0, 14).map(float),
    minimum_worth_0_1=st.sampled_from([0.0, 0.4, 1.0]),
    keeps_existing=st.booleans(),
    upkeep_usd=st.sampled_from([0.0, 1.0, 3.0]),
    excluded=st.frozensets(st.sampled_from(CODES), max_size=4),
    least_shares=shares.map(tuple),
    longest_km=st.sampled_from([105.0, 200.0]),  # a degree of latitude is 111 km, of longitude here 103 km
    resident_reach_km=st.sampled_from([0.0, 0.0, 120.0]),
    dsw_reach_km=st.sampled_from([50.0, 120.0]),
    roving_townships=st.integers(0, 2),
    case_workers_each=st.integers(1, 2),
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """≤ 9 townships, ≤ 3 placements, ≤ 2 existing pools, at most MOST_SETS sets of placements to try."""
    groups = draw(st.lists(group, min_size=1, max_size=8, unique_by=lambda g: g[:3]))
    pools = draw(st.lists(pool, max_size=2))
    rows = [
        (f"P{i}", "O", code, room, children, adults)
        for i, (codes, room, children, adults) in enumerate(pools)
        for code in codes
    ]
    made = problem_of(groups, draw(placed) | draw(minimum), draw(limits), rows)
    while sum(1 for _ in itertools.islice(_sets(made), MOST_SETS + 1)) > MOST_SETS:
        made = _smaller(made)
    return made


def _smaller(problem: Problem) -> Problem:
    """One placement less of the option that may be placed most often; least numbers stay possible."""
    option = max((o for o in problem.prices if o in PLACED), key=lambda o: problem.prices[o].most or 0)
    price = problem.prices[option]
    most = (price.most or 1) - 1
    return replace(
        problem, prices=dict(problem.prices) | {option: replace(price, most=most, least=min(price.least, most))}
    )


PLACED = (Option.RESIDENT, Option.CASE_WORKER, Option.ROVING, Option.DSW_OUTREACH)


@dataclass(frozen=True)
class Supplier:
    """What stands: people it can carry, the townships that it serves, the age classes that it takes, its cost."""

    option: Option | None
    key: str
    room: float
    serves: frozenset[str]
    takes: frozenset[bool]
    cost: float


def brute_force(problem: Problem) -> float | None:
    """The greatest worth of any set of placements; None where none keeps to the limits."""
    best = None
    for those in sorted(_sets(problem), key=len, reverse=True):
        if best is None or _most(problem, those) > best:
            worth = _worth(problem, those)
            best = worth if best is None else max(best, worth if worth is not None else best)
    return best


def _most(problem: Problem, those: tuple[Supplier, ...]) -> float:
    """No less than the worth with these suppliers: all whom they serve in full, all others by the minimum model."""
    worth = 0.0
    for row in problem.demand.itertuples():
        served = any(row.ts_pcode in s.serves and row.is_child in s.takes and s.room > 0 for s in those)
        option = Option.MINIMUM_CHILD if row.is_child else Option.MINIMUM_ADULT
        is_out = option not in problem.prices or row.ts_pcode in problem.limits.excluded
        worth += row.weight * row.people * (1.0 if served else 0.0 if is_out else problem.limits.minimum_worth_0_1)
    return worth


def _sets(problem: Problem) -> Iterator[tuple[Supplier, ...]]:
    """Every set of existing and new suppliers within the numbers and the budget."""
    choices = [_numbers_of(problem, option) for option in PLACED if option in problem.prices]
    for kept in _kept(problem):
        for parts in itertools.product(*choices):
            those = (*kept, *itertools.chain.from_iterable(parts))
            homes = {s.key for s in kept}
            orphaned = any(s.option == Option.CASE_WORKER and s.key not in homes for s in those)
            if not orphaned and sum(s.cost for s in those) <= problem.limits.budget_usd + 1e-9:
                yield those


def _kept(problem: Problem) -> list[tuple[Supplier, ...]]:
    pools = _pools(problem)
    if problem.limits.keeps_existing:
        return [tuple(replace(p, cost=0.0) for p in pools)]
    return [those for n in range(len(pools) + 1) for those in itertools.combinations(pools, n)]


def _pools(problem: Problem) -> list[Supplier]:
    found = []
    for key, rows in problem.existing.groupby("pool_id"):
        takes = frozenset(
            is_child
            for is_child, column in ((True, "serves_children"), (False, "serves_adults"))
            if any(value is None or pd.isna(value) or value for value in rows[column])
        )
        room = rows["room_people"].iloc[0]
        room = 0.0 if room is None or pd.isna(room) else float(room)
        found.append(Supplier(None, str(key), room, frozenset(rows["ts_pcode"]), takes, problem.limits.upkeep_usd))
    return [p for p in found if p.takes]


def _numbers_of(problem: Problem, option: Option) -> list[tuple[Supplier, ...]]:
    """Every choice of so many of an option, no base twice (case workers: so many at each provider)."""
    price = problem.prices[option]
    candidates = _candidates(problem, option)
    found = []
    for n in range(price.least, (price.most or 0) + 1):
        for those in itertools.combinations(candidates, n):
            keys = [s.key for s in those]
            if option == Option.CASE_WORKER or len(set(keys)) == len(keys):
                found.append(those)
    return found


def _candidates(problem: Problem, option: Option) -> list[Supplier]:
    price, limits = problem.prices[option], problem.limits
    anybody, free = frozenset({True, False}), [c for c in CODES if c not in limits.excluded]
    found: list[tuple[str, frozenset[str], frozenset[bool]]] = []
    if option == Option.RESIDENT:
        for base in free:
            near = [c for c in free if c == base or _km(base, c) <= limits.resident_reach_km]
            found.append((base, frozenset(near), anybody))
    elif option == Option.ROVING:
        for base in free:
            beside = [c for c in free if _touch(base, c) and _km(base, c) <= limits.longest_km]
            for chosen in itertools.combinations(beside, min(limits.roving_townships, len(beside))):
                found.append((base, frozenset({base, *chosen}), anybody))
    elif option == Option.CASE_WORKER:
        firsts = problem.existing.drop_duplicates("pool_id").set_index("pool_id")["ts_pcode"]
        for p in _pools(problem):
            if firsts[p.key] not in limits.excluded:
                found += [(p.key, p.serves - limits.excluded, p.takes)] * limits.case_workers_each
    elif option == Option.DSW_OUTREACH and "C" not in limits.excluded:
        reach = min(limits.dsw_reach_km, limits.longest_km)
        found.append(("D", frozenset(c for c in free if _km("C", c) <= reach), anybody))
    needed = set(problem.demand["ts_pcode"])
    return [
        Supplier(option, key, price.capacity_people, serves, takes, price.cost_usd)
        for key, serves, takes in found
        if serves & needed
    ]


def _touch(a: str, b: str) -> bool:
    return (a, b) in SIDES or (b, a) in SIDES


@cache
def _km(a: str, b: str) -> float:
    at = TOWNSHIPS.set_index("ts_pcode")
    return float(distances_km([at.lat[a]], [at.lon[a]], [at.lat[b]], [at.lon[b]])[0, 0])


def _worth(problem: Problem, those: tuple[Supplier, ...]) -> float | None:
    """Best worth with these suppliers: a transport problem, one column a supplier and group that it may take."""
    groups = list(problem.demand.itertuples())
    lim = problem.limits
    columns = [
        (i, g, groups[g].weight, 0.0, s.option is not None)
        for i, s in enumerate(those)
        for g in range(len(groups))
        if groups[g].ts_pcode in s.serves and groups[g].is_child in s.takes
    ]
    for g, row in enumerate(groups):
        price = problem.prices.get(Option.MINIMUM_CHILD if row.is_child else Option.MINIMUM_ADULT)
        if price is not None and row.ts_pcode not in lim.excluded:
            columns.append((-1 - row.is_child, g, row.weight * lim.minimum_worth_0_1, price.cost_usd, True))
    rows, most = [], []
    for g, row in enumerate(groups):
        rows.append([float(c[1] == g) for c in columns])
        most.append(row.people)
    for i, s in enumerate(those):
        if np.isfinite(s.room):
            rows.append([float(c[0] == i) for c in columns])
            most.append(s.room)
    rows.append([c[3] for c in columns])
    most.append(lim.budget_usd - sum(s.cost for s in those))
    for option, is_child in ((Option.MINIMUM_CHILD, True), (Option.MINIMUM_ADULT, False)):
        if option in problem.prices and problem.prices[option].most is not None:
            rows.append([float(c[0] == -1 - is_child) for c in columns])
            most.append(problem.prices[option].most)
    for share in lim.least_shares:
        rows.append([-(float(_is_of(groups[c[1]], share)) - share.share_0_1) if c[4] else 0.0 for c in columns])
        most.append(0.0)
    if not columns:
        return 0.0
    solved = linprog([-c[2] for c in columns], A_ub=np.array(rows), b_ub=np.maximum(most, 0.0), bounds=(0, None))
    return -float(solved.fun) if solved.status == 0 else None


def _is_of(row: object, share: LeastShare) -> bool:
    if share.kind == "corridor":
        return bool(row.corridor == share.code)  # type: ignore[attr-defined]
    return ("W" if str(row.ts_pcode).endswith("W") else "E") == share.code  # type: ignore[attr-defined]
