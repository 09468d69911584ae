"""What the Stages page shows: the cohort of a year and the lengths of one way, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from analysis.cohort import Cohort, cohort, years_of
from analysis.survival import Curves, curves
from data.errors import N_
from data.scope import Scope
from data.vocabulary import Code, Corridor, Role
from queries.filters import Filters
from ui import cached
from ui.text import _, label

ALL: Final = "all"
EARLIER: Final = "earlier"
_YEARS_APART: Final = 3


class Way(Code):
    """What is waited for."""

    REPATRIATION = "repatriation", N_("Until repatriation")
    SHELTER = "shelter", N_("Stay in a DSW shelter")
    FIRST_VISIT = "first_visit", N_("Until the first visit at home")
    CLOSURE = "closure", N_("Until closure")


class Split(Code):
    """How people are grouped."""

    CORRIDOR = "corridor", N_("By corridor")
    YEAR = "year", N_("By year")
    NONE = "none", N_("All together")


@dataclass(frozen=True)
class Ways:
    """One way in groups. names: part -> translated name. unusable_people: left out, no length can be told."""

    way: Way
    split: Split
    curves: Curves
    names: dict[str, str]
    unusable_people: int


def ways_of(scope: Scope) -> tuple[Way, ...]:
    """What a reader can be told: a manager of an organisation sees no stays in shelters."""
    return tuple(way for way in Way if way is not Way.SHELTER or scope.role is not Role.NGO_MANAGER)


def ways(scope: Scope, filters: Filters, way: Way, split: Split) -> Ways:
    """The lengths of a way for one reader and one set of filters."""
    found = cached.spells(scope, filters)
    found = found[found["way"] == way]
    drawn = _curves(found[found["days"].notna()], split, filters.as_of.year)
    names = {curve.part: _name(split, curve.part, filters.as_of.year) for curve in drawn.curves}
    return Ways(way, split, drawn, names, int(found["unusable_people"].sum()))


@st.cache_data(show_spinner=False, max_entries=64)
def _curves(found: pd.DataFrame, split: Split, this_year: int) -> Curves:
    """Kept, since fitting the curves of a large register takes a while. Numbers of people go in and out."""
    spells = found.assign(part=_parts(found, split, this_year))[["part", "days", "over_people", "waiting_people"]]
    shown_days = _YEARS_APART * 365.0 if split is Split.YEAR else None
    return curves(spells, _order(split, set(spells["part"])), shown_days)


def _parts(rows: pd.DataFrame, split: Split, this_year: int) -> pd.Series:
    if split is Split.CORRIDOR:
        return rows["corridor"].astype(str)
    if split is Split.YEAR:
        return rows["begun_year"].map(lambda year: str(year) if year > this_year - _YEARS_APART else EARLIER)
    return pd.Series(ALL, index=rows.index, dtype=str)


def _order(split: Split, there: set[str]) -> list[str]:
    if split is Split.CORRIDOR:
        return [str(corridor) for corridor in Corridor if corridor in there]
    return sorted(there, key=lambda part: (part != EARLIER, part))


def _name(split: Split, part: str, this_year: int) -> str:
    if split is Split.CORRIDOR:
        return label(Corridor(part))
    if part == EARLIER:
        return _("before {year}").format(year=this_year - _YEARS_APART + 1)
    return part if split is Split.YEAR else _("Everybody")


def cohort_years(scope: Scope, filters: Filters) -> tuple[int, ...]:
    """The years in which anybody of the reader's cases returned."""
    return years_of(cached.cohort_reached(scope, filters))


def default_year(years: tuple[int, ...], as_of: date) -> str:
    """The last year that is over, else the last one there is."""
    over = [year for year in years if year < as_of.year]
    return str((over or list(years))[-1])


def cohort_of(scope: Scope, filters: Filters, years: tuple[int, ...]) -> Cohort:
    """The cohort of some years; a year at least."""
    return _cohort(cached.cohort_reached(scope, filters), cached.cohort_steps(scope, filters), years)


@st.cache_data(show_spinner=False, max_entries=64)
def _cohort(reached: pd.DataFrame, steps: pd.DataFrame, years: tuple[int, ...]) -> Cohort:
    return cohort(reached, steps, years)
