"""Expected victims next year: totals, shares, limits worked by hand; the hard cases; the back-test on past years."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, norm

from analysis.forecast import Forecast, backtest, by_township, forecast
from analysis.forecast_model import (
    GROWTH_USUAL,
    TOTALS,
    USUAL_DISCOUNT,
    USUAL_STATE_STRENGTH,
    USUAL_UNIT_STRENGTH,
    Hierarchy,
    People,
    Total,
    base_shares,
    fit,
    next_total,
    unit_shares,
)
from analysis.units import Panel, Units, panel, units_of
from data import reference
from data.demo import DEMO_AS_OF
from data.paths import ROOT
from data.scope import Scope
from data.vocabulary import Role
from queries.filters import Filters
from queries.victims import victims_by_township_year
from tests.data.demo_registers import published

USUAL = Hierarchy(USUAL_UNIT_STRENGTH, USUAL_STATE_STRENGTH, USUAL_DISCOUNT)


def made(counts: list[list[int]], population: list[float] | None = None, states: str | None = None) -> Panel:
    """A panel from 2015 on; one state and ten thousand people each, unless told."""
    n = len(counts)
    codes = tuple(f"U{i}" for i in range(n))
    people = np.array(population or [1e4] * n, float)
    units = Units(codes, tuple((c,) for c in codes), people, tuple(states or "s" * n), np.zeros(n), np.zeros(n))
    table = np.array(counts, np.int64)
    return Panel(units, tuple(range(2015, 2015 + table.shape[1])), table, (0,) * table.shape[1])


def widths(told: Forecast) -> np.ndarray:
    return (told.frame["high_people"] - told.frame["low_people"]).to_numpy()


# The total.
def test_one_year_has_no_trend_and_the_usual_spread() -> None:
    told = next_total(np.array([99]))
    assert (told.middle_people, told.damping, told.spread) == (pytest.approx(99.5), 0, pytest.approx(GROWTH_USUAL))


def test_a_steady_doubling_carries_on_in_part_worked_by_hand() -> None:
    # With half a person added the totals are 10, 20, 40, 80: every growth is g = ln 2. Damping 2g²/(2g² + 1) = 0.490.
    totals = np.array([9.5, 19.5, 39.5, 79.5])
    g = np.log(2)
    damping = 2 * g**2 / (2 * g**2 + 1)
    told = next_total(totals)
    assert told.damping == pytest.approx(damping)
    assert told.middle_people == pytest.approx(80 * 2**damping)
    surprise = g**2 + 2 * (g - damping * g) ** 2
    assert told.spread == pytest.approx(((2 * 0.49 + surprise) / 5) ** 0.5)


def test_a_total_that_swings_has_no_trend_and_a_steady_one_is_surer_than_one_year() -> None:
    assert next_total(np.array([50, 200, 50, 200])).damping == 0
    steady = next_total(np.full(10, 300))
    assert steady.middle_people == pytest.approx(300.5)
    assert steady.spread < GROWTH_USUAL / 2


def test_years_before_the_first_victim_are_left_out_but_a_zero_year_between_counts() -> None:
    assert next_total(np.array([0, 0, 0, 40])) == next_total(np.array([40]))
    assert next_total(np.array([40, 0, 40])).spread > 2


def test_limits_of_the_total_leave_five_per_cent_on_either_side() -> None:
    told = Total(100.0, 0.0, 0.5)
    away = np.exp(0.5 * norm.isf(0.05))
    assert told.limits(0.9) == (int(100 / away), int(np.ceil(100 * away)))
    assert np.log(told.possible_people() / 100).mean() == pytest.approx(0)


# The shares.
def test_shares_worked_by_hand_with_one_state() -> None:
    # One state: its rate is (10 + 4)/(10·1 + 4) = 1. Equal units expect 5 each: (1 + 8)/(1 + 5), (1 + 2)/(1 + 5).
    share, shape = unit_shares(np.array([[8], [2]]), np.array([0.5, 0.5]), np.array([0, 0]), USUAL)
    assert share == pytest.approx([0.75, 0.25])
    assert shape == pytest.approx([1 / ((1 + 1 / 9) * (1 + 1 / 14) - 1), 1 / ((1 + 1 / 3) * (1 + 1 / 14) - 1)])


def test_an_older_year_weighs_less_by_the_discount() -> None:
    model = Hierarchy(1.0, 4.0, 0.5)
    share, _ = unit_shares(np.array([[8, 0], [0, 4]]), np.array([0.5, 0.5]), np.array([0, 0]), model)
    assert share == pytest.approx([0.5, 0.5])  # 8 people a year earlier weigh as 4


def test_a_unit_without_victims_is_pulled_to_its_own_state() -> None:
    counts = np.array([[20] * 5, [0] * 5, [0] * 5, [0] * 5])
    share, _ = unit_shares(counts, np.full(4, 0.25), np.array([0, 0, 1, 1]), USUAL)
    assert share[0] > 0.8
    assert share[1] > share[2] == share[3] > 0


@given(
    st.integers(1, 6).flatmap(
        lambda years: st.lists(st.lists(st.integers(0, 30), min_size=years, max_size=years), min_size=1, max_size=6)
    ),
    st.randoms(use_true_random=False),
)
@settings(max_examples=25, deadline=None)
def test_whatever_is_counted_the_forecast_is_finite_adds_up_and_is_the_same_again(counts, random) -> None:
    people = [random.choice([0.0, float("nan"), 1e3, 5e5]) for _ in counts]
    given_ = made(counts, people, "".join(random.choice("ab") for _ in counts))
    told = forecast(given_)
    expected, low, high = (told.frame[f"{name}_people"] for name in ("expected", "low", "high"))
    assert np.isfinite(expected).all()
    assert (expected > 0).all()
    assert expected.sum() == pytest.approx(told.total.middle_people)
    assert (low >= 0).all()
    assert (low <= high).all()
    assert told.people().held(low.to_numpy(), high.to_numpy()).min() >= 0.9 - 1e-9
    pd.testing.assert_frame_equal(told.frame, forecast(given_).frame)


def test_more_victims_never_give_a_smaller_expectation_beside_the_same_others() -> None:
    told = forecast(made([[n] * 4 for n in (0, 1, 2, 5, 9)])).frame["expected_people"]
    assert told.is_monotonic_increasing


def test_the_order_and_the_names_of_the_units_make_no_difference() -> None:
    counts, people, states = [[3, 1], [0, 2], [9, 9]], [1e4, 3e4, 2e4], "aba"
    there = forecast(made(counts, people, states)).frame
    back = forecast(made(counts[::-1], people[::-1], states[::-1])).frame
    numbers = ["expected_people", "low_people", "high_people"]
    np.testing.assert_allclose(there[numbers], back[numbers][::-1])


# Fitting.
def test_without_a_year_to_learn_from_the_usual_strengths_are_taken() -> None:
    one_year = np.array([[3], [1]])
    none_at_all = np.zeros((2, 6), np.int64)
    for counts in (one_year, none_at_all):
        assert fit(counts, np.array([0.5, 0.5]), np.array([0, 0])) == USUAL


def test_lasting_differences_teach_trust_in_the_own_past_and_none_teach_distrust() -> None:
    n, rng = 60, np.random.default_rng(1)
    base, state = np.full(n, 1 / n), np.zeros(n, np.int64)
    lasting = rng.poisson(np.repeat([[0.2], [12.0]], n // 2, axis=0), (n, 8))
    alike = rng.poisson(4.0, (n, 8))
    apart, together = fit(lasting, base, state), fit(alike, base, state)
    assert apart.unit_strength <= 2
    assert together.unit_strength >= 16
    assert apart.discount >= 0.8


def test_hot_spots_that_move_every_year_teach_a_short_memory() -> None:
    n = 40
    moving = np.array([[30 * (unit // 4 == year) for year in range(10)] for unit in range(n)])
    lasting = np.array([[30 * (unit < 4) for _ in range(10)] for unit in range(n)])
    base, state = np.full(n, 1 / n), np.zeros(n, np.int64)
    assert fit(moving, base, state).discount < fit(lasting, base, state).discount


# Limits.
def test_limits_equal_a_plain_search_through_the_mixture() -> None:
    people = People(np.array([0.001, 0.02, 0.2, 0.7]), np.array([0.3, 1.0, 5.0, 80.0]), Total(60.0, 0.0, 0.6))
    totals = 60 * np.exp(0.6 * norm.ppf((np.arange(TOTALS) + 0.5) / TOTALS))
    low, high = people.limits(0.9)
    for i, (share, shape) in enumerate(zip(people.share, people.shape, strict=True)):
        numbers = np.arange(2000)
        law = nbinom.pmf(numbers[:, None], shape, shape / (shape + share * totals)).mean(axis=1)
        below = np.cumsum(law)
        by_hand_low = int(np.argmax(below >= 0.05))
        left_out = below[by_hand_low - 1] if by_hand_low else 0.0
        assert low[i] == by_hand_low
        assert high[i] == int(np.argmax(below >= left_out + 0.9))


def test_one_year_gives_a_wider_interval_than_the_same_year_again_and_again() -> None:
    once = forecast(made([[20], [6], [2], [0]]))
    often = forecast(made([[20] * 8, [6] * 8, [2] * 8, [0] * 8]))
    assert once.total.damping == 0
    assert (widths(once) >= widths(often)).all()
    assert widths(once)[0] > 1.5 * widths(often)[0]


def test_a_wider_promise_gives_wider_limits() -> None:
    given_ = made([[20, 25, 18], [6, 2, 4], [0, 0, 1]])
    narrow, wide = forecast(given_, interval=0.5), forecast(given_, interval=0.99)
    assert (wide.frame["low_people"] <= narrow.frame["low_people"]).all()
    assert (wide.frame["high_people"] > narrow.frame["high_people"]).all()


# The hard cases.
def test_nobody_ever_gives_half_a_person_in_the_whole_country() -> None:
    told = forecast(made([[0] * 5] * 10))
    assert told.frame["expected_people"].sum() == pytest.approx(0.5)
    assert told.frame["low_people"].eq(0).all()
    assert told.frame["high_people"].le(1).all()


def test_a_unit_without_population_is_taken_as_the_median_of_its_state() -> None:
    people = np.array([1.0, 3.0, 8.0, 0.0, np.nan, 50.0])
    shares = base_shares(people, np.array([0, 0, 0, 0, 1, 2]))
    whole = 1 + 3 + 8 + 3 + 5.5 + 50  # state 1 has no known one: the country's median of 1, 3, 8 and 50
    assert shares == pytest.approx(np.array([1, 3, 8, 3, 5.5, 50]) / whole)
    assert base_shares(np.full(4, np.nan), np.zeros(4, np.int64)) == pytest.approx([0.25] * 4)


@pytest.mark.parametrize("years", [(), (2015, 2017), (2016, 2015)])
def test_years_with_a_gap_are_refused(years: tuple[int, ...]) -> None:
    broken = replace(made([[1, 2]]), years=years)
    with pytest.raises(ValueError, match="follow each other"):
        forecast(broken)


def test_no_unit_and_an_impossible_interval_are_refused() -> None:
    empty = replace(made([[1]]), units=Units((), (), np.zeros(0), (), np.zeros(0), np.zeros(0)))
    with pytest.raises(ValueError, match="no unit"):
        forecast(empty)
    with pytest.raises(ValueError, match="between 0 and 1"):
        forecast(made([[1]]), interval=90)


# By township.
def pair() -> Panel:
    one = made([[12, 12, 12], [4, 4, 4]])
    return replace(one, units=replace(one.units, members=(("E", "W"), ("U1",))))


def test_a_unit_of_two_townships_is_split_by_their_victims_and_adds_up() -> None:
    rows = pd.DataFrame({"ts_pcode": ["E", "E", "W", None, "W"], "case_year": [2015, 2016, 2016, 2016, 1999],
                         "victims_people": [20, 6.0, 8, 3, 500]})  # fmt: skip
    told = forecast(pair())
    split = by_township(told, pair(), rows).set_index("ts_pcode")
    assert split["share_0_1"].to_dict() == pytest.approx({"E": 26.5 / 35, "W": 8.5 / 35, "U1": 1})
    assert split["expected_people"].sum() == pytest.approx(told.frame["expected_people"].sum())
    assert split.loc["U1", "high_people"] == told.frame["high_people"].iloc[1]
    assert split.loc["W", "high_people"] < split.loc["E", "high_people"] <= told.frame["high_people"].iloc[0]


def test_without_counts_it_is_split_equally() -> None:
    split = by_township(forecast(pair()), pair()).set_index("ts_pcode")
    assert split["share_0_1"].to_dict() == {"E": 0.5, "W": 0.5, "U1": 1}


# Past years.
def test_a_back_test_worked_by_hand() -> None:
    # Nothing changes: the expectation of every unit is near its count, and last year's count is exactly right.
    steady = backtest(made([[6] * 6, [6] * 6]), 2018)
    assert steady.by_year["year"].tolist() == [2018, 2019, 2020]
    assert steady.mae_same_as_last_year_people == steady.rmse_same_as_last_year_people == 0
    assert steady.mae_people == pytest.approx(0.25)  # 12.5 shared equally
    assert steady.coverage_0_1 == steady.coverage_one_expected_0_1 == 1
    # The last year is a hundredfold: nothing holds it, and the error is told.
    shock = backtest(made([[6] * 5 + [600], [6] * 5 + [600]]), 2020)
    assert (shock.coverage_0_1, shock.by_year["total_within"].tolist()) == (0, [False])
    assert shock.mae_same_as_last_year_people == 594


def test_a_back_test_sees_nothing_of_the_year_that_it_tells() -> None:
    first = backtest(made([[6, 5, 7, 3], [1, 2, 0, 4]]), 2017).by_year.iloc[0]
    other = backtest(made([[6, 5, 7, 99], [1, 2, 0, 0]]), 2017).by_year.iloc[0]
    pd.testing.assert_series_equal(first, other)


@pytest.mark.parametrize("first_year", [2015, 2014, 2018])
def test_a_first_year_without_a_year_before_it_or_behind_the_panel_is_refused(first_year: int) -> None:
    with pytest.raises(ValueError, match="a year before it"):
        backtest(made([[1, 2, 3]]), first_year)


@cache
def demonstration() -> Panel:
    victims = victims_by_township_year(published(), Scope(Role.PLANNER, "test"), Filters(as_of=DEMO_AS_OF))
    return panel(units_of(reference.townships()), victims, range(2015, 2026))


def test_on_the_demonstration_register_the_intervals_hold_what_they_promise() -> None:
    told = backtest(demonstration(), 2016)
    assert len(told.by_year) == 10
    assert 0.9 <= told.coverage_0_1 <= 0.97
    assert abs(told.coverage_0_1 - told.promised_0_1) < 0.03
    assert 0.88 <= told.coverage_one_expected_0_1 <= 0.98
    assert told.mae_people < told.mae_same_as_last_year_people
    assert told.rmse_people < 0.9 * told.rmse_same_as_last_year_people


def test_the_documents_state_what_is_measured() -> None:
    told, counted = backtest(demonstration(), 2016), int(demonstration().counts.sum())
    within, say, busy = (f"{share:.1%}".replace("%", " %") for share in (
        told.coverage_0_1, told.promised_0_1, told.coverage_one_expected_0_1))  # fmt: skip
    mae, median, last = (f"{error:.3f}" for error in (
        told.mae_people, told.mae_median_people, told.mae_same_as_last_year_people))  # fmt: skip
    rmse, last_rmse = f"{told.rmse_people:.3f}", f"{told.rmse_same_as_last_year_people:.3f}"
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    row = (f"| {counted:,}", within, say, busy, mae, median, last, rmse, last_rmse)
    assert f"| all victims | seed 2010 {' | '.join(row)} |" in page
    for year in told.by_year.itertuples():
        assert f"| {year.year} | {year.total_people} | {year.expected_total_people:.0f} |" in page
    methods = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8").replace("\n", " ")
    assert f"{within} of the units' counts lay within the limits (which said {say}), {busy} where" in methods
    assert f"was {mae} people a unit, against {last} for" in methods
    assert f"error {rmse} against {last_rmse}." in methods


def test_people_drawn_from_a_known_law_lie_within_as_often_as_promised() -> None:
    n, rng = 200, np.random.default_rng(7)
    rate = rng.gamma(1.5, 4 / 1.5, n)
    level = np.exp(np.cumsum(rng.normal(0, 0.25, 14)))
    told = backtest(made(rng.poisson(rate[:, None] * level).tolist(), states="abcdefghij" * 20), 2020)
    assert told.coverage_0_1 >= 0.88
    assert told.rmse_people < told.rmse_same_as_last_year_people
