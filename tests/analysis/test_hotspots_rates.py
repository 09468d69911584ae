"""Smoothed rates by a table worked out by hand; ranks with intervals that can be derived."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from analysis.ranks import ranks
from analysis.rates import rates

RNG = 7


def ranked(counts, population):
    counts, population = np.array(counts), np.array(population, float)
    return ranks(counts, population, rates(counts, population), np.random.default_rng(RNG))


def test_smoothing_by_hand():
    """5 of 50 and 3 of 150: mean 8/200 = 0.04; weighted variance (50·0.06² + 150·0.02²)/200 = 0.0012; less 0.04/100:
    between 0.0008; weights 0.0008/(0.0008 + 0.04/50) = 1/2 and 0.0008/(0.0008 + 0.04/150) = 3/4."""
    found = rates(np.array([5, 3]), np.array([50.0, 150.0]))
    assert found.mean == pytest.approx(0.04)
    assert found.between == pytest.approx(0.0008)
    assert found.raw_per_100k == pytest.approx([10_000, 2_000])
    assert found.smoothed_per_100k == pytest.approx([7_000, 2_500])
    # 0.06 / √0.0016 and −0.02 / √(0.0008 + 0.04/150)
    assert found.standardised == pytest.approx([1.5, -0.02 / np.sqrt(0.0032 / 3)])


def test_smoothing_of_four_equal_populations_by_hand():
    """Mean 0.04; variance (16 + 4 + 0 + 36)/4 · 10⁻⁴ = 0.0014; between 0.001; every weight 5/7."""
    found = rates(np.array([0, 2, 4, 10]), np.full(4, 100.0))
    assert found.smoothed_per_100k == pytest.approx([8_000 / 7, 18_000 / 7, 4_000, 58_000 / 7])


@pytest.mark.parametrize("counts", [[0, 0, 0], [1, 1, 1], [2, 1, 3]])
def test_counts_that_differ_no_more_than_by_chance_are_smoothed_to_the_mean(counts):
    """2, 1, 3 of 100 each: variance 0.0000667, chance alone 0.0002."""
    found = rates(np.array(counts), np.full(3, 100.0))
    assert found.between == 0
    assert found.smoothed_per_100k == pytest.approx([found.mean * 100_000] * 3)
    assert np.isfinite(found.standardised).all()
    same = ranked(counts, [100] * 3)
    assert (same.rank.tolist(), same.low.tolist(), same.high.tolist()) == ([1] * 3, [1] * 3, [3] * 3)


@pytest.mark.parametrize(("counts", "population"), [([-1, 2], [1, 1]), ([1, 2], [0, 1]), ([1, 2], [np.nan, 1])])
def test_impossible_numbers_are_refused(counts, population):
    with pytest.raises(ValueError, match="population"):
        rates(np.array(counts), np.array(population, float))


COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(1_000, 400_000)), min_size=3, max_size=30)


@given(COUNTS)
def test_smoothing_draws_towards_the_mean_and_is_the_mean_of_the_posterior(rows):
    counts, population = (np.array(column) for column in zip(*rows, strict=True))
    found = rates(counts, population.astype(float))
    raw, smooth, mean = found.raw_per_100k, found.smoothed_per_100k, found.mean * 100_000
    slack = 1e-9 * (1 + mean)
    assert (np.minimum(raw, mean) - slack <= smooth).all()
    assert (smooth <= np.maximum(raw, mean) + slack).all()
    if found.between > 0:
        shape, people = found.mean**2 / found.between, found.mean / found.between
        assert smooth == pytest.approx((shape + counts) / (people + population) * 100_000)


def test_two_units_far_apart_never_overlap():
    found = ranked([1_000, 10], [100_000, 100_000])
    assert (found.rank.tolist(), found.low.tolist(), found.high.tolist()) == ([1, 2], [1, 2], [1, 2])


def test_two_high_and_two_low_units_share_their_ranks():
    """Each of a pair is above the other in half of the draws, so 90 % of its ranks need both places."""
    found = ranked([1_000, 10, 1_000, 10], [100_000] * 4)
    assert found.rank.tolist() == [1, 3, 1, 3]
    assert found.low.tolist() == [1, 3, 1, 3]
    assert found.high.tolist() == [2, 4, 2, 4]


@pytest.mark.parametrize(("first", "second"), [(70, 30), (60, 40), (58, 30), (90, 40), (200, 130)])
def test_the_interval_is_that_of_the_exact_chance(first, second):
    """Of two Gamma rates with one scale the share of the first is Beta; it is below 1/2 if the second is higher."""
    counts, population = np.array([first, second]), np.full(2, 100_000.0)
    found = rates(counts, population)
    shape = found.mean**2 / found.between
    second_is_higher = beta.cdf(0.5, shape + first, shape + second)
    assert abs(second_is_higher - 0.05) > 0.01, "too near to the bound for a simulation to tell"
    overlap = second_is_higher > 0.05
    assert ranked(counts, population).high.tolist() == [2 if overlap else 1, 2]
    assert ranked(counts, population).low.tolist() == [1, 1 if overlap else 2]


@given(COUNTS, st.randoms())
def test_intervals_hold_the_rank_and_equal_units_share_theirs(rows, random):
    rows = rows + rows[:2]
    random.shuffle(rows)
    counts, population = (np.array(column) for column in zip(*rows, strict=True))
    found = ranks(counts, population, rates(counts, population), np.random.default_rng(1), draws=500)
    assert (found.low >= 1).all()
    assert (found.high <= len(rows)).all()
    assert ((found.low <= found.rank) & (found.rank <= found.high)).all()
    by_row: dict[tuple[int, int], set[tuple[int, int, int]]] = {}
    for row, *place in zip(rows, found.rank, found.low, found.high, strict=True):
        by_row.setdefault(row, set()).add(tuple(place))
    assert all(len(places) == 1 for places in by_row.values())
