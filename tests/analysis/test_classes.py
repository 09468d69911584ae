"""Classes of a map: worked out by hand, against mapclassify and against trying every cut."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.classes import NO_DATA, ZERO, Method, classify, fixed_steps

COUNTS = st.lists(st.none() | st.integers(0, 500), max_size=60)


def test_zero_and_no_data_are_apart():
    found = classify([0, None, 3, 4, 30, 0, np.nan], 2)
    assert found.bounds == ((3, 4), (5, 30))
    assert (found.counts, found.zeros, found.no_data) == ((2, 1), 2, 2)
    assert found.of([0, None, 3, 4, 5, 30]).tolist() == [ZERO, NO_DATA, 1, 1, 2, 2]


def test_nullable_integers_are_read():
    assert classify(pd.Series([1, None, 2], dtype="Int64"), 2).no_data == 1


@pytest.mark.parametrize("method", list(Method))
def test_nothing_to_class_gives_no_class_or_the_fixed_ones(method):
    for values in ([], [0, 0], [None]):
        found = classify(values, 5, method)
        assert sum(found.counts) == 0
        assert found.of(values).max(initial=NO_DATA) <= ZERO


def test_quantiles_and_equal_steps_by_hand():
    assert classify([1, 2, 3, 4, 5, 6], 3, Method.QUANTILES).bounds == ((1, 2), (3, 4), (5, 6))
    assert classify([1, 2, 3, 100], 4, Method.EQUAL_INTERVAL).bounds == ((1, 25), (26, 100))


def test_fixed_steps_stay_whatever_the_year_holds():
    rich, poor = classify([3, 80], 4, Method.FIXED, [1, 5, 20, 50]), classify([3], 4, Method.FIXED, [1, 5, 20, 50])
    assert rich.bounds == poor.bounds == ((1, 4), (5, 19), (20, 49), (50, None))
    assert (rich.counts, poor.counts) == ((1, 0, 0, 1), (1, 0, 0, 0))
    assert fixed_steps(130, 4) == [1, 20, 50, 100]
    assert fixed_steps(0, 4) == [1]
    with pytest.raises(ValueError, match="rise"):
        classify([1], 2, Method.FIXED, [5, 5])


@pytest.mark.parametrize("values", [[-1], [1.5]])
def test_broken_and_negative_people_are_refused(values):
    with pytest.raises(ValueError, match="whole number"):
        classify(values)


def test_values_of_another_year_beyond_the_bounds_fall_into_the_outer_classes():
    found = classify([10, 20, 30, 40], 2)
    assert found.of([1, 99]).tolist() == [1, 2]


@pytest.mark.filterwarnings("ignore:Not enough unique values")
@settings(max_examples=150, deadline=None)
@given(COUNTS, st.integers(1, 7), st.sampled_from(list(Method)))
def test_every_value_is_in_exactly_its_class(values, k, method):
    found = classify(values, k, method)
    distinct = {v for v in values if v}
    if method != Method.FIXED:
        assert len(found.bounds) <= min(k, len(distinct))
        assert all(found.counts)
    for low, high in found.bounds:
        assert high is None or low <= high
    for (_, high), (low, _) in itertools.pairwise(found.bounds):
        assert low == high + 1
    for value, number in zip(values, found.of(values), strict=True):
        if value is None:
            assert number == NO_DATA
        elif value == 0:
            assert number == ZERO
        else:
            low, high = found.bounds[number - 1]
            assert low <= value
            assert high is None or value <= high
    assert sum(found.counts) + found.zeros + found.no_data == len(values)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=2, max_size=9), st.integers(2, 4))
def test_natural_breaks_are_the_best_of_all_cuts(values, k):
    distinct = sorted(set(values))
    k = min(k, len(distinct))

    def deviation(uppers):
        classes = np.searchsorted(uppers, values)
        return sum(np.var(group) * len(group) for c in set(classes) if len(group := np.array(values)[classes == c]))

    best = min(deviation([*cuts, distinct[-1]]) for cuts in itertools.combinations(distinct[:-1], k - 1))
    uppers = [high for _, high in classify(values, k, Method.NATURAL).bounds]
    assert deviation(uppers) == pytest.approx(best, abs=1e-6)
