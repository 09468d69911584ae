"""One indicator over a register small enough to work out on paper."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.indicator_files import indicators
from data.store import Store
from data.vocabulary_indicators import Dimension, Period
from queries.filters import Filters
from queries.indicators import values
from tests.small_register import PLANNER, event, small_store

AS_OF = date(2024, 12, 31)
BY_KEY = {indicator.key: indicator for indicator in indicators()}


def measured(
    store: Store, key: str, dimension: Dimension | None = None, period: Period = Period.YEAR, as_of: date = AS_OF
) -> pd.DataFrame:
    """All rows of one indicator, as queries.indicators.values gives them."""
    return values(store, PLANNER, Filters(as_of=as_of), [BY_KEY[key]], dimension, period)


def total(store: Store, key: str, as_of: date = AS_OF) -> tuple[float, float | None, int, int, float | None]:
    """n, d, missing, inside and value over all periods; None for what is n/a."""
    frame = measured(store, key, as_of=as_of)
    found = frame[frame["level"] == "all"]
    if found.empty:
        return (0.0, None, 0, 0, None)
    return _row(found.iloc[0])


def by(
    store: Store, key: str, dimension: Dimension, as_of: date = AS_OF
) -> dict[str, tuple[float, float | None, int, int, float | None]]:
    """Part -> n, d, missing, inside and value over all periods."""
    frame = measured(store, key, dimension, as_of=as_of)
    return {str(row["part"]): _row(row) for _index, row in frame[frame["level"] == "part"].iterrows()}


def by_period(
    store: Store, key: str, period: Period = Period.YEAR, as_of: date = AS_OF
) -> dict[str, tuple[float, float | None, int, int, float | None]]:
    """First month of the period, as 2024-01, -> n, d, missing, inside and value."""
    frame = measured(store, key, period=period, as_of=as_of)
    rows = frame[frame["level"] == "period"]
    return {f"{row['period_on']:%Y-%m}": _row(row) for _index, row in rows.iterrows()}


def _row(row: pd.Series) -> tuple[float, float | None, int, int, float | None]:
    d, value = row["d"], row["value"]
    return (
        float(row["n"]),
        None if pd.isna(d) else float(d),
        int(row["missing"]),
        int(row["inside"]),
        None if pd.isna(value) else float(value),
    )


__all__ = ["AS_OF", "BY_KEY", "by", "by_period", "event", "measured", "small_store", "total"]
