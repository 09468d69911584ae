"""What is to be published and by which rules: the fixed tables, the periods, the threshold; checked once, here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.disclosure_errors import BaseWrong, RulesWrong, TablesWrong
from data.errors import N_
from data.vocabulary import Code

LEAST_SHOWN: Final = 10  # people; CDC WONDER hides 1-9, the CTDC below 11
LEAST_SHOWN_EVER: Final = 5
ROUNDED_TO: Final = 5
TIME_LIMIT_S: Final = 20.0
ALL: Final = "all"  # the margin of a category
COUNTRY: Final = "country"  # the level above all others
PEOPLE, YEAR, PROVIDER = "people", "year", "provider"


class Zeros(Code):
    """What happens to a count of nought that is not impossible by definition."""

    WITHHELD = "withheld", N_("Noughts are withheld like other small counts")
    SHOWN = "shown", N_("Noughts are shown")


class Worth(Code):
    """What it costs to withhold a figure that is not small itself."""

    CELLS = "cells", N_("Each figure counts the same")
    LOG = "log", N_("Logarithm of the people in it")
    PEOPLE = "people", N_("The people in it")


@dataclass(frozen=True)
class Rules:
    """least_shown: k, people; counts below it are withheld. rounded_to: people (1: not rounded). time_limit_s: for the
    search of the best pattern; the audit has no limit.
    """

    least_shown: int = LEAST_SHOWN
    zeros: Zeros = Zeros.WITHHELD
    rounded_to: int = ROUNDED_TO
    worth: Worth = Worth.LOG
    time_limit_s: float = TIME_LIMIT_S

    def __post_init__(self) -> None:
        if self.least_shown < LEAST_SHOWN_EVER:
            raise RulesWrong("least_shown", self.least_shown, LEAST_SHOWN_EVER)
        if self.rounded_to < 1:
            raise RulesWrong("rounded_to", self.rounded_to, 1)


@dataclass(frozen=True)
class Table:
    """One fixed table. place: its finest level (a column of Base.places) or None for the country alone; every coarser
    level, the country and the total of each category are margins. widths: poolings in years (None: all of Periods).
    impossible: combinations of codes, in the order of categories, that cannot occur by definition.
    """

    name: str
    place: str | None = None
    categories: tuple[str, ...] = ()
    widths: tuple[int, ...] | None = None
    impossible: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Periods:
    """first_year to last_year, and the poolings: widths in years, shortest first; the whole is always the last."""

    first_year: int
    last_year: int
    widths: tuple[int, ...]

    @classmethod
    def of(cls, first_year: int, last_year: int, widths: tuple[int, ...] = (1,)) -> Periods:
        """Poolings of these widths, counted back from the last year. Raises RulesWrong."""
        length = last_year - first_year + 1
        if length < 1:
            raise RulesWrong("last_year", last_year, first_year)
        if min(widths, default=1) < 1:
            raise RulesWrong("widths", min(widths), 1)
        return cls(first_year, last_year, tuple(sorted({min(w, length) for w in widths} | {length})))

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first_year, self.last_year + 1))

    def windows(self, widths: tuple[int, ...] | None = None) -> tuple[tuple[int, int], ...]:
        """(first, last) of every window, shortest pooling first; a window cut off at the beginning is left out."""
        length = self.last_year - self.first_year + 1
        chosen = self.widths if widths is None else tuple(sorted({min(w, length) for w in widths} | {length}))
        ends = [(w, last) for w in chosen for last in range(self.last_year, self.first_year + w - 2, -w)]
        return tuple(dict.fromkeys((last - w + 1, last) for w, last in sorted(ends)))


@dataclass(frozen=True, eq=False)
class Base:
    """The true counts. They never leave this package except inside a figure that is shown.

    people: one column a place level, "year", one a category, "people"; several rows of one combination are summed.
    known: the same and "provider": people who are known to that organisation; one person may be known to several.
    places: every place that can occur, finest level first; each level decides the next. codes: category -> all codes.
    """

    people: pd.DataFrame
    known: pd.DataFrame
    places: pd.DataFrame
    codes: Mapping[str, tuple[str, ...]]

    @property
    def levels(self) -> tuple[str, ...]:
        return tuple(self.places.columns)


def check(base: Base, tables: tuple[Table, ...], periods: Periods) -> None:
    """Everything fits together. Raises BaseWrong, TablesWrong."""
    _check_places(base)
    needed = (*base.levels, YEAR, *base.codes, PEOPLE)
    for name, frame, columns in (("people", base.people, needed), ("known", base.known, (*needed, PROVIDER))):
        _check_frame(name, frame, columns, base, periods)
    if not tables:
        raise TablesWrong("-", "no table is listed")
    names = [table.name for table in tables]
    for table in tables:
        _check_table(table, base, names)


def _check_places(base: Base) -> None:
    if base.places.empty or base.places.isna().any(axis=None):
        raise BaseWrong("places", "no place, or a place without a code")
    for finer, coarser in zip(base.levels[:-1], base.levels[1:], strict=True):
        several = base.places.groupby(finer)[coarser].nunique()
        if (several > 1).any():
            raise BaseWrong(f"places.{finer}", f"{several.idxmax()} in more than one {coarser}")


def _check_frame(name: str, frame: pd.DataFrame, columns: tuple[str, ...], base: Base, periods: Periods) -> None:
    for column in columns:
        if column not in frame:
            raise BaseWrong(name, f"no column {column}")
        if frame[column].isna().any():
            raise BaseWrong(f"{name}.{column}", "an empty value (give the unknown a code of its own)")
    allowed: dict[str, set[object]] = {column: set(codes) for column, codes in base.codes.items()}
    allowed |= {level: set(base.places[level]) for level in base.levels} | {YEAR: set(periods.years)}
    for column, values in allowed.items():
        odd = set(frame[column]) - values
        if odd:
            raise BaseWrong(f"{name}.{column}", f"{sorted(map(str, odd))[0]}, which is not among its codes")
    if len(frame) and ((frame[PEOPLE] < 0) | (frame[PEOPLE] % 1 != 0)).any():
        raise BaseWrong(f"{name}.{PEOPLE}", "a count that is no whole number of people")


def _check_table(table: Table, base: Base, names: list[str]) -> None:
    if names.count(table.name) > 1:
        raise TablesWrong(table.name, "two tables have this name")
    if table.place is not None and table.place not in base.levels:
        raise TablesWrong(table.name, f"{table.place} is no level of places")
    for category in table.categories:
        if category not in base.codes:
            raise TablesWrong(table.name, f"{category} is no category of the counts")
        if ALL in base.codes[category]:
            raise TablesWrong(table.name, f"{category} has a code {ALL}, the name of the margin")
    for combination in table.impossible:
        if len(combination) != len(table.categories):
            raise TablesWrong(table.name, "an impossible combination has not one code a category")
