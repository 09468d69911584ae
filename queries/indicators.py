"""The values of the indicators: each file's rows counted by period and by part, with what is missing."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data.indicator_files import Indicator
from data.scope import Scope
from data.store import Store
from data.vocabulary_indicators import Dimension, IndicatorKind, Period
from queries.ask import FactTable, fact_table
from queries.filters import Filters

COLUMNS = ("indicator", "level", "period_on", "part", "n", "d", "missing", "inside", "value")
KEYS = {"cell": ["period_on", "part"], "period": ["period_on"], "part": ["part"], "all": []}


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
    period asked for has no rows.
    """
    chosen = [one for one in indicators if period in one.periods and (dimension is None or dimension in one.dimensions)]
    params = _params(store, scope, filters, dimension) | {"period": str(period)}
    with fact_table(store, "facts/cases", params, [one.sql for one in chosen]) as facts:
        found = [_values(facts, one, params) for one in chosen]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))


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
    with fact_table(store, "facts/cases", params, [indicator.sql]) as facts:
        return facts.count(indicator.sql, "behind", params)


def _params(store: Store, scope: Scope, filters: Filters, dimension: Dimension | None) -> dict[str, object]:
    asked = None if dimension is None else str(dimension)
    return store.settings() | dict(scope.params()) | filters.params() | {"dimension": asked}


def _values(facts: FactTable, indicator: Indicator, params: dict[str, object]) -> pd.DataFrame:
    frame = facts.count(indicator.sql, str(indicator.kind), params)
    frame["period_on"] = pd.to_datetime(frame["period_on"])
    if indicator.kind in (IndicatorKind.MEDIAN, IndicatorKind.WAITING):
        frame["value"] = frame["middle"]
    else:
        frame = pd.concat([_summed(frame, level) for level in KEYS], ignore_index=True)
        frame["value"] = _value(indicator, frame)
    return frame.assign(indicator=indicator.key)[list(COLUMNS)]


def _summed(cells: pd.DataFrame, level: str) -> pd.DataFrame:
    """Cells added up: what is counted is counted once, so the parts of a level are the whole."""
    numbers = ["n", "d", "missing", "inside"]
    keys = KEYS[level]
    if level == "cell" or cells.empty:
        return cells[[*KEYS["cell"], *numbers]].assign(level=level)
    grouped = cells.assign(everything=0).groupby([*keys] or ["everything"], dropna=False)[numbers]
    added = grouped.sum(min_count=1).reset_index().drop(columns="everything", errors="ignore")
    return added.assign(level=level, **{key: None for key in KEYS["cell"] if key not in keys})


def _value(indicator: Indicator, frame: pd.DataFrame) -> pd.Series:
    """n, or n divided by d (times 100 for a ratio per 100); null where d is 0."""
    if indicator.kind is IndicatorKind.COUNT:
        return frame["n"].astype("Float64")
    scale = 100.0 if indicator.unit == "per-100" else 1.0
    d = frame["d"].astype("Float64")
    return frame["n"].astype("Float64") * scale / d.where(d > 0)
