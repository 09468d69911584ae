"""Round limits of classes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.steps import steps


@pytest.mark.parametrize(
    ("largest", "most", "expected"),
    [
        (60, 5, (2, 5, 10, 20, 50)),
        (1, 3, (0.1, 0.2, 0.5)),
        (10.1, 2, (5, 10)),
        (0.3, 3, (0.05, 0.1, 0.2)),
        (0, 5, ()),
        (-1, 5, ()),
    ],
)
def test_the_highest_rungs_below_the_largest(largest, most, expected):
    assert steps(largest, most) == pytest.approx(expected)


@given(st.floats(1e-6, 1e6), st.integers(1, 7))
def test_as_many_as_asked_for_rising_and_below(largest, most):
    found = steps(largest, most)
    assert len(found) == most
    assert all(a < b for a, b in pairwise(found))
    assert found[0] > 0
    assert found[-1] < largest


@pytest.mark.parametrize(("largest", "most"), [(float("inf"), 5), (float("nan"), 5), (3, 0)])
def test_what_has_no_steps_is_refused(largest, most):
    with pytest.raises(ValueError, match="no steps"):
        steps(largest, most)
