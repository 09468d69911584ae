"""What the planner of help starts from: who waits, who is expected, who is there; worked out once for a view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from analysis.allocation_demand import LONGEST_COUNTED_DAYS
from analysis.allocation_inputs import Facts
from analysis.forecast import by_township, forecast
from analysis.units import panel, units_of
from data.scope import Scope
from geo.neighbours import neighbours
from queries.filters import Filters
from ui import cached, state
from ui.text import _, n_, number

_NOBODY_EXPECTED: Final = pd.DataFrame({"ts_pcode": pd.Series(dtype=str), "expected_people": pd.Series(dtype=float)})


@dataclass(frozen=True, eq=False)
class Need:
    """facts: for analysis.allocation_inputs.problem. expected_year: the year that is foretold (None: nothing to
    foretell it from). waiting, expected: people of known townships; unplaced: people waiting without one.
    """

    facts: Facts
    expected_year: int | None
    waiting_people: float
    expected_people: float
    unplaced_people: float


def need(scope: Scope, filters: Filters) -> Need:
    """The need of a planner's view, from the cache."""
    return _need(filters, state.bounds().first_year, cached.version(), str(scope.role), scope)


@st.cache_data(show_spinner=False, max_entries=8)
def _need(filters: Filters, first_year: int, version: cached.Key, role: str, _scope: Scope) -> Need:  # noqa: ARG001
    waiting = cached.waiting_demand(_scope, filters, cap_days=LONGEST_COUNTED_DAYS)
    waiting = waiting.assign(is_child=waiting["is_child"].astype("boolean").fillna(False).astype(bool))
    townships, expected, year = cached.townships(), *_expected(_scope, filters, first_year)
    facts = Facts(
        townships,
        cached.coverage(_scope, filters.as_of),
        neighbours()[["ts_a", "ts_b"]],
        cached.dsw_offices(),
        waiting,
        expected,
        cached.victims_by_township(_scope, replace(filters, years=None)),
    )
    placed = waiting["ts_pcode"].notna()
    counts = (float(waiting.loc[placed, "people"].sum()), float(expected["expected_people"].sum()))
    return Need(facts, year, *counts, float(waiting.loc[~placed, "people"].sum()))


def last_whole_year(as_of: date) -> int:
    """The last year that lies wholly before the end of the day."""
    return as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1


def _expected(scope: Scope, filters: Filters, first_year: int) -> tuple[pd.DataFrame, int | None]:
    """ts_pcode, expected_people of the year after the last whole one; the chosen years of cases do not count here."""
    years = range(first_year, last_whole_year(filters.as_of) + 1)
    counted = cached.victims_by_township_year(scope, replace(filters, years=None))
    if not years:
        return _NOBODY_EXPECTED, None
    found = panel(units_of(cached.townships()), counted, years)
    if not found.counts.sum():
        return _NOBODY_EXPECTED, None
    told = forecast(found)
    return by_township(told, found, counted)[["ts_pcode", "expected_people"]], told.year


def sentence(needed: Need) -> str:
    """What will be asked, in a sentence."""
    people = needed.waiting_people + needed.expected_people
    text = n_("**{n} person** needs a place", "**{n} people** need a place", round(people)).format(n=number(people))
    parts = [_("{n} wait now").format(n=number(needed.waiting_people))]
    if needed.expected_year is not None:
        parts.append(
            _("{n} are expected in {year}").format(n=number(needed.expected_people), year=needed.expected_year)
        )
    lost = n_(
        "{n} more waits whose township is not known: no plan can place them.",
        "{n} more wait whose township is not known: no plan can place them.",
        round(needed.unplaced_people),
    ).format(n=number(needed.unplaced_people))
    return f"{text}: {', '.join(parts)}." + (f" {lost}" if needed.unplaced_people else "")
