"""How the hot years of each unit follow each other: one class a unit, by rules that leave nothing out.

After the classes of ArcGIS's emerging hot spot analysis; the rules are this project's own. Over the years looked at
(at least five; h of them hot, "most" being MOST_YEARS_SHARE of them, rounded up) a unit is

    hot in the last year
        h = 1                                      new
        h in most years, Gi* rising                intensifying
        h in most years, Gi* falling               diminishing
        h in most years, neither                   persistent
        h ≥ 2, fewer, all in one unbroken run      consecutive
        h ≥ 2, fewer, with a break between         sporadic
    not hot in the last year
        h ≥ 1                                      historical
        h = 0                                      none

so that every unit has exactly one. Rising and falling are told by the Mann–Kendall test on the yearly Gi* z. A year in
which nothing can be called hot (too few victims, no difference) is left out and an earlier one looked at instead: that
nothing was found there does not mean that nobody stood out. "Last" and "earlier" are among the years looked at.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from analysis.clusters import ALPHA, PERMUTATIONS
from analysis.hotspots import SEED, Hotspots, hotspots
from analysis.units import Panel
from data.errors import N_
from data.vocabulary import Code, SpaceTime

YEARS_LEAST = 5
MOST_YEARS_SHARE = 0.8
"""Four years of five. ArcGIS asks for 90 %, which with five to nine years would let no year be missed."""
TREND_ALPHA = 0.1
"""Two-sided; with five years 0.05 would ask for a series without one step back."""


class Untold(Code):
    """Why no unit has a class."""

    LAST_YEAR = "last_year", N_("In this year nothing can be called hot or not hot: too few victims, or no difference")
    FEW_YEARS = "few_years", N_("Too few years before this one in which a hot spot can be told from chance")


def space_time(
    panel: Panel,
    neighbours: pd.DataFrame,
    last_year: int,
    years: int = YEARS_LEAST,
    *,
    seed: int = SEED,
    permutations: int = PERMUTATIONS,
    alpha: float = ALPHA,
) -> pd.DataFrame:
    """Classes at `last_year` as of_years tells them; hot spots of each year are those of analysis.hotspots.

    Looks back over the panel until `years` years could be tested; at least YEARS_LEAST are needed for a class. Raises
    ValueError for fewer `years`, a year that is not in the panel, and a unit without a neighbour.
    """
    found: list[Hotspots] = []
    for year in sorted((y for y in panel.years if y <= last_year), reverse=True):
        found.append(hotspots(panel, year, neighbours, seed=seed, permutations=permutations, alpha=alpha))
        if found[0].untested or sum(not one.untested for one in found) == years:
            break
    return of_years(found, last_year, years)


def of_years(found: Iterable[Hotspots], last_year: int, years: int = YEARS_LEAST) -> pd.DataFrame:
    """Classes from hot spots that were computed before, in any order; those after `last_year` are not looked at.

    unit_pcode, space_time (SpaceTime; null where `untold` has a reason), hot_years (tuple of years), trend_z, trend_p
    (NaN where untold), years (tuple: the years looked at): one row a unit, in the panel's order. Raises ValueError for
    fewer than YEARS_LEAST `years`, and where `last_year` is not among those found.
    """
    if years < YEARS_LEAST:
        raise ValueError(f"a class needs at least {YEARS_LEAST} years, not {years}")
    told = _looked_at(found, last_year, years)
    hot = np.column_stack([one.frame["is_hot"].to_numpy(bool) for one in told])
    gi_z = np.column_stack([one.frame["gi_z"].to_numpy(float) for one in told])
    looked_at = tuple(one.year for one in told)
    if untold(told, last_year) is None:
        out = classes(list(told[0].frame["unit_pcode"]), looked_at, hot, gi_z)
    else:
        out = pd.DataFrame({
            "unit_pcode": list(told[0].frame["unit_pcode"]), "space_time": pd.Series([None] * len(hot), dtype=object),
            "hot_years": _hot_years(looked_at, hot), "trend_z": math.nan, "trend_p": math.nan,
        })  # fmt: skip
    return out.assign(years=pd.Series([looked_at] * len(out), dtype=object))


def untold(found: Iterable[Hotspots], last_year: int) -> Untold | None:
    """Why there is no class at `last_year`; None: there is one. Raises ValueError where that year was not found."""
    told = _looked_at(found, last_year, YEARS_LEAST)
    if told[-1].untested:
        return Untold.LAST_YEAR
    return None if len(told) >= YEARS_LEAST else Untold.FEW_YEARS


def _looked_at(found: Iterable[Hotspots], last_year: int, years: int) -> list[Hotspots]:
    """The last year and the nearest testable ones before it, at most `years`, in order."""
    ordered = sorted((one for one in found if one.year <= last_year), key=lambda one: one.year)
    if not ordered or ordered[-1].year != last_year:
        raise ValueError(f"the hot spots of {last_year} are not among those of {[one.year for one in ordered]}")
    return [*[one for one in ordered[:-1] if not one.untested][1 - years :], ordered[-1]]


def most_years(years: int) -> int:
    """Hot years that count as most of them: the least whole number that is at least MOST_YEARS_SHARE of them."""
    return math.ceil(round(MOST_YEARS_SHARE * years, 9))


def mann_kendall(series: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """z and two-sided p of the Mann–Kendall test for a monotone trend, one series a row.

    series: (n_unit, n_year), finite. Normal approximation with the correction for ties and for continuity (Mann 1945;
    Kendall 1975, Rank Correlation Methods, 4th edition, chapters 4 and 5). A series without two different values, or of
    one year, has no trend: z 0, p 1. Raises ValueError where a value is not finite.
    """
    series = np.asarray(series, dtype=float)
    if not np.isfinite(series).all():
        raise ValueError("a trend needs a finite value in every year")
    n = series.shape[1]
    earlier, later = np.triu_indices(n, k=1)
    s = np.sign(series[:, later] - series[:, earlier]).sum(axis=1)
    equal = (series[:, :, None] == series[:, None, :]).sum(axis=2)
    # A group of t equal values adds t(t−1)(2t+5); each of its t members carries (t−1)(2t+5).
    ties = ((equal - 1) * (2 * equal + 5)).sum(axis=1)
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    z = np.divide(s - np.sign(s), np.sqrt(variance), out=np.zeros(len(s)), where=variance > 0)
    return z, 2 * norm.sf(np.abs(z))


def classify(
    hot: NDArray[np.bool_], trend_z: NDArray[np.float64], trend_p: NDArray[np.float64]
) -> tuple[SpaceTime, ...]:
    """The class of each unit by the rules above. hot: (n_unit, n_year), the last column being the last year.

    trend_z, trend_p: (n_unit,). Raises ValueError for fewer than YEARS_LEAST years.
    """
    hot = np.asarray(hot, dtype=bool)
    if hot.shape[1] < YEARS_LEAST:
        raise ValueError(f"a class needs at least {YEARS_LEAST} years; there are {hot.shape[1]}")
    return tuple(_class_of(row, z, p) for row, z, p in zip(hot, trend_z, trend_p, strict=True))


def _class_of(hot: NDArray[np.bool_], trend_z: float, trend_p: float) -> SpaceTime:
    hot_years = int(hot.sum())
    if not hot[-1]:
        return SpaceTime.HISTORICAL if hot_years else SpaceTime.NONE
    if hot_years == 1:
        return SpaceTime.NEW
    if hot_years >= most_years(len(hot)):
        if trend_p > TREND_ALPHA:
            return SpaceTime.PERSISTENT
        return SpaceTime.INTENSIFYING if trend_z > 0 else SpaceTime.DIMINISHING
    return SpaceTime.CONSECUTIVE if hot[-hot_years:].all() else SpaceTime.SPORADIC


def classes(
    unit_pcodes: Sequence[str], years: Sequence[int], hot: NDArray[np.bool_], gi_z: NDArray[np.float64]
) -> pd.DataFrame:
    """unit_pcode, space_time (SpaceTime), hot_years (tuple of years), trend_z, trend_p: one row a unit.

    hot, gi_z: (n_unit, n_year), in the order of `unit_pcodes` and of `years` (rising). A gi_z that is not finite (a
    year in which nobody stands out from anybody, so that Gi* is 0/0) counts as 0: neither above nor below the mean.
    """
    hot = np.asarray(hot, dtype=bool)
    z, p = mann_kendall(np.where(np.isfinite(gi_z), gi_z, 0.0))
    return pd.DataFrame({
        "unit_pcode": list(unit_pcodes), "space_time": pd.Series(classify(hot, z, p), dtype=object),
        "hot_years": _hot_years(years, hot),
        "trend_z": z, "trend_p": p,
    })  # fmt: skip


def _hot_years(years: Sequence[int], hot: NDArray[np.bool_]) -> pd.Series:
    told = [tuple(int(year) for year, is_hot in zip(years, row, strict=True) if is_hot) for row in hot]
    return pd.Series(told, dtype=object)
