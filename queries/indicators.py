"""The values of the indicators: each file's rows counted by period and by part, with what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from data.errors import StatementFailed
from data.indicator_errors import IndicatorUnreadable
from data.indicator_files import Indicator
from data.scope import Scope
from data.store import Store
from data.vocabulary_indicators import Dimension, IndicatorKind, Period
from queries.facts import Facts, fact_tables
from queries.filters import Filters

COLUMNS = ("indicator", "level", "period_on", "part", "n", "d", "missing", "inside", "value")
KEYS: dict[str, list[str]] = {"cell": ["period_on", "part"], "period": ["period_on"], "part": ["part"], "all": []}
_NUMBERS = ["n", "d", "missing", "inside"]
_MIDDLES = (IndicatorKind.MEDIAN, IndicatorKind.WAITING)


def values(
    store: Store,
    scope: Scope,
    filters: Filters,
    indicators: Iterable[Indicator],
    dimension: Dimension | None = None,
    period: Period = Period.YEAR,
) -> pd.DataFrame:
    """The indicators that can be broken down so, from one state of the register.

    One row an indicator and level (cell: a period and a part; period; part; all), with period_on (first day of the
    period; null: the day is not known, or the level sums periods), part (null: none), n, d (null: a count has none),
    missing and inside (records), value (in the indicator's unit; null: n/a). An indicator without the dimension or the
    period asked for has no rows. Raises IndicatorUnreadable where a statement cannot be answered.
    """
    chosen = [one for one in indicators if period in one.periods and (dimension is None or dimension in one.dimensions)]
    params = _params(store, scope, filters, dimension) | {"period": str(period)}
    with fact_tables(store, params, [one.sql for one in chosen]) as facts:
        found = [_cells(facts, one, params) for one in chosen]
    found = [cells for cells in found if len(cells)]
    return _finished(pd.concat(found, ignore_index=True), chosen) if found else pd.DataFrame(columns=list(COLUMNS))


def prepare(store: Store, scope: Scope, filters: Filters, indicators: Iterable[Indicator]) -> None:
    """Work out what these indicators count from, so that the first question with this scope and filters need not."""
    with fact_tables(store, _params(store, scope, filters, None), [one.sql for one in indicators]):
        pass


def spells(
    store: Store,
    scope: Scope,
    filters: Filters,
    indicators: Iterable[Indicator],
    dimension: Dimension | None = None,
    period: Period = Period.YEAR,
) -> pd.DataFrame:
    """The lengths behind indicators that are medians, from one state of the register: indicator, period_on (first day
    of the period; null: not known), part (null: none), days, over_people and waiting_people (censored) of that length.

    Indicators of another kind have no rows. Raises IndicatorUnreadable.
    """
    middles = [one for one in indicators if one.kind in _MIDDLES and period in one.periods]
    chosen = [one for one in middles if dimension is None or dimension in one.dimensions]
    params = _params(store, scope, filters, dimension) | {"period": str(period)}
    with fact_tables(store, params, [one.sql for one in chosen]) as facts:
        found = [_cells(facts, one, params, f"spells_{one.kind}") for one in chosen]
    if not found:
        return pd.DataFrame(columns=["indicator", "period_on", "part", "days", "over_people", "waiting_people"])
    return pd.concat(found, ignore_index=True).assign(period_on=lambda rows: pd.to_datetime(rows["period_on"]))


def cases_behind(
    store: Store,
    scope: Scope,
    filters: Filters,
    indicator: Indicator,
    dimension: Dimension | None = None,
    part: str | None = None,
    first: pd.Timestamp | None = None,
    last: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """The records that an indicator counts: case_code, on_day, and outcome, days or amount, as its kind has them.

    part: only those of one part of the dimension. first, last: days between which on_day lies, both included.
    """
    params = _params(store, scope, filters, dimension) | {"part": part, "first": first, "last": last}
    with fact_tables(store, params, [indicator.sql]) as facts:
        return facts.count(indicator.sql, "behind", params)


def _params(store: Store, scope: Scope, filters: Filters, dimension: Dimension | None) -> dict[str, object]:
    asked = None if dimension is None else str(dimension)
    return store.settings() | dict(scope.params()) | filters.params() | {"dimension": asked}


def _cells(facts: Facts, indicator: Indicator, params: dict[str, object], shape: str = "") -> pd.DataFrame:
    try:
        frame = facts.count(indicator.sql, shape or str(indicator.kind), params)
    except StatementFailed as error:
        raise IndicatorUnreadable(file=f"{indicator.key}.sql", what=error.detail) from error
    return frame.assign(indicator=indicator.key)


def _finished(frame: pd.DataFrame, chosen: Sequence[Indicator]) -> pd.DataFrame:
    """Every level of every indicator, with its value. What is counted is counted once, so parts add up to the whole."""
    frame["period_on"] = pd.to_datetime(frame["period_on"])
    frame["part"] = frame["part"].astype(object)
    is_middle = frame["indicator"].isin([one.key for one in chosen if one.kind in _MIDDLES])
    middles, cells = frame[is_middle], frame[~is_middle]
    middles = middles.assign(value=middles["middle"].astype("Float64"))
    added = pd.concat([_added(cells, level) for level in KEYS], ignore_index=True)
    counts = {one.key for one in chosen if one.kind is IndicatorKind.COUNT}
    scale = (
        added["indicator"].map({one.key: 100.0 if one.unit == "per-100" else 1.0 for one in chosen}).astype("Float64")
    )
    n, d = added["n"].astype("Float64"), added["d"].astype("Float64")
    added["value"] = (n * scale / d.where(d > 0)).where(~added["indicator"].isin(counts), n)
    return pd.concat([added, middles], ignore_index=True)[list(COLUMNS)]


def _added(cells: pd.DataFrame, level: str) -> pd.DataFrame:
    """The cells of one level, added up; sums of nothing stay null."""
    if level == "cell":
        return cells[["indicator", *KEYS["cell"], *_NUMBERS]].assign(level=level)
    grouped = cells.groupby(["indicator", *KEYS[level]], dropna=False, sort=False)[_NUMBERS]
    added = grouped.sum(min_count=1).reset_index()
    others = {"period_on": pd.NaT, "part": None}
    return added.assign(level=level, **{key: value for key, value in others.items() if key not in KEYS[level]})
