"""Rates of small counts: raw, smoothed towards the country's rate, and standardised, never undefined.

Empirical Bayes by the method of moments: R. J. Marshall, Mapping disease and mortality rates using empirical Bayes
estimators, Applied Statistics 40 (1991) 283-294. Standardised rates: R. M. Assunção and E. A. Reis, A new proposal to
adjust Moran's I for population density, Statistics in Medicine 18 (1999) 2147-2162.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from esda.smoothing import Empirical_Bayes, assuncao_rate
from numpy.typing import NDArray

PER_PEOPLE = 100_000


@dataclass(frozen=True, eq=False)
class Rates:
    """Of n units: raw_per_100k, smoothed_per_100k: (n,) victims per 100,000 people; standardised: (n,) no unit.

    mean: victims per person in all units together; between: variance of the true rates between units (per person,
    squared), 0 where the counts differ no more than chance alone would make them: then every smoothed rate is the mean.
    """

    raw_per_100k: NDArray[np.float64]
    smoothed_per_100k: NDArray[np.float64]
    standardised: NDArray[np.float64]
    mean: float
    between: float


def rates(counts: NDArray[np.int64], population: NDArray[np.float64]) -> Rates:
    """Rates of the counts (n,) people among the population (n,) people, all above 0; noughts if there is no victim.

    Raises ValueError for a negative count or a population that is not above 0.
    """
    if (counts < 0).any() or not (population > 0).all():
        raise ValueError("counts must not be below 0, and populations must be above 0")
    raw = counts / population
    mean = float(counts.sum() / population.sum())
    between = _between(raw, population, mean)
    if between > 0:
        smoothed, standardised = Empirical_Bayes(counts, population).r.ravel(), assuncao_rate(counts, population)
    else:
        # esda's estimate of the variance would be below 0 here: only chance is left.
        smoothed, standardised = np.full(len(counts), mean), (raw - mean) / np.sqrt((mean or 1) / population)
    return Rates(raw * PER_PEOPLE, smoothed * PER_PEOPLE, standardised, mean, between)


def _between(raw: NDArray[np.float64], population: NDArray[np.float64], mean: float) -> float:
    """Marshall's moment estimate of the variance between true rates, not below 0.

    The weighted variance of the raw rates less what Poisson chance alone would give. What is below a billionth of
    the raw variance is rounding.
    """
    weighted = float((population * (raw - mean) ** 2).sum() / population.sum())
    between = weighted - mean / float(population.mean())
    return between if between > 1e-9 * weighted else 0.0
