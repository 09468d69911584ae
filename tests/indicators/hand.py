"""One indicator over a register small enough to work out on paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd

from data.indicator_files import indicators
from data.store import Store
from data.vocabulary_indicators import Dimension, Period
from queries.filters import Filters
from queries.indicators import values
from tests.small_register import PLANNER, Row, case, event

Counted = tuple[float, float | None, int, int, float | None]
"""n, d, missing, inside and value; None for what is n/a."""

AS_OF = date(2024, 12, 31)
DAY = date(2023, 3, 1)
RECORDED: Row = {"recorded_by": "test", "recorded_at_utc": datetime(2024, 1, 1)}
MYITKYINA, WAINGMAW, PUTAO, INSEIN, MAWLAMYINE, LOIKAW = (
    "MMR001001", "MMR001002", "MMR001014", "MMR013001", "MMR011001", "MMR002001",
)  # fmt: skip
"""Myitkyina has a DSW office and Waingmaw lies beside it, Puta-O 200 km away; Insein is in Yangon, Mawlamyine in
Mon."""
BY_KEY = {indicator.key: indicator for indicator in indicators()}


def person(code: str, **values: object) -> Row:
    """A case on record since the beginning of 2023, internal unless told otherwise."""
    return case(code, **({"recorded_on": date(2023, 1, 1)} | values))


def g2g(code: str, destination: str = "THA", **values: object) -> Row:
    return person(code, victim_type="g2g", destination=destination, **values)


def after(days: int) -> date:
    """So many days after DAY."""
    return DAY + timedelta(days=days)


def happened(code: str, **days: int) -> list[Row]:
    """Events of a case: their kind, and how many days after DAY."""
    return [event(code, kind, after(number)) for kind, number in days.items()]


def measured(
    store: Store, key: str, dimension: Dimension | None = None, period: Period = Period.YEAR, as_of: date = AS_OF
) -> pd.DataFrame:
    """All rows of one indicator, as queries.indicators.values gives them."""
    return values(store, PLANNER, Filters(as_of=as_of), [BY_KEY[key]], dimension, period)


def total(store: Store, key: str, as_of: date = AS_OF) -> Counted:
    """Over all periods."""
    frame = measured(store, key, as_of=as_of)
    found = frame[frame["level"] == "all"]
    return (0.0, None, 0, 0, None) if found.empty else _row(found.iloc[0])


def by(store: Store, key: str, dimension: Dimension, as_of: date = AS_OF) -> dict[str, Counted]:
    """Part -> what is counted over all periods."""
    frame = measured(store, key, dimension, as_of=as_of)
    return {str(row["part"]): _row(row) for _index, row in frame[frame["level"] == "part"].iterrows()}


def by_period(store: Store, key: str, period: Period = Period.YEAR, as_of: date = AS_OF) -> dict[str, Counted]:
    """First month of the period, as 2024-01, -> what is counted."""
    frame = measured(store, key, period=period, as_of=as_of)
    rows = frame[frame["level"] == "period"]
    return {f"{row['period_on']:%Y-%m}": _row(row) for _index, row in rows.iterrows()}


def _row(row: pd.Series) -> Counted:
    d, value = row["d"], row["value"]
    return (
        float(row["n"]),
        None if pd.isna(d) else float(d),
        int(row["missing"]),
        int(row["inside"]),
        None if pd.isna(value) else float(value),
    )
