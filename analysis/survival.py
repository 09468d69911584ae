"""How long it takes: Kaplan–Meier curves of those who are over it and those who still wait, side by side.

Bands: 95 %, exponential Greenwood (the log-log transformation of Kalbfleisch and Prentice, which keeps them within 0
and 1). Median: the first day on which half or fewer still wait, with the Brookmeyer–Crowley interval read from the
band (Biometrics 38 (1982) 29-41). Comparison: log-rank test. All three are lifelines' (Davidson-Pilon, JOSS 4 (2019)
1317).
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intervals import NOT_KNOWN, Interval

LEAST_COMPARED_PEOPLE = 20
LEAST_COMPARED_OVER = 5
"""A group is compared from so many people on, of whom so many are over it: below, the test's approximation is poor."""
SPELLS = ("part", "days", "over_people", "waiting_people")
_TICKS = 6
_SHOWN_0_1 = 0.975
_DIGITS = 12

# lifelines sums by position, which a later pandas will refuse; the versions of both are pinned.
warnings.filterwarnings("ignore", message="Starting with pandas version 4.0 all arguments of sum", module="lifelines")
_ROUND_DAYS = (1, 2, 5, 7, 10, 14, 20, 30, 60, 90, 180, 365, 730, 1095, 1825, 3650)


@dataclass(frozen=True)
class Curve:
    """One group. days: first 0, then each day on which somebody was over it or was last seen waiting.

    waiting_0_1: share that still waits after that day, with its band low_0_1 to high_0_1 (where nobody is left the
    formula has no band, and the last one is drawn on). at_risk: people who still wait just before each tick of Curves.
    """

    part: str
    days: tuple[float, ...]
    waiting_0_1: tuple[float, ...]
    low_0_1: tuple[float, ...]
    high_0_1: tuple[float, ...]
    people: int
    over_people: int
    median_days: Interval
    at_risk: tuple[int, ...]

    @property
    def waiting_people(self) -> int:
        """Those whose wait was not over when last known: censored."""
        return self.people - self.over_people


@dataclass(frozen=True)
class LogRank:
    """Do the groups wait equally long? chi_squared with groups - 1 degrees of freedom; p_0_1: two-sided.

    parts: groups that were compared; left_out: those too small for it.
    """

    chi_squared: float
    p_0_1: float
    parts: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Curves:
    """Several groups over the same ticks, the last of which is where a picture may end (see _shown_days).

    comparison: None where fewer than two groups are large enough.
    """

    curves: tuple[Curve, ...]
    tick_days: tuple[int, ...]
    comparison: LogRank | None


def curves(spells: pd.DataFrame, parts: Sequence[str] | None = None, shown_days: float | None = None) -> Curves:
    """A curve a group. spells: SPELLS, one row a group and length (any number of rows of the same is added up).

    parts: the groups and their order; None: as they come. A group without anybody has no curve. shown_days: where the
    ticks may end at the latest.
    """
    names = list(dict.fromkeys(spells["part"])) if parts is None else list(parts)
    groups = [(name, spells[spells["part"] == name]) for name in names]
    groups = [(name, rows) for name, rows in groups if _people(rows)]
    longest = _shown_days(pd.concat([rows for _name, rows in groups])) if groups else 0.0
    ticks = _ticks(longest if shown_days is None else min(longest, shown_days))
    return Curves(tuple(_curve(name, rows, ticks) for name, rows in groups), ticks, _log_rank(groups))


def median_days(spells: pd.DataFrame) -> Interval:
    """The median of all the spells together, with its interval; value None: not reached, or nobody."""
    return NOT_KNOWN if not _people(spells) else _median(_fitted(spells))


def _people(rows: pd.DataFrame) -> int:
    return int(rows["over_people"].sum() + rows["waiting_people"].sum())


def _expanded(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """A day and a mark (over or not) for each person."""
    days = rows["days"].to_numpy(dtype=float)
    over, waiting = rows["over_people"].to_numpy(dtype=int), rows["waiting_people"].to_numpy(dtype=int)
    marks = np.repeat([True, False], [over.sum(), waiting.sum()])
    return np.concatenate([np.repeat(days, over), np.repeat(days, waiting)]), marks


def _fitted(rows: pd.DataFrame):
    from lifelines import KaplanMeierFitter  # takes a second to import, and few pages need it

    days, over = _expanded(rows)
    return KaplanMeierFitter().fit(days, over)


def _curve(part: str, rows: pd.DataFrame, ticks: Sequence[int]) -> Curve:
    fit = _fitted(rows)
    band = _band(fit)
    days, over = _expanded(rows)
    return Curve(
        part=part,
        days=tuple(float(day) for day in fit.survival_function_.index),
        waiting_0_1=tuple(float(share) for share in fit.survival_function_.iloc[:, 0]),
        low_0_1=tuple(float(share) for share in band.iloc[:, 0]),
        high_0_1=tuple(float(share) for share in band.iloc[:, 1]),
        people=len(days),
        over_people=int(over.sum()),
        median_days=_median(fit),
        at_risk=tuple(int((days >= tick).sum()) for tick in ticks),
    )


def _band(fit) -> pd.DataFrame:
    """Lower and upper bound by day; the upper one stays where it was when the last person's wait was over."""
    band = fit.confidence_interval_.copy()
    nobody_left = fit.survival_function_.iloc[:, 0].to_numpy() == 0
    band.iloc[nobody_left, 1] = np.nan
    return band.ffill()


def _median(fit) -> Interval:
    """Read from the curve and its band: the day on which each comes down to one half."""
    from lifelines.utils import qth_survival_times

    low, high = (float(day) for day in qth_survival_times(0.5, _band(fit)).to_numpy().ravel())
    # Rounded, since a curve that comes down to exactly one half is a hair above it in binary fractions.
    middle = float(qth_survival_times(0.5, fit.survival_function_.round(_DIGITS)))
    return Interval(middle if math.isfinite(middle) else None, low, high)


def _shown_days(rows: pd.DataFrame) -> float:
    """The day by which 39 of 40 people were over it or last seen: further out a curve rests on very few."""
    days, _over = _expanded(rows)
    return float(np.quantile(days, _SHOWN_0_1, method="inverted_cdf"))


def _ticks(longest_days: float) -> tuple[int, ...]:
    """Round days from 0 to at least the longest, at most _TICKS + 1 of them."""
    step = next((days for days in _ROUND_DAYS if days * _TICKS >= longest_days), _ROUND_DAYS[-1])
    return tuple(range(0, math.ceil(longest_days / step) * step + 1, step)) if longest_days else (0, 1)


def _log_rank(groups: Sequence[tuple[str, pd.DataFrame]]) -> LogRank | None:
    enough = [name for name, rows in groups if _is_enough(rows)]
    if len(enough) < 2:
        return None
    from lifelines.statistics import multivariate_logrank_test

    told = [(name, *_expanded(rows)) for name, rows in groups if name in enough]
    days = np.concatenate([days for _name, days, _over in told])
    over = np.concatenate([over for _name, _days, over in told])
    names = np.repeat([name for name, _days, _over in told], [len(days) for _name, days, _over in told])
    found = multivariate_logrank_test(days, names, over)
    left_out = tuple(name for name, _rows in groups if name not in enough)
    return LogRank(float(found.test_statistic), float(found.p_value), tuple(enough), left_out)


def _is_enough(rows: pd.DataFrame) -> bool:
    return _people(rows) >= LEAST_COMPARED_PEOPLE and rows["over_people"].sum() >= LEAST_COMPARED_OVER
