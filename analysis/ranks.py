"""Which rank a rate has, and which ranks it could as well have: an interval, so that nobody argues about 7 against 9.

With a Gamma prior of the empirical-Bayes mean and variance, a unit's rate given its count is again Gamma, and its mean
is exactly the smoothed rate of analysis.rates. Ranks are simulated from it: N. M. Laird and T. A. Louis, Empirical
Bayes ranking methods, Journal of Educational Statistics 14 (1989) 29-46; H. Goldstein and D. J. Spiegelhalter, League
tables and their limitations, Journal of the Royal Statistical Society A 159 (1996) 385-409.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from analysis.rates import Rates

DRAWS = 10_000
INTERVAL_0_1 = 0.9


@dataclass(frozen=True, eq=False)
class Ranks:
    """(n,) each: rank of the smoothed rate, 1 the highest, equal rates sharing the better one; low <= rank <= high."""

    rank: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]


def ranks(
    counts: NDArray[np.int64],
    population: NDArray[np.float64],
    found: Rates,
    rng: np.random.Generator,
    *,
    draws: int = DRAWS,
    interval_0_1: float = INTERVAL_0_1,
) -> Ranks:
    """Ranks of `found`, the rates of these counts (n,) people among the population (n,) people.

    The interval is the equal-tailed one of the rank over `draws` draws of all rates together, widened to the rank of
    the smoothed rate where that lies outside; units of one count and one population share it. Where the rates differ
    no more than by chance everybody shares rank 1, and the interval holds every rank.
    """
    n = len(counts)
    rank = rankdata(-found.smoothed_per_100k, method="min").astype(np.int64)
    if found.between == 0:
        return Ranks(np.ones(n, np.int64), np.ones(n, np.int64), np.full(n, n, np.int64))
    simulated = _simulated(counts, population, found, rng, draws)
    low, high = np.empty(n, np.int64), np.empty(n, np.int64)
    _, alike = np.unique(np.column_stack([counts, population]), axis=0, return_inverse=True)
    tail = (1 - interval_0_1) / 2
    for group in range(alike.max() + 1):
        same = alike.ravel() == group
        low[same], high[same] = np.quantile(simulated[same], [tail, 1 - tail], method="inverted_cdf")
    return Ranks(rank, np.minimum(low, rank), np.maximum(high, rank))


def _simulated(
    counts: NDArray[np.int64], population: NDArray[np.float64], found: Rates, rng: np.random.Generator, draws: int
) -> NDArray[np.int32]:
    """(n, draws) ranks, 1 the highest, of rates drawn from each unit's Gamma posterior."""
    shape = found.mean**2 / found.between
    people = found.mean / found.between
    drawn = rng.standard_gamma(shape + counts, size=(draws, len(counts))) / (people + population)
    order = np.argsort(-drawn, axis=1)
    place = np.empty((draws, len(counts)), np.int32)
    np.put_along_axis(place, order, np.arange(1, len(counts) + 1, dtype=np.int32)[None, :], axis=1)
    return np.ascontiguousarray(place.T)
