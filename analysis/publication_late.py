"""People recorded late join a published figure only together with as many others as the threshold asks.

A year's people are counted as they were known on the day on which that year was first published. Whoever is recorded
after it stands in counts of their own, the late ones, and these are published by the same rules and audited the same
way, beside the late figures of earlier versions. Where a late figure may be shown, it is added to the figure that it
belongs to; elsewhere the figure stays as it was, and nobody can tell whether fewer than the threshold or nobody came.
First and late counts have no unknown in common, so what is known of one narrows nothing in the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.disclosure import publish
from analysis.disclosure_errors import NothingToPublish, UnsafeToPublish
from analysis.disclosure_result import (
    Audit,
    Publication,
    Released,
    Status,
    Step,
    TableAudit,
    Withheld,
    rounded,
    withheld_of,
)
from analysis.disclosure_rules import COUNTRY, PEOPLE, YEAR, Base, Periods, Rules, Table

SEARCH_MOST_S = 5.0


@dataclass(frozen=True, eq=False)
class Late:
    """cells: keys and people of the late figures that may be added, before rounding. audit: of this run; None where
    nothing new could be added, so that the cells are those of earlier versions.
    """

    cells: pd.DataFrame
    audit: Audit | None


def first_days(versions: Iterable[tuple[int, int, date]], years: Iterable[int], as_of: date) -> dict[int, date]:
    """Of each year the day whose state counts: that of the first version which covers it, else as_of.

    versions: first_year, last_year and day of each, oldest first.
    """
    days: dict[int, date] = {}
    for first, last, day in versions:
        for year in range(first, last + 1):
            days.setdefault(year, day)
    return {year: days.get(year, as_of) for year in years}


def as_first_counted(days: dict[int, date], counts: Callable[[date], pd.DataFrame]) -> pd.DataFrame:
    """Counts of each year as of its day. counts(day): rows with year and people."""
    parts = []
    for day in sorted(set(days.values())):
        found = counts(day)
        parts.append(found[found[YEAR].isin([year for year, own in days.items() if own == day])])
    return pd.concat(parts, ignore_index=True)


def beyond(whole: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """What `whole` counts more than `first`, in the same columns; rows with nobody left out."""
    keys = [c for c in whole.columns if c != PEOPLE]
    both = whole.merge(first.rename(columns={PEOPLE: "first"}), on=keys, how="left")
    more = both[PEOPLE] - both["first"].fillna(0).astype(int)
    return whole.assign(people=more.to_numpy())[more.to_numpy() > 0].reset_index(drop=True)


def late_of(
    base: Base,
    tables: tuple[Table, ...],
    periods: Periods,
    rules: Rules,
    earlier: tuple[Released, ...],
    shown: pd.DataFrame,
    tell: Callable[[Step], bool] | None = None,
) -> Late | None:
    """The late figures that may be added to `shown` ones; None: none. base: the people recorded late.

    Raises what publish raises, except where there is nothing to add.
    """
    before = tuple(Released(one.version, one.late) for one in earlier if one.late is not None)
    if base.people[PEOPLE].sum() < rules.least_shown and not before:
        return None
    short = replace(rules, time_limit_s=min(rules.time_limit_s, SEARCH_MOST_S))
    try:
        found = publish(base, tables, periods, short, before, tell, only=shown)
    except NothingToPublish:
        return _as_before(before)
    except UnsafeToPublish:
        if before:
            raise
        return None
    return Late(found.released.cells, found.audit)


def _as_before(before: tuple[Released, ...]) -> Late | None:
    if not before:
        return None
    cells = pd.concat([one.cells for one in before], ignore_index=True)
    return Late(cells.drop_duplicates([c for c in cells if c != PEOPLE], ignore_index=True), None)


def with_late(first: Publication, late: Late, tables: tuple[Table, ...], periods: Periods, rules: Rules) -> Publication:
    """The publication with its late figures added to the shown ones they belong to."""
    cells = first.released.cells
    keys = [c for c in cells if c != PEOPLE]
    more = cells[keys].merge(late.cells[[*keys, PEOPLE]], on=keys, how="left")[PEOPLE].fillna(0).to_numpy(np.int64)
    shown = (first.rows["status"] == Status.SHOWN).to_numpy()
    people = np.zeros(len(shown), np.int64)
    people[shown] = rounded(cells[PEOPLE].to_numpy(np.int64) + more, rules.rounded_to)
    rows = first.rows.assign(people=pd.arrays.IntegerArray(people, ~shown))
    withheld = tuple(_withheld(rows, table, periods) for table in tables)
    released = replace(first.released, late=late.cells)
    return Publication(rows, released, _both(first.audit, late.audit, int((more > 0).sum())), withheld)


def _withheld(rows: pd.DataFrame, table: Table, periods: Periods) -> Withheld:
    shortest = min(last - first + 1 for first, last in periods.windows(table.widths))
    return withheld_of(rows, table.name, table.place or COUNTRY, shortest)


def _both(first: Audit, late: Audit | None, joined: int) -> Audit:
    """Of two audits the tighter range of each table; what both took together."""
    if late is None:
        return replace(first, late=joined)
    other = {part.table: part for part in late.tables}
    return replace(
        first, tables=tuple(_tighter(part, other[part.table]) for part in first.tables), late=joined,
        programmes=first.programmes + late.programmes, seconds_s=first.seconds_s + late.seconds_s,
    )  # fmt: skip


def _tighter(one: TableAudit, other: TableAudit) -> TableAudit:
    ends = [part.narrowest_to for part in (one, other) if part.narrowest_to is not None]
    begins = [part.narrowest_from for part in (one, other) if part.narrowest_from is not None]
    return replace(one, narrowest_from=max(begins, default=None), narrowest_to=min(ends, default=None))
