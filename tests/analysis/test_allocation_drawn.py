"""Plans drawn by hand, set beside the best, compared and written down: a 3x3 grid that can be worked out on paper."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pandas.testing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import allocation_solve as solving
from analysis.allocation import DEMAND_COLUMNS, EXISTING_COLUMNS, Ended, Limits, Option, Price, Problem, plan
from analysis.allocation_checks import BudgetTooSmall
from analysis.allocation_compare import by_township, difference, totals
from analysis.allocation_frontier import Point, frontier, knee
from analysis.allocation_hand import ByHand, NotPossibleThere, ServesTooMany, against_best, by_hand
from analysis.allocation_io import from_json, to_json
from tests.grid import CODES, NEIGHBOURS, TOWNSHIPS

PRICES = {Option.RESIDENT: Price(100, 8), Option.ROVING: Price(100, 10), Option.MINIMUM_ADULT: Price(10)}
PEOPLE = {"NW": 10, "N": 4, "C": 6, "SE": 2}


def problem(people=PEOPLE, budget=100.0, prices=PRICES, existing=(), **limits):
    rows = [(code, False, "china", float(n), float(n), 1.0) for code, n in people.items()]
    return Problem(
        TOWNSHIPS[["ts_pcode", "st_pcode", "lat", "lon"]],
        pd.DataFrame(rows, columns=list(DEMAND_COLUMNS)),
        NEIGHBOURS,
        pd.DataFrame(list(existing), columns=list(EXISTING_COLUMNS)),
        pd.DataFrame(columns=["office_id", "place", "ts_pcode", "lat", "lon"]),
        prices,
        Limits(budget_usd=budget, **limits),
    )


def test_a_drawn_provider_reaches_as_many_as_it_has_room_for():
    found = by_hand(problem(), [ByHand(Option.RESIDENT, "NW")])
    assert (found.new_people, found.minimum_people, found.unreached_people) == pytest.approx((8, 0, 14))
    (one,) = found.placements
    assert (one.ts_pcode, one.serves, one.cost_usd, one.marginal_people) == ("NW", ("NW",), 100, pytest.approx(8))


def test_what_is_left_of_the_budget_goes_into_the_minimum_model():
    found = by_hand(problem(budget=150), [ByHand(Option.RESIDENT, "NW")])
    assert (found.new_people, found.minimum_people) == pytest.approx((8, 5))
    assert found.cost_usd == pytest.approx(150)
    assert found.objective == pytest.approx(8 + 5 * 0.4)


def test_a_drawn_plan_may_cost_more_than_the_budget():
    found = by_hand(problem(), [ByHand(Option.RESIDENT, "NW"), ByHand(Option.RESIDENT, "C")])
    assert (found.new_people, found.cost_usd, found.minimum_people) == pytest.approx((14, 200, 0))


def provider(pool, code):
    one = {"pool_id": pool, "organisation": "A", "ts_pcode": code, "room_people": 0.0, "serves_children": True,
           "serves_adults": True}  # fmt: skip
    return tuple(one[column] for column in EXISTING_COLUMNS)


def test_workers_drawn_at_a_provider_that_need_not_be_kept_pay_for_its_upkeep_too():
    prices = {**PRICES, Option.CASE_WORKER: Price(50, 5)}
    asked = problem(budget=10, prices=prices, existing=[provider("P7", "NW")], keeps_existing=False, upkeep_usd=70)
    found = by_hand(asked, [ByHand(Option.CASE_WORKER, "P7")])
    assert (found.new_people, found.cost_usd, found.minimum_people) == pytest.approx((5, 120, 0))
    assert found.left_providers == ()


def test_a_refused_drawing_names_the_township_and_not_the_record():
    prices = {**PRICES, Option.CASE_WORKER: Price(50, 5)}
    asked = problem(prices=prices, existing=[provider("P7", "NW")], excluded=frozenset({"NW"}))
    with pytest.raises(NotPossibleThere) as refused:
        by_hand(asked, [ByHand(Option.CASE_WORKER, "P7")])
    assert refused.value.key == "NW"


def test_a_plan_that_the_bound_of_the_head_start_proves_is_proven(monkeypatch):
    best, run = plan(problem(budget=250), 0.0).objective, solving._run

    def out_of_time(solver, watch, start):
        return replace(run(solver, watch, start), bound=math.inf, ended=Ended.TIME)

    def head_start(model, _gap, _limit, watch, start):
        first = run(solving._solver(model, 0.0, 10.0), watch, start)
        return replace(first, objective=best / 2, bound=best, gap_0_1=1.0, ended=Ended.TIME)

    monkeypatch.setattr(solving, "_run", out_of_time)
    monkeypatch.setattr(solving, "_head_start", head_start)
    monkeypatch.setattr(solving, "HEAD_START_FROM", 0)
    found = plan(problem(budget=250), 0.01)
    assert (found.ended, found.bound) == (Ended.PROVEN, pytest.approx(best))


def test_a_drawn_roving_worker_serves_whom_it_was_drawn_to_serve_and_nobody_else():
    told = by_hand(problem(), [ByHand(Option.ROVING, "N", serves=("C",))])
    assert told.new_people == pytest.approx(10)  # N 4, C 6
    assert set(told.placements[0].serves) == {"N", "C"}
    left_alone = by_hand(problem(), [ByHand(Option.ROVING, "N", serves=())])
    assert left_alone.new_people == pytest.approx(4)
    free = by_hand(problem(), [ByHand(Option.ROVING, "N")])
    assert free.new_people == pytest.approx(10)


def test_a_placement_that_gains_nothing_stays_on_the_drawing():
    found = by_hand(problem({"NW": 5.0}), [ByHand(Option.RESIDENT, "NW"), ByHand(Option.ROVING, "NW", serves=())])
    assert len(found.placements) == 2
    assert sorted(p.marginal_people for p in found.placements) == pytest.approx([0, 5])


@pytest.mark.parametrize("key", ["E", "nowhere"])
def test_a_provider_drawn_where_it_would_reach_nobody_is_refused_in_words(key):
    with pytest.raises(NotPossibleThere, match=f"at {key} would reach nobody"):
        by_hand(problem(), [ByHand(Option.RESIDENT, key)])


def test_a_left_out_township_takes_no_drawing():
    with pytest.raises(NotPossibleThere):
        by_hand(problem(excluded=frozenset({"NW"})), [ByHand(Option.RESIDENT, "NW")])


def test_a_roving_worker_cannot_be_drawn_to_a_township_that_does_not_touch():
    with pytest.raises(ServesTooMany, match="SE"):
        by_hand(problem(), [ByHand(Option.ROVING, "C", serves=("SE",))])
    with pytest.raises(ServesTooMany, match="at most 1"):
        by_hand(problem(roving_townships=1), [ByHand(Option.ROVING, "C", serves=("N", "W"))])


def test_beside_the_best_plan_with_the_same_money():
    found = against_best(problem(), [ByHand(Option.RESIDENT, "NW")], gap_0_1=0.0)
    assert (found.hand.new_people, found.best.new_people) == pytest.approx((8, 10))
    assert (found.demand_people, found.budget_usd) == (22, 100)
    assert str(found.headline()) == (
        "Your plan supports 8 of 22 people, and 0 more by the minimum model; the best plan with the same budget "
        "supports 10, and 0 more by the minimum model."
    )


placed = st.lists(
    st.builds(ByHand, st.sampled_from([Option.RESIDENT, Option.ROVING]), st.sampled_from(sorted(PEOPLE))),
    max_size=3,
    unique_by=lambda one: (one.option, one.key),
)


@settings(max_examples=40, deadline=None)
@given(placed, st.integers(1, 400), st.dictionaries(st.sampled_from(CODES), st.integers(1, 12), max_size=4))
def test_no_drawing_beats_the_best(drawn, budget, more):
    asked = problem({**PEOPLE, **more}, float(budget))
    found = against_best(asked, drawn, gap_0_1=0.0)
    assert found.hand.objective <= found.best.objective + 1e-6
    assert found.best.cost_usd <= found.budget_usd + 1e-6


def test_totals_and_today():
    existing = [("P", "Provider", "NW", 3, None, None)]
    asked = problem(existing=existing)
    first, second = plan(asked, 0.0), by_hand(asked, [ByHand(Option.RESIDENT, "C")])
    rows = totals({"best": first, "drawn": second}).set_index("name", drop=False)
    today = rows[rows["name"].isna()].iloc[0]
    assert (today["reached_people"], today["cost_usd"], today["unreached_people"]) == (3, 0, 19)
    assert (rows.at["drawn", "new_people"], rows.at["drawn", "resident_number"]) == pytest.approx((6, 1))
    assert rows.at["drawn", "usd_per_person"] == pytest.approx(100 / 6)
    assert rows.at["best", "reached_people"] == pytest.approx(13)


def test_difference_by_township_adds_up():
    asked = problem()
    a, b = by_hand(asked, [ByHand(Option.RESIDENT, "NW")]), by_hand(asked, [ByHand(Option.RESIDENT, "C")])
    rows = difference(a, b).set_index("ts_pcode")["difference_people"]
    assert rows[rows.abs() > 1e-6].to_dict() == pytest.approx({"NW": 8, "C": -6})
    assert rows.sum() == pytest.approx(a.reached_people - b.reached_people)
    both = by_township({"a": a, "b": b}).set_index("ts_pcode")
    assert (both.at["NW", "a"], both.at["NW", "b"]) == pytest.approx((8, 0))


@pytest.mark.parametrize("budget", [0.0, 100.0, float("inf")])
def test_a_plan_comes_back_from_its_text(budget):
    existing = [("P", "Provider", "NW", None, True, None), ("P", "Provider", "N", None, True, None)]
    excluded = frozenset({"SE", "S"})
    made = by_hand(problem(budget=budget, existing=existing, excluded=excluded), [ByHand(Option.ROVING, "N")])
    read = from_json(to_json(made))
    assert to_json(read) == to_json(made)
    assert (read.placements, read.minimum, read.ended) == (made.placements, made.minimum, made.ended)
    assert (read.problem.limits, read.problem.prices) == (made.problem.limits, dict(made.problem.prices))
    assert read.problem.order == made.problem.order
    pandas.testing.assert_frame_equal(read.people, made.people)
    pandas.testing.assert_frame_equal(read.problem.existing, made.problem.existing)
    assert by_hand(read.problem, [ByHand(Option.ROVING, "N")]).objective == pytest.approx(made.objective)


def test_text_of_another_format_is_refused():
    with pytest.raises(ValueError, match="format"):
        from_json('{"format": 99}')


def test_the_frontier_never_falls_and_begins_with_today():
    found = frontier(problem(existing=[("P", "Provider", "NW", 3, None, None)]), most_usd=400, points=11, gap_0_1=0.0)
    objectives = [point.objective for point in found.points]
    assert found.is_whole
    assert objectives[0] == pytest.approx(3)
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(objectives))
    people = [point.reached_people for point in found.points]
    assert all(later >= earlier - 1e-3 for earlier, later in pairwise(people))
    assert found.points[-1].supported_people + found.points[-1].minimum_people == pytest.approx(22)


def test_the_frontier_can_be_stopped():
    found = frontier(problem(), most_usd=400, points=11, tell=lambda done, _all: done < 3)
    assert (len(found.points), found.is_whole) == (3, False)


def test_the_knee_is_where_the_curve_bends():
    some = plan(problem(), 0.0)

    def curve(*objectives):
        return [Point(100.0 * i, 0, y, y, y, 0, some) for i, y in enumerate(objectives)]

    assert knee(curve(0, 10, 20, 21, 22, 23)) == 2
    assert knee(curve(0, 1, 2, 3)) is None
    assert knee(curve(0, 5)) is None
    assert knee(curve(4, 4, 4)) is None


def test_least_numbers_do_not_bind_a_drawing():
    prices = {**PRICES, Option.RESIDENT: replace(PRICES[Option.RESIDENT], least=1)}
    assert by_hand(problem(prices=prices), []).placements == ()


def test_who_stays_without_is_told_why():
    """NW: a full provider. C: a provider for children only, and adults wait. N: left out. SE: a worker could go."""
    existing = [("P", "Full", "NW", 3, None, None), ("Q", "Children", "C", 9, True, False)]
    prices = {Option.ROVING: Price(100, 10, most=1)}
    asked = problem({**PEOPLE, "S": 1}, existing=existing, prices=prices, excluded=frozenset({"N"}), roving_townships=1)
    found = by_hand(asked, [ByHand(Option.ROVING, "SW", serves=("S",))])
    assert found.unreached.set_index("ts_pcode")["why"].to_dict() == {
        "NW": "full", "C": "limits", "N": "excluded", "SE": "budget",
    }  # fmt: skip


def test_a_curve_without_money_is_refused_in_words():
    with pytest.raises(BudgetTooSmall, match="The budget of 0 US dollars pays for nothing"):
        frontier(problem(budget=0.0))
