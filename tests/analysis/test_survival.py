"""Kaplan–Meier curves: a table worked out on paper, and a published trial."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from lifelines.datasets import load_waltons

from analysis.survival import SPELLS, curves, median_days


def spells(*rows: tuple[str, float, int, int]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(SPELLS))


pytestmark = pytest.mark.filterwarnings("ignore:Starting with pandas version 4.0")

# 6-MP and placebo, Freireich et al., Blood 21 (1963) 699: weeks of remission, and how many relapsed or were censored.
MERCAPTOPURINE = [
    (6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1), (19, 0, 1),
    (20, 0, 1), (22, 1, 0), (23, 1, 0), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1),
]  # fmt: skip
PLACEBO = [(1, 2), (2, 2), (3, 1), (4, 2), (5, 2), (8, 4), (11, 2), (12, 2), (15, 1), (17, 1), (22, 1), (23, 1)]
TRIAL = spells(*(("treated", *row) for row in MERCAPTOPURINE), *(("placebo", day, n, 0) for day, n in PLACEBO))


def test_a_table_worked_out_on_paper():
    """Waits: 10 over, 20 over, 30 still waiting, 40 over, 50 still waiting.
    S(10) = 4/5; S(20) = 4/5 * 3/4 = 3/5; S(40) = 3/5 * 1/2 = 3/10: the median is 40. At risk just before day 20: 4."""
    found = curves(spells(("a", 10, 1, 0), ("a", 20, 1, 0), ("a", 30, 0, 1), ("a", 40, 1, 0), ("a", 50, 0, 1)))
    (one,) = found.curves
    assert one.days == (0, 10, 20, 30, 40, 50)
    assert one.waiting_0_1 == pytest.approx((1, 0.8, 0.6, 0.6, 0.3, 0.3))
    assert (one.people, one.over_people, one.waiting_people) == (5, 3, 2)
    assert one.median_days.value == 40
    assert found.tick_days == (0, 10, 20, 30, 40, 50)
    assert one.at_risk == (5, 5, 4, 3, 2, 1)
    assert found.comparison is None


def test_the_band_is_the_log_log_band_of_greenwood():
    """S(10) = 0.8 of 5, one over: Greenwood's sum is 1/(5 * 4) = 0.05, so the standard error of log(-log S) is
    sqrt(0.05) / -log(0.8), and the bounds are 0.8 ** exp(+-1.96 of it) = 0.2038 and 0.9692."""
    (one,) = curves(spells(("a", 10, 1, 0), ("a", 20, 0, 4))).curves
    off = 1.959964 * math.sqrt(0.05) / -math.log(0.8)
    assert one.low_0_1[1] == pytest.approx(0.8 ** math.exp(off), abs=1e-6)
    assert one.high_0_1[1] == pytest.approx(0.8 ** math.exp(-off), abs=1e-6)
    assert one.low_0_1[1] == pytest.approx(0.2038, abs=1e-4)


def test_a_published_trial():
    """Medians 23 and 8 weeks; log-rank chi-squared 16.79 with one degree of freedom (Collett, ch. 2)."""
    found = curves(TRIAL)
    treated, placebo = found.curves
    assert (treated.median_days.value, placebo.median_days.value) == (23, 8)
    assert (placebo.median_days.low, placebo.median_days.high) == (4, 11)
    assert treated.median_days.high == math.inf
    assert found.comparison is not None
    assert found.comparison.chi_squared == pytest.approx(16.79, abs=5e-3)
    assert found.comparison.p_0_1 < 0.001
    assert found.comparison.parts == ("treated", "placebo")


def test_rows_of_one_length_are_added_up():
    one = curves(spells(("a", 5, 2, 1), ("a", 9, 0, 3)))
    other = curves(spells(("a", 5, 1, 0), ("a", 5, 1, 1), ("a", 9, 0, 1), ("a", 9, 0, 2)))
    assert one == other


def test_lifelines_own_data():
    """Walton's mice: 163 of which 156 died; the median of all is 56 days."""
    mice = load_waltons()
    counted = mice.groupby(["T", "E"]).size().reset_index(name="n")
    rows = [("all", row.T, row.n if row.E else 0, 0 if row.E else row.n) for row in counted.itertuples()]
    (one,) = curves(spells(*rows)).curves
    assert (one.people, one.over_people) == (163, 156)
    assert one.median_days.value == 56


def test_half_still_wait_and_nobody_waits():
    assert median_days(spells(("a", 3, 1, 0), ("a", 9, 0, 3))).value is None
    assert median_days(spells()).value is None
    (nobody_over,) = curves(spells(("a", 3, 0, 2))).curves
    assert (nobody_over.median_days.value, nobody_over.median_days.high) == (None, math.inf)


def test_where_nobody_is_left_the_last_band_is_drawn_on():
    """Both are over on day 3: the curve falls to 0, and no width can be told."""
    (one,) = curves(spells(("a", 3, 2, 0))).curves
    assert one.waiting_0_1[-1] == 0
    assert (one.low_0_1[-1], one.high_0_1[-1]) == (0, 1)
    assert one.median_days.value == 3
    assert one.median_days.high == math.inf


def test_small_groups_are_left_out_of_the_comparison():
    few = spells(("few", 3, 5, 14))
    found = curves(pd.concat([TRIAL, few]))
    assert found.comparison is not None
    assert found.comparison.left_out == ("few",)
    assert found.comparison.chi_squared == pytest.approx(16.79, abs=5e-3)
    waiting = spells(("late", 40, 4, 30))
    again = curves(pd.concat([TRIAL, waiting])).comparison
    assert again is not None
    assert again.left_out == ("late",)


def test_groups_stand_in_the_order_asked_for_and_empty_ones_are_left_out():
    found = curves(TRIAL, ["placebo", "nobody", "treated"])
    assert [one.part for one in found.curves] == ["placebo", "treated"]
    assert curves(spells()).curves == ()
