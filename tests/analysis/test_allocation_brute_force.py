"""The planner finds what trying every set of placements finds, and every plan keeps what it was asked to keep."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, reject, settings

from analysis.allocation import Option, Plan, Problem, plan
from analysis.allocation_checks import BudgetTooSmall, LeastTooDear, NobodyBelongs, NothingForSale, TooFewPlaces
from tests.analysis.allocation_small import PLACED, brute_force, problems

CLOSE = {"abs": 1e-5, "rel": 1e-6}
many = settings(
    max_examples=320,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
COUNTED: Counter[str] = Counter()


@many
@given(problems())
def test_the_plan_is_as_good_as_the_best_of_all_sets_of_placements(problem: Problem) -> None:
    try:
        found = plan(problem, gap_0_1=0.0)
    except (LeastTooDear, TooFewPlaces):
        assert brute_force(problem) is None
        COUNTED["impossible"] += 1
        return
    except (BudgetTooSmall, NobodyBelongs, NothingForSale):
        reject()
    best = brute_force(problem)
    assert best is not None
    assert found.objective == pytest.approx(best, **CLOSE)
    assert found.bound == pytest.approx(best, **CLOSE)
    _adds_up(found)
    _keeps_its_limits(found)
    COUNTED["solved"] += 1
    COUNTED.update({str(p.option) for p in found.placements})


def test_the_examples_were_many_and_of_every_kind() -> None:
    """Runs after the test above, in the same process (pytest keeps a file's order)."""
    if not COUNTED:
        pytest.skip("the examples ran in another process")
    assert COUNTED["solved"] >= 200, COUNTED
    assert all(COUNTED[str(option)] >= 5 for option in PLACED), COUNTED


def _adds_up(found: Plan) -> None:
    parts = [*found.placements, *found.minimum]
    assert found.as_today_worth + sum(p.marginal_worth for p in parts) == pytest.approx(found.objective, **CLOSE)
    assert found.as_today_people + sum(p.marginal_people for p in parts) == pytest.approx(found.reached_people, **CLOSE)
    assert sum(p.reached_people for p in found.placements) == pytest.approx(found.new_people, **CLOSE)
    assert sum(line.people for line in found.minimum) == pytest.approx(found.minimum_people, **CLOSE)
    assert found.reached_people + found.unreached_people == pytest.approx(found.demand_people, **CLOSE)
    assert float(found.unreached["people"].sum()) == pytest.approx(found.unreached_people, **CLOSE)
    assert [p.order for p in found.placements] == list(range(1, len(found.placements) + 1))


def _keeps_its_limits(found: Plan) -> None:
    problem, limits = found.problem, found.problem.limits
    assert found.cost_usd <= limits.budget_usd + 1e-5
    people = found.people
    reached = people[["existing_people", "new_people", "minimum_people"]]
    assert (reached.to_numpy() >= 0).all()
    assert (reached.sum(axis=1) <= people["people"] + 1e-5).all()
    for placement in found.placements:
        assert placement.reached_people <= placement.capacity_people + 1e-5
        assert not {placement.ts_pcode, *placement.serves} & limits.excluded
        if placement.option == Option.ROVING:
            assert len(set(placement.serves) - {placement.ts_pcode}) <= limits.roving_townships
    for option in PLACED:
        price, number = problem.prices.get(option), sum(p.number for p in found.placements if p.option == option)
        assert number == 0 if price is None else price.least <= number <= (price.most or 0)
    excluded = people["ts_pcode"].isin(list(limits.excluded))
    assert people.loc[excluded, ["new_people", "minimum_people"]].to_numpy().sum() == pytest.approx(0, abs=1e-5)
    states = problem.townships.set_index("ts_pcode")["st_pcode"]
    new = people["new_people"] + people["minimum_people"]
    for share in limits.least_shares:
        own = (people["corridor"] if share.kind == "corridor" else people["ts_pcode"].map(states)) == share.code
        assert new[own].sum() >= share.share_0_1 * new.sum() - 1e-5
