"""Indicators as numbers with their intervals: of a period, by period, by part, and moved between two periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from analysis import intervals
from analysis.intervals import FEW, NOT_KNOWN, Interval
from analysis.survival import median_days
from data.indicator_files import Indicator
from data.scope import Scope
from data.vocabulary_indicators import Better, Dimension, IndicatorKind, Period
from queries.filters import Filters
from ui import cached

ALL: Final = "all"
MOST_TARGETS: Final = 10_000
COUNTED: Final = frozenset(
    {
        "people", "cases", "records", "forms", "visits", "meetings", "trainings", "townships", "stages", "providers",
        "share", "per-100",
    }
)  # fmt: skip
"""Units of which N counts single things, so that chance is Poisson's; sums of money or of weights are not."""
MIDDLES: Final = (IndicatorKind.MEDIAN, IndicatorKind.WAITING)


@dataclass(frozen=True)
class Measured:
    """One number: the value with its interval in the indicator's unit; n, d as counted (d None: a count has none);
    missing and inside in records.
    """

    value: Interval
    n: float
    d: float | None
    missing: int
    inside: int

    @property
    def is_few(self) -> bool:
        """Whether what it is divided by, or the count itself, is small."""
        return (self.n if self.d is None else self.d) < FEW


Place = tuple[str, pd.Timestamp | None, str | None]
Counts = tuple[float | None, float | None, int, int, float | None]


@dataclass(frozen=True)
class Answers:
    """The answers of several indicators, by one dimension or none. counted: indicator, first day of the period (None:
    all of them) and part (None: everybody) -> n, d, missing, inside, value, as queries.indicators.values gives them.
    spells: the lengths behind the medians. targets: indicator, target_year, target; the newest that holds comes first.
    """

    chosen: dict[str, Indicator]
    dimension: Dimension | None
    period: Period
    counted: dict[Place, Counts]
    spells: pd.DataFrame
    targets: pd.DataFrame

    def periods(self, key: str | None = None) -> list[pd.Timestamp]:
        """First days of the periods in which anything (or one indicator) was counted, oldest first."""
        return sorted({at for one, at, part in self.counted if at is not None and part is None and key in (None, one)})

    def parts(self, key: str) -> list[str]:
        """The parts of the dimension in which one indicator counted anything."""
        return sorted({part for one, at, part in self.counted if one == key and at is None and part is not None})

    def measured(self, key: str, at: pd.Timestamp | None, part: str | None = None) -> Measured | None:
        """One number of a period (None: of all), of a part or of everybody; None where nothing was counted."""
        found = self.counted.get((key, at, part))
        if found is None:
            return None
        n, d, missing, inside, value = found
        return Measured(self._interval(self.chosen[key], value, n or 0.0, d, at, part), n or 0.0, d, missing, inside)

    def _interval(
        self, one: Indicator, value: float | None, n: float, d: float | None, at: pd.Timestamp | None, part: str | None
    ) -> Interval:
        if one.kind in MIDDLES:
            return self._of_median(one, value, at, part)
        if value is None:
            return NOT_KNOWN
        if one.kind is IndicatorKind.SHARE:
            return intervals.share(n, d or 0)
        if one.unit not in COUNTED or not float(n).is_integer():
            return Interval(value)
        scale = 100.0 if one.unit == "per-100" else 1.0
        return intervals.count(n, (1.0 if d is None else d) / scale)

    def _of_median(self, one: Indicator, value: float | None, at: pd.Timestamp | None, part: str | None) -> Interval:
        rows = self.spells[self.spells["indicator"] == one.key]
        rows = rows if at is None else rows[rows["period_on"] == at]
        rows = rows if part is None else rows[rows["part"] == part]
        if one.kind is IndicatorKind.WAITING:
            found = median_days(rows)
        else:
            found = intervals.median(np.repeat(rows["days"].to_numpy(float), rows["over_people"].to_numpy(int)))
        return Interval(value, found.low, found.high)

    def target(self, key: str, at: pd.Timestamp | None) -> float | None:
        """The target for the year of a period (None: the latest), else the one in the indicator's file."""
        rows = self.targets[self.targets["indicator"] == key]
        rows = rows if at is None else rows[rows["target_year"] <= at.year]
        return self.chosen[key].target if rows.empty else float(rows.iloc[0]["target"])


def answers(
    scope: Scope,
    filters: Filters,
    chosen: Iterable[Indicator],
    period: Period,
    dimension: Dimension | None = None,
) -> Answers:
    """The answers for one reader and one set of filters. Raises IndicatorUnreadable."""
    asked = tuple(chosen)
    values, spells = cached.indicator_answers(scope, filters, asked, dimension, period)
    targets = cached.indicator_targets(scope, most=MOST_TARGETS)
    return Answers({one.key: one for one in asked}, dimension, period, by_place(values), spells, targets)


def by_place(values: pd.DataFrame) -> dict[Place, Counts]:
    """Answers.counted from queries.indicators.values. What has no day stands in no period, and in the whole."""
    found: dict[Place, Counts] = {}
    columns = ["indicator", "level", "period_on", "part", "n", "d", "missing", "inside", "value"]
    for key, level, at, part, n, d, missing, inside, value in zip(*(values[c].tolist() for c in columns), strict=True):
        in_period, in_part = level in ("cell", "period"), level in ("cell", "part")
        if (in_period and pd.isna(at)) or (in_part and pd.isna(part)):
            continue
        place = (key, at if in_period else None, part if in_part else None)
        found[place] = (_float(n), _float(d), _whole(missing), _whole(inside), _float(value))
    return found


def moved(before: Measured | None, after: Measured | None) -> Interval:
    """The difference between two numbers with its interval; NOT_KNOWN where either is n/a."""
    return NOT_KNOWN if before is None or after is None else intervals.difference(before.value, after.value)


def is_clear(found: Interval) -> bool:
    """Whether a difference is beyond what chance alone would make of it."""
    return found.value is not None and not intervals.is_noise(found)


def is_early(one: Indicator, found: Measured | None) -> bool:
    """Whether more are still in time than are counted: whoever was early says little of all."""
    return found is not None and one.kind is IndicatorKind.SHARE and found.inside > (found.d or 0)


def is_better(one: Indicator, found: Interval) -> bool | None:
    """Whether a clear difference is an improvement; None: it is not clear, or neither way is better."""
    if not is_clear(found) or found.value is None or one.better is Better.NEITHER:
        return None
    return (found.value > 0) == (one.better is Better.HIGHER)


def is_reached(one: Indicator, value: float | None, target: float | None) -> bool | None:
    """Whether the value meets the target; None: there is none, or neither way is better."""
    if value is None or target is None or one.better is Better.NEITHER:
        return None
    return value >= target if one.better is Better.HIGHER else value <= target


def records(one: Indicator, found: Measured) -> int | None:
    """Records that are asked, those that can answer and those that cannot; None: what is summed are no records."""
    if one.kind is IndicatorKind.RATIO or (one.kind is IndicatorKind.COUNT and one.unit not in COUNTED):
        return None
    counted = found.n if found.d is None else found.d
    waiting = found.inside if one.kind is IndicatorKind.SHARE else 0
    return int(counted) + waiting + found.missing


def answered_0_1(one: Indicator, found: Measured | None) -> float | None:
    """Share of records that can answer the indicator; None where it cannot be told."""
    asked = None if found is None else records(one, found)
    return None if not asked or found is None else (asked - found.missing) / asked


# --- Periods ----------------------------------------------------------------------------------------------------------


def period_key(at: pd.Timestamp, period: Period) -> str:
    """A period as the URL writes it: 2024, or 2024-2 for its second quarter."""
    return str(at.year) if period is Period.YEAR else f"{at.year}-{at.quarter}"


def period_name(at: pd.Timestamp, period: Period) -> str:
    """A period as people read it."""
    return str(at.year) if period is Period.YEAR else f"{at.year} Q{at.quarter}"


def last_day(at: pd.Timestamp, period: Period) -> date:
    """Last day of a period."""
    end = at + (pd.DateOffset(years=1) if period is Period.YEAR else pd.DateOffset(months=3))
    return end.date() - timedelta(1)


def is_over(at: pd.Timestamp, period: Period, as_of: date) -> bool:
    """Whether the period lies behind."""
    return last_day(at, period) <= as_of


def before(at: pd.Timestamp, period: Period) -> pd.Timestamp:
    """The period before."""
    return at - (pd.DateOffset(years=1) if period is Period.YEAR else pd.DateOffset(months=3))


def every_period(there: Sequence[pd.Timestamp], period: Period) -> list[pd.Timestamp]:
    """From the first to the last without a gap."""
    if not there:
        return []
    step = "YS" if period is Period.YEAR else "QS"
    return list(pd.date_range(min(there), max(there), freq=step))


def default_period(there: Sequence[pd.Timestamp], period: Period, as_of: date) -> pd.Timestamp | None:
    """The last period that is over, else the last one; None: there is none."""
    over = [at for at in there if is_over(at, period, as_of)]
    return max(over, default=max(there, default=None))


def _float(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type]


def _whole(value: object) -> int:
    return 0 if pd.isna(value) else int(value)  # type: ignore[call-overload]
