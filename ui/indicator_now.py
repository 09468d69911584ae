"""Where each indicator stands now: the latest year that is over and has a value, with N, D, missing and target."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.indicator_files import Indicator, indicators
from data.vocabulary_indicators import Period
from ui import indicator_words, state
from ui.indicator_values import Answers, Measured, answers, is_over
from ui.text import _, day, number


@dataclass(frozen=True)
class Now:
    """An indicator's state. year: its first day, None: nothing was ever counted. target: None where none is set."""

    indicator: Indicator
    year: pd.Timestamp | None
    found: Measured | None
    target: float | None

    @property
    def value(self) -> float | None:
        """In the indicator's unit; None: n/a."""
        return None if self.found is None else self.found.value.value


def all_now() -> dict[str, Now]:
    """Key -> state of every indicator, in the reader's scope and filters, up to the as-of date."""
    told = answers(state.scope(), state.filters(), indicators(), Period.YEAR)
    return {one.key: _now(one, told) for one in indicators()}


def _now(one: Indicator, told: Answers) -> Now:
    """The latest year that is over and has a value; else the latest that has one; else the latest."""
    years = told.periods(one.key)
    valued = [at for at in years if (found := told.measured(one.key, at)) and found.value.value is not None]
    over = [at for at in valued if is_over(at, Period.YEAR, state.as_of())]
    at = max(over or valued or years, default=None)
    return Now(one, at, None if at is None else told.measured(one.key, at), told.target(one.key, at))


def parts(now: Now) -> str:
    """N and D; a count has N alone."""
    if now.found is None:
        return _("nothing counted")
    if now.found.d is None:
        return _("N = {n}").format(n=number(now.found.n))
    return _("N = {n}, D = {d}").format(n=number(now.found.n, 1), d=number(now.found.d, 1))


def period(now: Now) -> str:
    """The year of the value; one that is not over says so."""
    if now.year is None:
        return _("never recorded")
    if is_over(now.year, Period.YEAR, state.as_of()):
        return str(now.year.year)
    return _("{year}, until {day}").format(year=now.year.year, day=day(state.as_of()))


def line(now: Now) -> str:
    """The indicator in a line: title, value, N and D, year, target."""
    one = now.indicator
    return _("{title}: {value} ({parts}, {period}; {target})").format(
        title=_(one.title),
        value=indicator_words.value(one, now.value),
        parts=parts(now),
        period=period(now),
        target=indicator_words.target(one, now.found, now.target),
    )
