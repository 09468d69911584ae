"""Intervals of shares, counts, medians and differences: published examples, and values worked out on paper."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.stats import binomtest

from analysis import intervals
from analysis.intervals import NOT_KNOWN, Interval, count, difference, is_noise, median, share


def test_newcombes_example_of_a_share():
    """81 of 263: 0.2553 to 0.3662 (Newcombe 1998a, Table I, score method)."""
    found = share(81, 263)
    assert (found.value, found.low, found.high) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)


@given(some.integers(1, 500).flatmap(lambda n: some.tuples(some.integers(0, n), some.just(n))))
def test_wilson_is_scipys_and_holds_the_share(drawn):
    met, of = drawn
    found, other = share(met, of), binomtest(met, of).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=1e-9)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_nothing_to_divide_by_is_no_share_and_no_rate():
    assert share(0, 0) == NOT_KNOWN
    assert count(3, 0) == NOT_KNOWN
    low, high = intervals.wilson(np.array([0.0, 1.0]), np.array([0.0, 2.0]))
    assert np.isnan(low[0])
    assert np.isnan(high[0])
    assert not np.isnan(low[1])


def test_exact_limits_of_counts():
    """Tables of exact Poisson limits: 0 gives 0 to 3.689, 10 gives 4.795 to 18.390; a rate per 2 is half of that."""
    assert (count(0).low, count(0).high) == pytest.approx((0, 3.689), abs=5e-4)
    assert (count(10).low, count(10).high) == pytest.approx((4.795, 18.390), abs=5e-4)
    assert (count(10, 2).value, count(10, 2).low) == pytest.approx((5, 2.398), abs=5e-4)


def test_order_statistics_of_the_median():
    """Of 10 values the 2nd and the 9th hold the median with 97.9 % (1 - 2 * 11/1024); of 6 the ends, with 96.9 %; of 5
    the ends would with 93.75 % only, so there is no interval."""
    assert median(range(1, 11)) == Interval(5.5, 2, 9)
    assert median([6, 5, 4, 3, 2, 1]) == Interval(3.5, 1, 6)
    assert median([1, 2, 3, 4, 5]) == Interval(3)
    assert median([]) == NOT_KNOWN


def test_newcombes_example_of_a_difference():
    """56/70 - 48/80 = 0.2, from 0.0524 to 0.3339 (Newcombe 1998b, Table II, method 10)."""
    found = difference(share(48, 80), share(56, 70))
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert not is_noise(found)


def test_a_difference_within_noise_is_called_so():
    """5 of 10 against 6 of 10: far too few."""
    assert is_noise(difference(share(5, 10), share(6, 10)))


@given(
    *(some.integers(1, 60).flatmap(lambda n: some.tuples(some.integers(0, n), some.just(n))) for _ in range(2)),
)
def test_the_other_way_round_is_the_mirror_image(first, second):
    one, other = difference(share(*first), share(*second)), difference(share(*second), share(*first))
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))
    assert one.low <= one.value <= one.high
    assert is_noise(one) == is_noise(other)


def test_what_is_not_known_is_noise():
    assert difference(NOT_KNOWN, share(1, 2)) == NOT_KNOWN
    assert is_noise(NOT_KNOWN)
    assert difference(Interval(3), Interval(9, 8, 10)) == Interval(6)
    assert is_noise(difference(Interval(3), Interval(9, 8, 10)))


def test_a_median_that_is_not_reached_leaves_the_difference_open():
    """Before 40 days, 30 to 50; after 90 days, 70 to not reached: the rise is at least 50 - hypot(20, 10) = 27.6."""
    found = difference(Interval(40, 30, 50), Interval(90, 70, math.inf))
    assert found.low == pytest.approx(50 - math.hypot(20, 10))
    assert found.high == math.inf
    assert not found.is_bounded
    assert not is_noise(found)
