"""The numbers behind next year's expectation: the country's total, each unit's share of it, and what may come of both.

Total: a random walk of its logarithm whose last growth carries on in part (a damped trend). Share: a Gamma–Poisson
hierarchy (Clayton and Kaldor 1987, Biometrics 43, 671–681): a unit's rate is pulled towards its state's, the state's
towards the country's, by as much as the register's own past years advise; older years weigh less (power discounting:
Harvey and Fernandes 1989, Journal of Business and Economic Statistics 7, 407–417). Both are Gamma, so that the people
of a year are negative binomial. Nothing is drawn by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import nbinom

Floats = NDArray[np.float64]

UNIT_STRENGTHS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
STATE_STRENGTHS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
DISCOUNTS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
USUAL_UNIT_STRENGTH = 1.0
USUAL_STATE_STRENGTH = 4.0
USUAL_DISCOUNT = 0.8
"""What is taken where no past year can tell; with past years, the centre of a wide prior."""
STRENGTH_SPREAD = 1.0
DISCOUNT_SPREAD = 0.2
"""Standard deviations of that prior: of the logarithm of a strength, and of the discount."""

GROWTH_USUAL = 0.7
GROWTH_USUAL_YEARS = 2.0
"""Before any change is seen, the total is taken to double or halve (0.7 in logarithm); that weighs as two years."""
TREND_DOUBT = 1.0
"""Squared growth, in logarithms, that must be seen to carry on before half of its persistence is believed."""
HALF_A_PERSON = 0.5
"""Added to a year's total before its logarithm: nobody recorded is no proof that nobody will come."""
TAILS = 41


@dataclass(frozen=True)
class Hierarchy:
    """Strengths in people: how many a unit (a state) must expect before its own past counts for half.

    discount: weight of a year against the one after it (0-1).
    """

    unit_strength: float
    state_strength: float
    discount: float


@dataclass(frozen=True)
class Total:
    """The country's people next year. damping: share (0-1) of the last growth that carries on; spread: standard

    deviation of the logarithm of the total.
    """

    expected_people: float
    damping: float
    spread: float

    @property
    def shape(self) -> float:
        """Of a Gamma with the relative variance of a lognormal of that spread."""
        return float(1 / np.expm1(self.spread**2))


def next_total(totals: NDArray[np.int64]) -> Total:
    """The country's total next year, from (n_year,) totals in order, at least one.

    Years before the first victim are left out: they stand for no register, not for no trafficking. With one year left
    there is no trend, and the spread is GROWTH_USUAL.
    """
    began = int(np.argmax(totals > 0))
    level = np.log(totals[began:] + HALF_A_PERSON)
    growth = np.diff(level)
    damping = _damping(growth)
    last = damping * growth[-1] if len(growth) else 0.0
    surprise = growth - damping * np.concatenate([[0.0], growth[:-1]])[: len(growth)]
    seen = GROWTH_USUAL_YEARS * GROWTH_USUAL**2 + float(surprise @ surprise)
    return Total(float(np.exp(level[-1] + last)), damping, float(np.sqrt(seen / (GROWTH_USUAL_YEARS + len(growth)))))


def _damping(growth: Floats) -> float:
    """Regression of each year's growth on the one before, pulled towards 0; never below 0 (a swing is no trend)."""
    if len(growth) < 2:
        return 0.0
    return float(np.clip(growth[1:] @ growth[:-1] / (growth[:-1] @ growth[:-1] + TREND_DOUBT), 0.0, 1.0))


def base_shares(population: Floats, state: NDArray[np.int64]) -> Floats:
    """(n_unit,) shares by population, adding to 1. state: (n_unit,) number of each unit's state.

    A unit whose population is not known, or 0, is taken as the median one of its state, or of the country.
    """
    people = np.where(np.isfinite(population) & (population > 0), population, np.nan)
    whole = float(np.nanmedian(people)) if np.isfinite(people).any() else 1.0
    for number in np.unique(state[np.isnan(people)]):
        known = people[(state == number) & np.isfinite(people)]
        people[(state == number) & np.isnan(people)] = np.median(known) if len(known) else whole
    return np.asarray(people / people.sum(), dtype=float)


def unit_shares(
    counts: NDArray[np.int64], base: Floats, state: NDArray[np.int64], model: Hierarchy
) -> tuple[Floats, Floats]:
    """Each unit's share of next year's total, adding to 1, and the shape of the Gamma around it, both (n_unit,).

    counts: (n_unit, n_year), the last column the year before the one expected; base: (n_unit,) shares by population.
    """
    weight = model.discount ** np.arange(counts.shape[1] - 1, -1, -1.0)
    seen = counts @ weight
    whole = float(counts.sum(axis=0) @ weight)
    by_state = np.bincount(state, weights=seen) + model.state_strength
    state_rate = by_state / (whole * np.bincount(state, weights=base) + model.state_strength)
    shape = model.unit_strength + seen
    share = base * state_rate[state] * shape / (model.unit_strength + whole * base * state_rate[state])
    doubt = (1 + 1 / shape) * (1 + 1 / by_state[state]) - 1
    return share / share.sum(), 1 / doubt


def fit(counts: NDArray[np.int64], base: Floats, state: NDArray[np.int64]) -> Hierarchy:
    """The hierarchy that would have told each past year best from the years before it (empirical Bayes).

    The largest, over the grid of the constants above, of prior and negative binomial likelihood of every year but the
    first, given that year's total. With one year: the usual values.
    """
    grid = [Hierarchy(*values) for values in product(UNIT_STRENGTHS, STATE_STRENGTHS, DISCOUNTS)]
    return max(grid, key=lambda model: _log_prior(model) + _log_likelihood(counts, base, state, model))


def _log_prior(model: Hierarchy) -> float:
    away = (
        np.log(model.unit_strength / USUAL_UNIT_STRENGTH) / STRENGTH_SPREAD,
        np.log(model.state_strength / USUAL_STATE_STRENGTH) / STRENGTH_SPREAD,
        (model.discount - USUAL_DISCOUNT) / DISCOUNT_SPREAD,
    )
    return float(-0.5 * np.dot(away, away))


def _log_likelihood(counts: NDArray[np.int64], base: Floats, state: NDArray[np.int64], model: Hierarchy) -> float:
    told = 0.0
    for year in range(1, counts.shape[1]):
        people = counts[:, year]
        if not people.any():
            continue
        share, shape = unit_shares(counts[:, :year], base, state, model)
        mean = people.sum() * share
        told += float(
            np.sum(
                gammaln(people + shape)
                - gammaln(shape)
                - gammaln(people + 1)
                + shape * np.log(shape / (shape + mean))
                + people * np.log(mean / (shape + mean))
            )
        )
    return told


def joint_shape(share_shape: Floats, total_shape: float) -> Floats:
    """Shape of the Gamma with the mean and variance of the product of two independent ones."""
    return np.asarray(1 / ((1 + 1 / share_shape) * (1 + 1 / total_shape) - 1))


def shortest_interval(mean: Floats, shape: Floats, interval: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The fewest whole numbers from low to high that hold at least `interval` of a negative binomial, both (n,).

    Of equally short ones, that which holds most. mean: people, at least 0; shape: above 0.
    """
    law = nbinom(shape, shape / (shape + mean))
    best_low, best_high = np.zeros(len(mean), np.int64), np.full(len(mean), np.iinfo(np.int64).max)
    best_held = np.zeros(len(mean))
    for tail in np.linspace(0, 1 - interval, TAILS):
        low = np.maximum(law.ppf(tail), 0)
        below = law.cdf(low - 1)
        high = np.maximum(law.ppf(np.minimum(below + interval, 1 - 1e-12)), low)
        held = law.cdf(high) - below
        width, best_width = high - low, best_high - best_low
        better = (width < best_width) | ((width == best_width) & (held > best_held + 1e-12))
        best_low, best_high = np.where(better, low, best_low).astype(int), np.where(better, high, best_high).astype(int)
        best_held = np.where(better, held, best_held)
    return best_low, best_high


def held_by(mean: Floats, shape: Floats, low: NDArray[np.int64], high: NDArray[np.int64]) -> Floats:
    """(n,) share of the negative binomial from low to high, both counted in."""
    law = nbinom(shape, shape / (shape + mean))
    return np.asarray(law.cdf(high) - law.cdf(low - 1))
