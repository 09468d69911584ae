"""How sure a number is: 95 % intervals of shares, counts and medians, and whether two numbers differ beyond noise.

What is counted here is everybody who was recorded, not a sample. The intervals answer another question: how far would
such a number have moved by chance alone, had as many other people been counted under the same conditions. That is what
a reader needs to know before calling a change progress.

Shares: Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212. Counts: Garwood, Biometrika 28 (1936) 437-442. Medians: order
statistics, Conover, Practical Nonparametric Statistics (3rd ed. 1999) ch. 3. Differences: the square-and-add rule of
Zou and Donner, Stat. Med. 27 (2008) 1693-1702, which for shares is method 10 of Newcombe, Stat. Med. 17 (1998) 873-890.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

LEVEL_0_1 = 0.95
FEW = 20
"""Below so many in the denominator a share near one half is uncertain by more than 20 percentage points either way."""
_TAIL = (1 - LEVEL_0_1) / 2
_Z = float(stats.norm.ppf(1 - _TAIL))


@dataclass(frozen=True)
class Interval:
    """A number with its 95 % bounds, all in one unit. value None: n/a; a bound None: not known, inf: not reached."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether both bounds are numbers."""
        return all(bound is not None and math.isfinite(bound) for bound in (self.low, self.high))


NOT_KNOWN = Interval(None)


def wilson(met: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper bounds of shares met / of, elementwise, from 0 to 1; NaN where nothing is divided by."""
    n = np.where(of > 0, of, np.nan)
    share, square = met / n, _Z**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * np.sqrt(share * (1 - share) / n + square / (4 * n**2))
    low = np.where(met == 0, 0.0, middle - half)
    high = np.where(met == of, 1.0, middle + half)
    return np.where(np.isnan(n), np.nan, low), np.where(np.isnan(n), np.nan, high)


def garwood(counted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Exact Poisson bounds of counts, elementwise; the lower bound of 0 is 0."""
    low = stats.chi2.ppf(_TAIL, 2 * counted) / 2
    return np.where(counted == 0, 0.0, low), stats.chi2.ppf(1 - _TAIL, 2 * counted + 2) / 2


def share(met: float, of: float) -> Interval:
    """A share with its Wilson interval; NOT_KNOWN where of is 0."""
    if not of:
        return NOT_KNOWN
    low, high = wilson(np.array([met], float), np.array([of], float))
    return Interval(met / of, float(low[0]), float(high[0]))


def count(counted: float, per: float = 1.0) -> Interval:
    """A count, or a rate per `per`, with its exact Poisson interval; NOT_KNOWN where per is 0."""
    if not per:
        return NOT_KNOWN
    low, high = garwood(np.array([counted], float))
    return Interval(counted / per, float(low[0]) / per, float(high[0]) / per)


def median(values: ArrayLike) -> Interval:
    """The median with the closest pair of order statistics that holds it with at least 95 %.

    Below six values no pair does: the bounds are None.
    """
    ordered = np.sort(np.asarray(values, float))
    n = len(ordered)
    if not n:
        return NOT_KNOWN
    rank = int(stats.binom.ppf(_TAIL, n, 0.5))  # so that P(fewer than rank lie below the median) <= 2.5 %
    while rank > 0 and stats.binom.cdf(rank - 1, n, 0.5) > _TAIL:
        rank -= 1
    middle = float(np.median(ordered))
    return Interval(middle) if rank == 0 else Interval(middle, float(ordered[rank - 1]), float(ordered[n - rank]))


def difference(before: Interval, after: Interval) -> Interval:
    """after - before with its interval, from the intervals of both, which rest on different people.

    A bound that is not reached makes the difference unbounded on that side; NOT_KNOWN where a value is n/a.
    """
    if before.value is None or after.value is None:
        return NOT_KNOWN
    moved = after.value - before.value
    bounds = (before.low, before.high, after.low, after.high)
    if any(bound is None for bound in bounds):
        return Interval(moved)
    low_before, high_before, low_after, high_after = (float(bound) for bound in bounds if bound is not None)
    down = math.hypot(after.value - low_after, high_before - before.value)
    up = math.hypot(high_after - after.value, before.value - low_before)
    return Interval(moved, moved - down, moved + up)


def is_noise(moved: Interval) -> bool:
    """Whether a difference is not told from none: its interval holds 0, or is not known."""
    if moved.low is None or moved.high is None:
        return True
    return moved.low <= 0 <= moved.high


def share_bounds(frame: pd.DataFrame, met: str, of: str) -> pd.DataFrame:
    """The frame with low and high (Wilson) of the share of two of its columns; null where of is 0 or null."""
    low, high = wilson(_floats(frame[met]), _floats(frame[of]))
    return frame.assign(low=pd.array(low, dtype="Float64"), high=pd.array(high, dtype="Float64"))


def _floats(values: pd.Series) -> np.ndarray:
    return values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
