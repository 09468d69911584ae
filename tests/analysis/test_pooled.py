"""Years pooled with those before them: each count is a sum that can be added up by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.units import Panel, Units, pooled

UNITS = Units(("A", "B"), (("A",), ("B",)), np.array([10.0, 20.0]), ("S", "S"), np.zeros(2), np.arange(2.0))
PANEL = Panel(UNITS, (2020, 2021, 2022, 2023), np.array([[1, 2, 3, 4], [0, 0, 5, 1]]), (1, 0, 2, 0))


def test_each_year_holds_those_before_it():
    found = pooled(PANEL, 3)
    assert found.years == (2022, 2023)
    assert found.counts.tolist() == [[6, 9], [5, 6]]
    assert found.unplaced == (3, 2)


def test_one_year_is_the_panel_itself():
    assert np.array_equal(pooled(PANEL, 1).counts, PANEL.counts)


@pytest.mark.parametrize("years", [0, 5])
def test_years_that_the_panel_has_not_are_refused(years):
    with pytest.raises(ValueError, match=str(years)):
        pooled(PANEL, years)
