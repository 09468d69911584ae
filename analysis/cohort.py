"""Of those who returned in a year: how far they are, where they stop, and how long each step takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.intervals import NOT_KNOWN, Interval
from analysis.survival import median_days
from data.errors import N_

STEPS = (
    N_("Back in Myanmar"),
    N_("Returned home"),
    N_("Assigned to a provider"),
    N_("First visit at home"),
    N_("Service given"),
    N_("Closed"),
    N_("Revisited"),
)
"""The way of a case after the return, in the order in which it should go."""


@dataclass(frozen=True)
class Step:
    """One step of a cohort. reached + passed_over + before = everybody.

    reached_people: it is recorded. passed_over_people: it is not, yet a later step is. before_people: neither.
    stopped_people: of those who reached it, the ones without any later step.
    days: median from the recorded step before, those who wait for it counted with their wait so far (Kaplan–Meier);
    timed_people: on whom it rests.
    """

    position: int
    reached_people: int
    passed_over_people: int
    before_people: int
    stopped_people: int
    days: Interval
    timed_people: int

    @property
    def name(self) -> str:
        """A gettext msgid."""
        return STEPS[self.position]


@dataclass(frozen=True)
class Cohort:
    """Those who returned in the years from first_year to last_year."""

    first_year: int
    last_year: int
    people: int
    steps: tuple[Step, ...]


def years_of(reached: pd.DataFrame) -> tuple[int, ...]:
    """The years in which anybody returned."""
    return tuple(sorted(int(year) for year in reached["return_year"].unique()))


def cohort(reached: pd.DataFrame, steps: pd.DataFrame, years: Sequence[int]) -> Cohort:
    """The cohort of `years`. reached: return_year, reached, people. steps: return_year, step, days, over_people,
    waiting_people. ValueError: no year.
    """
    if not years:
        raise ValueError("a cohort needs at least one year")
    patterns = reached[reached["return_year"].isin(list(years))].groupby("reached")["people"].sum()
    spells = steps[steps["return_year"].isin(list(years))].assign(part="all")
    everybody = int(patterns.sum())
    found = tuple(_step(k, patterns, everybody, spells[spells["step"] == k]) for k in range(len(STEPS)))
    return Cohort(min(years), max(years), everybody, found)


def _step(position: int, patterns: pd.Series, everybody: int, spells: pd.DataFrame) -> Step:
    def people(fits: Sequence[bool]) -> int:
        return int(patterns[list(fits)].sum())

    marks = [str(mark) for mark in patterns.index]
    has = [mark[position] == "1" for mark in marks]
    goes_on = ["1" in mark[position + 1 :] for mark in marks]
    reached = people(has)
    passed = people([later and not here for here, later in zip(has, goes_on, strict=True)])
    stopped = people([here and not later for here, later in zip(has, goes_on, strict=True)])
    timed = int(spells["over_people"].sum() + spells["waiting_people"].sum()) if position else 0
    days = median_days(spells) if timed else NOT_KNOWN
    return Step(position, reached, passed, everybody - reached - passed, stopped, days, timed)
