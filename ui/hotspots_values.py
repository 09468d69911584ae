"""The numbers of the page Hot spots: each year, class and expectation is computed when asked for, once for a reader.

Nothing is computed that was not asked for: a year costs about half a second. The filter of years limits which years
can be chosen, not how far back a class or an expectation looks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.forecast import Forecast, forecast
from analysis.hotspots import Hotspots, Panel, Units, hotspots, panel, units_of
from analysis.rates import rates
from analysis.spacetime import YEARS_LEAST, Untold, of_years, untold
from analysis.units import pooled
from analysis.year_change import has_changed
from data.scope import Scope
from data.vocabulary import SpaceTime
from geo.published import Boundaries
from queries.filters import Filters
from ui import cached
from ui.assets import unit_codes
from ui.map_selection import township_names
from ui.text import language
from ui.township_card import neighbour_pairs

POOLED_YEARS: Final = 3
Tell = Callable[[int, int, int], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """What an answer depends on: reader, filters (their years apart), data, neighbours, years (first, last)."""

    who: cached.Key
    filters: Filters
    version: cached.Key
    geometry_file: str
    years: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Classes:
    """frame: as analysis.spacetime.of_years; untold: why there is no class; years: those looked at, or (when untold)
    those that could be tested."""

    frame: pd.DataFrame
    untold: Untold | None
    years: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Change:
    """Two years, unit by unit: difference_per_100k: (n,) smoothed rate of `now` less that of `then`;
    is_sure: (n,) whether the people differ by more than chance; people_now, people_then: (n,)."""

    difference_per_100k: NDArray[np.float64]
    is_sure: NDArray[np.bool_]
    people_now: NDArray[np.int64]
    people_then: NDArray[np.int64]


@dataclass(frozen=True)
class Numbers:
    """Answers for one reader and one set of filters. `pool`: years counted together, the named one being the last."""

    scope: Scope
    asked: Asked

    @property
    def as_of(self) -> date:
        """The day whose knowledge is counted."""
        return self.asked.filters.as_of

    def panel(self) -> Panel:
        """Everybody of the filter, unit by year."""
        return _panel(self.asked, self.scope)

    def units(self) -> Units:
        """The units, in the order of every frame here."""
        return self.panel().units

    def years(self, pool: int = 1) -> tuple[int, ...]:
        """Years that can be shown when `pool` of them are counted together."""
        return self.panel().years[pool - 1 :]

    def pooled(self, pool: int) -> Panel:
        """The panel with each year's people counted together with those of the years before it."""
        return pooled(self.panel(), pool)

    def is_whole(self, year: int) -> bool:
        """Whether the year had ended on the as-of day."""
        return year < self.as_of.year or (year == self.as_of.year and (self.as_of.month, self.as_of.day) == (12, 31))

    def year(self, year: int, pool: int = 1) -> Hotspots:
        """Hot spots of a year. ValueError for a year that cannot be shown."""
        return _year(self.asked, year, pool, self.scope)

    def rates(self, pool: int = 1) -> NDArray[np.float64]:
        """(n unit, n year) smoothed victims per 100,000 a year, for years(pool); quick."""
        return _rates(self.asked, pool, self.scope)

    def classes(self, year: int, tell: Tell | None = None) -> Classes:
        """Space-time classes at a year, of POOLED_YEARS years counted together; tell: (done, of about, year)."""
        usable = [y for y in self.years(POOLED_YEARS) if y <= year]
        found: list[Hotspots] = []
        for candidate in reversed(usable):
            if tell:
                tell(len(found), YEARS_LEAST, candidate)
            found.append(self.year(candidate, POOLED_YEARS))
            if found[0].untested or sum(not one.untested for one in found) == YEARS_LEAST:
                break
        if not found or found[0].year != year:
            return Classes(_no_classes(self.units()), Untold.FEW_YEARS, ())
        frame = of_years(found, year)
        looked_at = sorted(one.year for one in found if not one.untested)
        return Classes(frame, untold(found, year), tuple(looked_at))

    def forecast(self, year: int) -> Forecast | None:
        """What to expect after `year`, or after the last whole year before it; None where no year was whole."""
        last = max((y for y in self.panel().years if y <= year and self.is_whole(y)), default=None)
        return None if last is None else _forecast(self.asked, last, self.scope)

    def change(self, now: int, then: int, pool: int = 1) -> Change:
        """How `now` differs from `then`. Years that are counted in both are no part of the test."""
        years, smoothed, counted = self.years(pool), self.rates(pool), pooled(self.panel(), pool)
        difference = smoothed[:, years.index(now)] - smoothed[:, years.index(then)]
        apart = pooled(self.panel(), min(pool, abs(now - then)))
        later, earlier = max(now, then), min(now, then)
        first_of_earlier = earlier - (pool - min(pool, abs(now - then)))
        is_sure = has_changed(apart.of(first_of_earlier), apart.of(later))
        return Change(difference, is_sure, counted.of(now), counted.of(then))


def numbers(scope: Scope, filters: Filters, shape: Boundaries, first_year: int, last_year: int) -> Numbers:
    """The answers for a reader; first_year, last_year: of the whole register."""
    last = max(first_year, min(last_year, filters.as_of.year))
    who: cached.Key = (str(scope.role), scope.organisation_id, scope.shelter_ids)
    every_year = replace(filters, years=None)
    # A list that is frozen changes no case: what was worked out from the same cases stays.
    cases: cached.Key = (cached.register_fingerprint(),)
    return Numbers(scope, Asked(who, every_year, cases, shape.geometry_file, (first_year, last)))


@st.cache_data(show_spinner=False, max_entries=64)
def _panel(asked: Asked, _scope: Scope) -> Panel:
    counted = cached.victims_by_township_year(_scope, asked.filters)
    years = range(asked.years[0], asked.years[1] + 1)
    return panel(units_of(cached.townships()), counted, years)


@st.cache_data(show_spinner=False, max_entries=400)
def _year(asked: Asked, year: int, pool: int, _scope: Scope) -> Hotspots:
    # A cached township card knows the neighbours of the boundaries in force; asked.geometry_file tells them apart.
    return hotspots(pooled(_panel(asked, _scope), pool), year, neighbour_pairs())


@st.cache_data(show_spinner=False, max_entries=64)
def _rates(asked: Asked, pool: int, _scope: Scope) -> NDArray[np.float64]:
    counted = pooled(_panel(asked, _scope), pool)
    found = [rates(counted.of(year), counted.units.population).smoothed_per_100k for year in counted.years]
    return np.column_stack(found) / pool


@st.cache_data(show_spinner=False, max_entries=64)
def _forecast(asked: Asked, last: int, _scope: Scope) -> Forecast:
    whole = _panel(asked, _scope)
    n = whole.years.index(last) + 1
    return forecast(replace(whole, years=whole.years[:n], counts=whole.counts[:, :n], unplaced=whole.unplaced[:n]))


def _no_classes(units: Units) -> pd.DataFrame:
    n = len(units)
    return pd.DataFrame(
        {
            "unit_pcode": list(units.codes),
            "space_time": pd.Series([None] * n, dtype=object),
            "hot_years": pd.Series([()] * n, dtype=object),
        }
    )


def by_township(units: Units, values: Sequence[T]) -> list[T]:
    """Values of the units for the townships, in the order in which the map takes them."""
    unit, position = units.unit_of(), {code: i for i, code in enumerate(units.codes)}
    return [values[position[unit[ts]]] for ts in unit_codes("t")]


def unit_names(units: Units, written: str | None = None) -> list[str]:
    """Names of the units in a language (the reader's where none is named); several townships are joined by +."""
    names, written = township_names(), written or language()
    return [" + ".join(names[ts][written] for ts in members) for members in units.members]


def ranked(numbers: Numbers, found: Hotspots, pool: int, classes: Classes | None) -> pd.DataFrame:
    """One row a unit, best rank first: the frame of `found` and

    name_en, name_my, state_en, state_my; rates per 100,000 a year (whatever `pool`); space_time (code; null: could not
    be told or was not asked for), hot_years; expected_people, low_people, high_people (null: no whole year).
    """
    units = numbers.units()
    rows = found.frame.assign(name_en=unit_names(units, "en"), name_my=unit_names(units, "my"))
    states = cached.townships().drop_duplicates("st_pcode").set_index("st_pcode")
    for written in ("en", "my"):
        rows[f"state_{written}"] = rows["st_pcode"].map(states[f"st_name_{written}"])
    for name in ("rate_per_100k", "smoothed_per_100k"):
        rows[name] = rows[name] / pool
    told = classes.frame if classes else _no_classes(units)
    rows["space_time"] = [None if c is None else str(SpaceTime(c)) for c in told["space_time"]]
    rows["hot_years"] = list(told["hot_years"])
    expected = numbers.forecast(found.year)
    for name in ("expected_people", "low_people", "high_people"):
        rows[name] = expected.frame[name].to_numpy(float) if expected else np.nan
    return rows.sort_values(["rank", "unit_pcode"], ignore_index=True)
