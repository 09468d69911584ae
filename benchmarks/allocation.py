"""How long the allocation planner takes, and the gap that it proves; its pure-cover case beside spopt.

    python -m benchmarks.allocation [--quick]

Demand, existing room and offices are drawn from a seed on the 330 townships, and on square grids for other sizes;
prices are the settings' defaults. A plan's time holds everything from the problem to the reasons; one run each.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pulp
from spopt.locate import MCLP

from analysis.allocation import (
    DEMAND_COLUMNS,
    EXISTING_COLUMNS,
    LeastShare,
    Limits,
    Option,
    Price,
    Problem,
    plan,
)
from analysis.allocation_frontier import POINTS, frontier
from benchmarks.common import machine, table, versions
from data import reference
from geo.distance import distances_km

GOAL_S = 20.0
GOAL_GAP = 0.01
BUDGET_USD = 340_000.0
LONGEST_S = 180.0
SIZES = (330, 1_000, 3_000)
COVER_KM = 60.0
COVERED = (5, 10, 20, 50)
MINIMUM = {Option.MINIMUM_CHILD: Price(350.0), Option.MINIMUM_ADULT: Price(250.0)}
BASIC = {Option.RESIDENT: Price(24_000.0, 25.0, 10), Option.ROVING: Price(9_600.0, 15.0, 10)} | MINIMUM
MORE = BASIC | {Option.CASE_WORKER: Price(6_000.0, 15.0, 10), Option.DSW_OUTREACH: Price(6_000.0, 12.0, 10)}
CHINA = (LeastShare("corridor", "china", 0.5),)


@dataclass(frozen=True)
class Row:
    """One plan. seconds_s: from the problem to the reasons; solver_s: of them HiGHS."""

    name: str
    townships: int
    seconds_s: float
    solver_s: float
    gap_0_1: float
    placements: int


@dataclass(frozen=True)
class Cover:
    """p placements, both proven to the last: worth of both, and seconds."""

    placements: int
    ours_s: float
    spopt_s: float
    ours_people: float
    spopt_people: float


@dataclass(frozen=True)
class Result:
    """frontier_s: seconds of POINTS points with a gap of 1 % each."""

    plans: tuple[Row, ...]
    growth: tuple[Row, ...]
    frontier_s: float
    cover: tuple[Cover, ...]


def run(quick: bool = False) -> Result:
    """Measure all of it; quick leaves out the larger grids and the larger covers."""
    asked = {
        "10 roving, 10 resident, minimum model": country(BASIC),
        "with more workers and outreach": country(MORE),
        "with half of those reached from the China corridor": country(MORE, least_shares=CHINA),
    }
    plans = tuple(_plan(name, problem) for name, problem in asked.items())
    growth = tuple(_plan("grid", grid(size)) for size in (SIZES[:1] if quick else SIZES))
    began = time.perf_counter()
    frontier(country(BASIC), points=POINTS)
    taken = time.perf_counter() - began
    return Result(plans, growth, taken, tuple(_cover(p) for p in (COVERED[:2] if quick else COVERED)))


def country(prices: Mapping[Option, Price], **limits: object) -> Problem:
    """The 330 townships."""
    townships = reference.townships()[["ts_pcode", "st_pcode", "lat", "lon"]]
    return _drawn(townships, reference.township_adjacency(), prices, Limits(BUDGET_USD, **limits))  # type: ignore[arg-type]


def grid(size: int) -> Problem:
    """A square of `size` townships, 33 km apart, with budget and numbers in proportion."""
    side, at = int(np.ceil(np.sqrt(size))), np.arange(size)
    codes = np.array([f"T{i:05d}" for i in at])
    townships = pd.DataFrame(
        {"ts_pcode": codes, "st_pcode": "S", "lat": 25 - 0.3 * (at // side), "lon": 90 + 0.3 * (at % side)}
    )
    beside = [(i, i + 1) for i in at if i + 1 < size and i % side < side - 1]
    below = [(i, j) for i in at for j in (i + side, i + side + 1) if j < size and (j == i + side or j % side)]
    links = pd.DataFrame([(codes[a], codes[b]) for a, b in [*beside, *below]], columns=["ts_a", "ts_b"])
    most = 10 * size // 330
    prices = dict(BASIC) | {Option.RESIDENT: Price(24_000.0, 25.0, most), Option.ROVING: Price(9_600.0, 15.0, most)}
    return _drawn(townships, links, prices, Limits(BUDGET_USD * size / 330))


def _drawn(townships: pd.DataFrame, links: pd.DataFrame, prices: Mapping[Option, Price], limits: Limits) -> Problem:
    rng, n = np.random.default_rng(3), len(townships)
    people = rng.lognormal(0, 1.2, n) * 1.5
    corridors = ("china", "thailand", "other_country", "unknown")
    rows = []
    for code, total in zip(townships["ts_pcode"], people, strict=True):
        child, mix = rng.uniform(0.1, 0.5), rng.dirichlet([0.6] * 4)
        for is_child, corridor in ((c, k) for c in (True, False) for k in range(4)):
            part = total * (child if is_child else 1 - child) * mix[corridor]
            weight = (1.5 if is_child else 1.0) * (1.25 if corridor == 0 else 1.0) * rng.uniform(0.5, 1.5)
            rows.append((code, is_child, corridors[corridor], part, part * rng.random(), weight))
    chosen = rng.choice(townships["ts_pcode"], n * 120 // 330, replace=False)
    pools = [(f"P{i}", "O", code, int(rng.integers(0, 8)), None, None) for i, code in enumerate(chosen)]
    offices = townships.iloc[rng.choice(n, 15, replace=False)].assign(place="Town")
    offices["office_id"] = offices["ts_pcode"]
    return Problem(
        townships, pd.DataFrame(rows, columns=list(DEMAND_COLUMNS)), links,
        pd.DataFrame(pools, columns=list(EXISTING_COLUMNS)), offices, prices, limits,
    )  # fmt: skip


def _plan(name: str, problem: Problem) -> Row:
    began = time.perf_counter()
    found = plan(problem, GOAL_GAP, LONGEST_S)
    taken = time.perf_counter() - began
    return Row(name, len(problem.order), taken, found.seconds_s, found.gap_0_1, len(found.placements))


def _cover(p: int) -> Cover:
    drawn = country(BASIC)
    people = drawn.demand.groupby("ts_pcode")["people"].sum().reindex(drawn.townships["ts_pcode"]).to_numpy()
    demand = pd.DataFrame({
        "ts_pcode": drawn.townships["ts_pcode"], "is_child": False, "corridor": "china", "people": people,
        "waiting_people": 0.0, "weight": 1.0,
    })  # fmt: skip
    problem = Problem(
        drawn.townships, demand, drawn.links, drawn.existing.iloc[:0], drawn.offices, {Option.RESIDENT: Price(1.0)},
        Limits(float(p), resident_reach_km=COVER_KM),
    )  # fmt: skip
    began = time.perf_counter()
    ours = plan(problem, 0.0)
    between = time.perf_counter()
    lat, lon = (drawn.townships[name].to_numpy() for name in ("lat", "lon"))
    theirs = MCLP.from_cost_matrix(distances_km(lat, lon, lat, lon), people, COVER_KM, p_facilities=p)
    theirs = theirs.solve(pulp.PULP_CBC_CMD(msg=False))
    ended = time.perf_counter()
    worth = float(pulp.value(theirs.problem.objective))
    return Cover(p, between - began, ended - between, ours.objective, worth)


def report(result: Result) -> str:
    """The tables, and whether the goal is met."""
    headings = ("plan", "townships", "seconds", "of them HiGHS", "gap proven, %", "placements")
    shown = [
        (r.name, r.townships, r.seconds_s, r.solver_s, f"{r.gap_0_1 * 100:.2f}", r.placements)
        for r in (*result.plans, *result.growth)
    ]
    met = all(r.gap_0_1 <= GOAL_GAP + 1e-9 and r.seconds_s < GOAL_S for r in result.plans)
    cover = [(c.placements, c.ours_s, c.spopt_s, c.ours_people, c.spopt_people) for c in result.cover]
    return "\n".join([
        table(headings, shown),
        f"330 townships: a gap of at most 1 % in under {GOAL_S:.0f} s: {'met' if met else 'NOT met'}.",
        f"Frontier of {POINTS} points: {result.frontier_s:.1f} s.",
        "",
        f"Pure maximal cover within {COVER_KM:.0f} km, to a gap of 0, beside spopt with its default solver (CBC):",
        table(("placements", "atlas, s", "spopt, s", "atlas, people", "spopt, people"), cover),
    ])  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Print the tables and the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the larger grids")
    chosen = parser.parse_args(arguments)
    print(machine().line())
    print(versions("highspy", "spopt", "pulp"))
    print(report(run(chosen.quick)))


if __name__ == "__main__":
    main()
