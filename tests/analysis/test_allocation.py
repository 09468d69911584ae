"""What must hold of plans whatever is asked: more money, other labels, stopping, excluded townships, warm starts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from analysis.allocation import (
    DEMAND_COLUMNS,
    EXISTING_COLUMNS,
    LeastShare,
    Limits,
    Option,
    Plan,
    Price,
    Problem,
    UnreachedReason,
    plan,
)
from analysis.allocation_frontier import frontier
from analysis.allocation_solve import Ended, Progress
from data import reference
from tests.analysis.allocation_small import problem_of
from tests.grid import CODES

PRICES = {
    Option.RESIDENT: Price(24000, 25, 10), Option.ROVING: Price(9600, 15, 10), Option.CASE_WORKER: Price(6000, 15, 10),
    Option.MINIMUM_CHILD: Price(350), Option.MINIMUM_ADULT: Price(250),
}  # fmt: skip
CHINA = LeastShare("corridor", "china", 0.5)


PATIENT_S = 600.0
"""Time enough for a proof however busy the machine is."""


def country(seed: int = 4, budget_usd: float = 200_000.0, **limits: object) -> Problem:
    """330 townships with demand drawn from a seed, 100 existing pools, one office."""
    townships = reference.townships()[["ts_pcode", "st_pcode", "lat", "lon"]]
    rng = np.random.default_rng(seed)
    scale = rng.lognormal(0, 1.2, len(townships))
    demand = pd.DataFrame(
        [
            (code, child, corridor, scale[i] * rng.uniform(0.1, 1), 0.0, weight)
            for i, code in enumerate(townships["ts_pcode"])
            for child, corridor, weight in ((True, "china", 1.9), (False, "china", 1.25), (False, "thailand", 1.0))
        ],
        columns=list(DEMAND_COLUMNS),
    )
    places = rng.choice(townships["ts_pcode"], 100, replace=False)
    pools = [(f"P{i}", "O", code, int(rng.integers(0, 8)), None, None) for i, code in enumerate(places)]
    office = townships.iloc[[7]].assign(office_id="D", place="Town")
    return Problem(
        townships, demand, reference.township_adjacency(), pd.DataFrame(pools, columns=list(EXISTING_COLUMNS)),
        office[["office_id", "place", "ts_pcode", "lat", "lon"]], PRICES, Limits(budget_usd, **limits),
    )  # fmt: skip


@pytest.fixture(scope="module")
def problem() -> Problem:
    return country(least_shares=(CHINA,))


@pytest.fixture(scope="module")
def found(problem: Problem) -> Plan:
    return plan(problem, time_limit_s=PATIENT_S)


def test_a_plan_for_the_country_is_proven_within_its_gap(problem: Problem, found: Plan) -> None:
    assert found.ended == Ended.PROVEN
    assert found.gap_0_1 <= 0.01 + 1e-9
    assert found.objective <= found.bound
    assert found.cost_usd <= problem.limits.budget_usd + 1e-6
    parts = [*found.placements, *found.minimum]
    assert found.as_today_worth + sum(p.marginal_worth for p in parts) == pytest.approx(found.objective, rel=1e-6)
    assert found.as_today_people + sum(p.marginal_people for p in parts) == pytest.approx(found.reached_people)
    assert sum(p.reached_people for p in found.placements) == pytest.approx(found.new_people)
    assert all(p.reached_people <= p.capacity_people + 1e-6 for p in found.placements)


def test_new_labels_change_nothing_but_labels(problem: Problem, found: Plan) -> None:
    codes = list(problem.order)
    renamed = dict(zip(codes, (f"Z{i:03d}" for i in np.random.default_rng(8).permutation(len(codes))), strict=True))
    other = replace(
        problem,
        townships=problem.townships.assign(ts_pcode=problem.townships["ts_pcode"].map(renamed)).sample(
            frac=1, random_state=1
        ),
        demand=problem.demand.assign(ts_pcode=problem.demand["ts_pcode"].map(renamed)).sample(frac=1, random_state=2),
        links=problem.links.assign(ts_a=problem.links["ts_b"].map(renamed), ts_b=problem.links["ts_a"].map(renamed)),
        existing=problem.existing.assign(ts_pcode=problem.existing["ts_pcode"].map(renamed)),
        offices=problem.offices.assign(ts_pcode=problem.offices["ts_pcode"].map(renamed)),
    )
    mine, theirs = found, plan(other, time_limit_s=PATIENT_S)
    assert theirs.objective == pytest.approx(mine.objective, rel=1e-9)
    assert [(p.option, p.ts_pcode, p.number) for p in theirs.placements] == [
        (p.option, renamed[p.ts_pcode], p.number) for p in mine.placements
    ]


def test_stopping_keeps_the_best_plan_so_far(problem: Problem) -> None:
    seen: list[Progress] = []

    def tell(progress: Progress) -> bool:
        seen.append(progress)
        return progress.best is None

    found = plan(problem, gap_0_1=0.0, tell=tell)
    assert found.ended == Ended.STOPPED
    best = seen[-1].best
    assert best is not None
    assert found.objective >= best - 1e-4
    assert found.bound >= found.objective
    assert all(p.bound is not None and p.bound >= found.objective - 1e-4 for p in seen)
    assert [p.seconds_s for p in seen] == sorted(p.seconds_s for p in seen)


def test_a_stop_before_anything_is_found_still_gives_a_plan(problem: Problem) -> None:
    found = plan(problem, gap_0_1=0.0, tell=lambda _: False)
    assert found.ended == Ended.STOPPED
    assert found.objective >= found.as_today_worth - 1e-6


def test_the_time_limit_ends_it_with_a_plan(problem: Problem) -> None:
    found = plan(problem, gap_0_1=0.0, time_limit_s=1.0)
    assert found.ended == Ended.TIME
    assert found.bound >= found.objective >= found.as_today_worth - 1e-6


def test_a_plan_to_begin_from_is_never_made_worse(problem: Problem, found: Plan) -> None:
    again = plan(problem, gap_0_1=0.05, start=found)
    assert again.objective >= found.objective - 1e-6


def test_more_money_never_reaches_less_worth() -> None:
    rng = np.random.default_rng(3)
    for _case in range(4):
        demand = [
            (c, bool(rng.integers(2)), "china", float(rng.integers(1, 9)), 0.0, 1.0 + rng.random())
            for c in ("NW", "N", "C", "E", "SW", "SE")
        ]
        prices = {
            Option.RESIDENT: Price(4.0, 8.0), Option.ROVING: Price(3.0, 6.0), Option.MINIMUM_ADULT: Price(0.7),
        }  # fmt: skip
        worths = [
            plan(problem_of(demand, prices, Limits(budget, roving_townships=2)), gap_0_1=0.0).objective
            for budget in (3.0, 4.0, 6.0, 9.0, 14.0, 30.0)
        ]
        assert worths == sorted(worths)
        assert worths[-1] > worths[0]


def test_more_money_never_reaches_fewer_people_where_all_count_the_same() -> None:
    rng = np.random.default_rng(5)
    prices = {
        Option.RESIDENT: Price(4.0, 8.0), Option.ROVING: Price(3.0, 6.0), Option.MINIMUM_CHILD: Price(0.9),
        Option.MINIMUM_ADULT: Price(0.7),
    }  # fmt: skip
    for _case in range(2):
        demand = [(c, i % 2 == 0, "china", float(rng.integers(1, 9)), 0.0, 1.0) for i, c in enumerate(CODES)]
        limits = Limits(0.0, minimum_worth_0_1=1.0, roving_townships=2)
        people = [
            plan(problem_of(demand, prices, replace(limits, budget_usd=budget)), gap_0_1=0.0).reached_people
            for budget in (1.0, 3.0, 6.0, 9.0, 30.0)
        ]
        assert all(later >= earlier - 1e-6 for earlier, later in pairwise(people))
        assert people[-1] > people[0]


def test_the_frontier_never_falls(problem: Problem) -> None:
    points = frontier(problem, most_usd=300_000, points=4, gap_0_1=0.02).points
    worths = [point.objective for point in points]
    people = [point.reached_people for point in points]
    assert all(later >= earlier - 1e-6 for earlier, later in pairwise(worths))
    assert all(later >= earlier - 1e-3 for earlier, later in pairwise(people))
    assert all(point.bound < np.inf for point in points)
    assert worths[-1] > 1.5 * worths[0]


def test_excluded_townships_are_left_untouched() -> None:
    excluded = frozenset(reference.townships().query("st_pcode == 'MMR013'")["ts_pcode"])
    found = plan(country(excluded=excluded))
    there = found.people[found.people["ts_pcode"].isin(list(excluded))]
    assert there[["new_people", "minimum_people"]].to_numpy().sum() == 0
    assert not any({p.ts_pcode, *p.serves} & excluded for p in found.placements)
    why = found.unreached.set_index("ts_pcode")["why"]
    assert {why[code] for code in excluded if code in why.index} == {str(UnreachedReason.EXCLUDED)}


def test_a_placement_without_gain_is_not_bought() -> None:
    """Two roving workers could stand around C; one carries everybody, the second would only cost money."""
    demand = [("C", False, "china", 4.0, 4.0, 1.0), ("N", False, "china", 2.0, 0.0, 1.0)]
    found = plan(problem_of(demand, {Option.ROVING: Price(1.0, 10.0, 5)}, Limits(5.0)))
    assert [(p.option, p.number, p.reached_people) for p in found.placements] == [(Option.ROVING, 1, 6.0)]
    assert found.cost_usd == 1.0


def test_a_source_for_children_is_not_credited_with_adults() -> None:
    """Room for 10 children, of whom there are 2, and a resident with room for 5 beside it: it takes the 5 adults."""
    demand = [("C", True, "china", 2.0, 0.0, 1.0), ("C", False, "china", 5.0, 0.0, 1.0)]
    prices = {Option.CASE_WORKER: Price(1.0, 10.0), Option.RESIDENT: Price(1.0, 5.0)}
    problem = problem_of(demand, prices, Limits(2.0), [("P", "O", "C", 0, True, False)])
    found = plan(problem, gap_0_1=0.0)
    assert {str(p.option): p.reached_people for p in found.placements} == pytest.approx({
        "case_worker": 2.0, "resident": 5.0,
    })  # fmt: skip
