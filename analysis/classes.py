"""Classes of a map of people: zero apart, no data apart, the rest cut by a named method."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import mapclassify
import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.errors import N_
from data.vocabulary import Code

# Fewer classes than asked for is what this module promises; nobody needs to be warned of it.
warnings.filterwarnings("ignore", message="Not enough unique values", module="mapclassify")
# Numba would make natural breaks of 330 townships faster than 85 ms, at the price of a compiler to install.
warnings.filterwarnings("ignore", message="Numba not installed")

NO_DATA = -1
ZERO = 0


class Method(Code):
    NATURAL = "natural", N_("Natural breaks")
    QUANTILES = "quantiles", N_("Equal numbers of places")
    EQUAL_INTERVAL = "equal_interval", N_("Equal steps")
    FIXED = "fixed", N_("Fixed steps, the same for every year")


@dataclass(frozen=True)
class Classes:
    """bounds: (low, high) of classes 1, 2, …, both included, in people; high is null for an open last class.

    counts: places in classes 1, 2, …; zeros: places with 0; no_data: places whose value is not known.
    """

    method: Method
    bounds: tuple[tuple[int, int | None], ...]
    counts: tuple[int, ...]
    zeros: int
    no_data: int

    def of(self, values: ArrayLike) -> NDArray[np.int64]:
        """Class of each value: NO_DATA (-1), ZERO (0), or 1, 2, …; values beyond the last class fall into it."""
        people = _people(values)
        lows = np.array([low for low, _ in self.bounds], float)
        found = np.searchsorted(lows, people, side="right")
        # A value below the lowest bound can only come from other data than the classes were made of.
        found = np.where((people > 0) & (found == 0), min(1, len(lows)), found)
        return np.where(np.isnan(people), NO_DATA, np.where(people == 0, ZERO, found)).astype(np.int64)


def classify(
    values: ArrayLike, k: int = 5, method: Method = Method.NATURAL, steps: Sequence[int] | None = None
) -> Classes:
    """At most `k` classes of the positive values, and never more than there are distinct ones.

    values: (n,) people; null (None, NaN, NA) means no data. FIXED uses `steps`, the lowest value of each class, or
    the 1-2-5 series of fixed_steps(); its classes stay although some be empty.
    Raises ValueError for a negative or broken number of people, or k < 1.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    people = _people(values)
    known = people[~np.isnan(people)]
    positive = known[known > 0]
    if method == Method.FIXED:
        lows = list(steps) if steps is not None else fixed_steps(positive.max(initial=1), k)
        bounds = _from_steps(lows)
    else:
        bounds = _from_uppers(_uppers(positive, min(k, len(np.unique(positive))), method), positive)
    empty = Classes(method, bounds, (), int((known == 0).sum()), int(np.isnan(people).sum()))
    counts = np.bincount(empty.of(positive), minlength=len(bounds) + 1)[1:]
    return Classes(method, bounds, tuple(int(n) for n in counts), empty.zeros, empty.no_data)


def fixed_steps(largest: float, k: int) -> list[int]:
    """The `k` highest steps of 1, 2, 5, 10, 20, 50 … that are not above `largest`, the first of them lowered to 1.

    Give the largest value over all years, and every year is cut alike.
    """
    series = [m * 10**e for e in range(10) for m in (1, 2, 5) if m * 10**e <= max(largest, 1)]
    return [1, *series[-k:][1:]]


def _people(values: ArrayLike) -> NDArray[np.float64]:
    items = values.to_numpy(dtype=float, na_value=np.nan) if hasattr(values, "to_numpy") else np.array(values, float)
    known = items[~np.isnan(items)]
    if (known < 0).any() or (known != np.floor(known)).any():
        raise ValueError("a number of people is a whole number, not below 0")
    return np.asarray(items, np.float64)


def _uppers(positive: NDArray[np.float64], k: int, method: Method) -> list[int]:
    """Upper bounds of the classes, whole numbers, rising; empty where there is nothing to cut."""
    if k == 0:
        return []
    if k == 1:
        return [int(positive.max())]
    if k == len(np.unique(positive)) and method != Method.EQUAL_INTERVAL:
        return [int(value) for value in np.unique(positive)]
    makers = {
        Method.NATURAL: mapclassify.FisherJenks,
        Method.QUANTILES: mapclassify.Quantiles,
        Method.EQUAL_INTERVAL: mapclassify.EqualInterval,
    }
    maker = makers[method]
    cuts = maker(positive, k=k).bins
    return sorted({int(np.floor(cut + 1e-9)) for cut in cuts[:-1]} | {int(positive.max())})


def _from_uppers(uppers: list[int], positive: NDArray[np.float64]) -> tuple[tuple[int, int | None], ...]:
    """Touching classes without empty ones; the first begins at the smallest value."""
    bounds: list[tuple[int, int | None]] = []
    low = int(positive.min()) if len(positive) else 1
    for upper in uppers:
        if ((positive >= low) & (positive <= upper)).any():
            bounds.append((low, upper))
            low = upper + 1
    return tuple(bounds)


def _from_steps(lows: Sequence[int]) -> tuple[tuple[int, int | None], ...]:
    if not lows or lows[0] < 1 or any(b <= a for a, b in pairwise(lows)):
        raise ValueError(f"steps must rise from at least 1, not {list(lows)}")
    return tuple((low, high - 1 if high else None) for low, high in zip(lows, [*lows[1:], None], strict=True))
