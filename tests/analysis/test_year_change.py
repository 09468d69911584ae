"""Whether two counts differ by more than chance: worked out by hand, and what must hold of any counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.year_change import chance_of_change, has_changed

people = st.integers(0, 60)


def chance(before: int, now: int) -> float:
    return float(chance_of_change(np.array([before]), np.array([now]))[0])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (0, 0, 1.0),
        (0, 1, 1.0),
        (0, 5, 2 / 32),
        (5, 0, 2 / 32),
        (0, 10, 2 / 1024),
        (1, 5, 2 * (1 + 6) / 64),
        (3, 3, 1.0),
    ],
)
def test_the_chance_of_two_counts_worked_out_on_paper(before, now, expected):
    assert chance(before, now) == pytest.approx(expected)


@given(people, people)
def test_it_is_the_exact_binomial_test_and_knows_no_direction(before, now):
    assert chance(before, now) == pytest.approx(chance(now, before))
    if before + now:
        assert chance(before, now) == pytest.approx(binomtest(before, before + now, 0.5).pvalue)


def test_one_large_change_among_many_quiet_units_is_marked_and_a_small_one_is_not():
    before, now = np.zeros(300, np.int64), np.zeros(300, np.int64)
    now[7], now[8] = 30, 5
    assert np.flatnonzero(has_changed(before, now)).tolist() == [7]


def test_a_chance_below_five_percent_is_not_enough_where_many_were_asked():
    before, now = np.full(300, 3), np.full(300, 3)
    before[0], now[0] = 0, 7  # 2/128: below 0.05, but one of 300
    assert chance(0, 7) < 0.05
    assert not has_changed(before, now).any()


def test_units_too_small_for_the_test_do_not_stand_in_the_way_of_others():
    before, now = np.zeros(300, np.int64), np.full(300, 2)
    now[0] = 8  # 2/256: one of 300 would not pass, but nobody else has people enough to be asked
    assert np.flatnonzero(has_changed(before, now)).tolist() == [0]


def test_five_people_all_in_one_year_are_never_enough():
    assert not has_changed(np.array([0]), np.array([5])).any()
    assert has_changed(np.array([0]), np.array([6])).all()


@pytest.mark.parametrize(("before", "now"), [([-1], [2]), ([1, 2], [1])])
def test_what_is_no_count_is_refused(before, now):
    with pytest.raises(ValueError, match="counts of two years"):
        chance_of_change(np.array(before), np.array(now))
