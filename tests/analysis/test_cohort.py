"""Cohorts: who reached what, who passed over a step, and where people stop; counted on paper."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.cohort import STEPS, cohort, years_of

REACHED = pd.DataFrame(
    [
        (2023, "1100000", 3),  # home, and no further
        (2023, "1000010", 2),  # closed, and nothing in between
        (2023, "1111100", 4),  # served
        (2023, "1111111", 1),  # all the way
        (2022, "1000000", 5),
    ],
    columns=["return_year", "reached", "people"],
)
STEPPED = pd.DataFrame(
    [(2023, 1, 5, 4, 0), (2023, 1, 9, 4, 0), (2023, 2, 10, 5, 0), (2023, 2, 30, 0, 3)],
    columns=["return_year", "step", "days", "over_people", "waiting_people"],
)


def test_counted_on_paper():
    """Of 10 who returned in 2023: 8 are home, 2 have closure without it. 5 were assigned, 2 are past it unrecorded, 3
    stand before it. 3 stop at home, 4 at the service, 2 at closure, 1 at the revisit."""
    found = cohort(REACHED, STEPPED, (2023,))
    assert found.people == 10
    assert [step.reached_people for step in found.steps] == [10, 8, 5, 5, 5, 3, 1]
    assert [step.passed_over_people for step in found.steps] == [0, 2, 2, 2, 2, 0, 0]
    assert [step.before_people for step in found.steps] == [0, 0, 3, 3, 3, 7, 9]
    assert [step.stopped_people for step in found.steps] == [0, 3, 0, 0, 4, 2, 1]


def test_days_of_a_step():
    """Home: 4 after 5 days, 4 after 9: S(5) = 1/2, the median is 5. Assigned: 5 of 8 after 10 days, so S(10) = 3/8."""
    home, assigned = cohort(REACHED, STEPPED, (2023,)).steps[1:3]
    assert (home.days.value, home.timed_people) == (5, 8)
    assert (assigned.days.value, assigned.timed_people) == (10, 8)
    assert cohort(REACHED, STEPPED, (2023,)).steps[3].days.value is None


def test_years_together():
    found = cohort(REACHED, STEPPED, (2022, 2023))
    assert (found.first_year, found.last_year, found.people) == (2022, 2023, 15)
    assert found.steps[0].stopped_people == 5
    assert years_of(REACHED) == (2022, 2023)
    with pytest.raises(ValueError, match="at least one year"):
        cohort(REACHED, STEPPED, ())


@settings(max_examples=25)
@given(
    some.dictionaries(
        some.text("01", min_size=6, max_size=6).map(lambda rest: "1" + rest), some.integers(1, 9), min_size=1
    )
)
def test_everybody_stands_somewhere(patterns):
    reached = pd.DataFrame([(2023, mark, n) for mark, n in patterns.items()], columns=REACHED.columns)
    found = cohort(reached, STEPPED.iloc[:0], (2023,))
    for step in found.steps:
        assert step.reached_people + step.passed_over_people + step.before_people == found.people
    assert sum(step.stopped_people for step in found.steps) == found.people
    assert len(found.steps) == len(STEPS)
