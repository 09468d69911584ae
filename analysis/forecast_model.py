"""The numbers behind next year's expectation: the country's total, each unit's share of it, and what may come of both.

Total: a random walk of its logarithm whose last growth carries on in part (a damped trend). Share: a Gamma–Poisson
hierarchy (Clayton and Kaldor 1987, Biometrics 43, 671–681): a unit's rate is pulled towards its state's, the state's
towards the country's, by as much as the register's own past years advise; older years weigh less (power discounting:
Harvey and Fernandes 1989, Journal of Business and Economic Statistics 7, 407–417). Given the total, the people of a
unit are negative binomial; over what the total may be, a mixture of TOTALS of them. Nothing is drawn by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaln, ndtri

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
TOTALS = 40
"""Equally likely totals over which the people of a unit are mixed."""


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
    """The country's people next year, lognormal.

    middle_people: as likely too few as too many; damping: share (0-1) of the last growth that carries on; spread:
    standard deviation of the logarithm.
    """

    middle_people: float
    damping: float
    spread: float

    def possible_people(self) -> Floats:
        """(TOTALS,) equally likely totals."""
        return np.asarray(self.middle_people * np.exp(self.spread * ndtri((np.arange(TOTALS) + 0.5) / TOTALS)))

    def limits(self, interval: float) -> tuple[int, int]:
        """Whole people from low to high that hold `interval`, as much left out below as above."""
        away = self.spread * float(ndtri((1 + interval) / 2))
        return int(self.middle_people * np.exp(-away)), int(np.ceil(self.middle_people * np.exp(away)))


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


@dataclass(frozen=True, eq=False)
class People:
    """What the people of n units (or parts of them) may be, independently of each other given the total.

    share: (n,) of the total; shape: (n,) of the Gamma around it; total: the country's.
    """

    share: Floats
    shape: Floats
    total: Total

    def at_most(self, people: Floats) -> Floats:
        """(n,) probability of at most so many, (n,) whole numbers from -1 on: mean over the possible totals."""
        success = self.shape[:, None] / (self.shape[:, None] + self.share[:, None] * self.total.possible_people())
        return np.where(people < 0, 0.0, betainc(self.shape[:, None], people[:, None] + 1, success).mean(axis=1))

    def least(self, probability: Floats) -> Floats:
        """(n,) the least whole numbers that come with at least that probability (n,), below 1, by halving."""
        low, high = np.full(len(self.share), -1.0), np.ones(len(self.share))
        while (short := self.at_most(high) < probability).any():
            high = np.where(short, 2 * high, high)
        while (high - low > 1).any():
            middle = np.floor((low + high) / 2)
            enough = self.at_most(middle) >= probability
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return high

    def limits(self, interval: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(n,) low and high: at most half of what `interval` leaves out lies below low, and low to high hold it.

        Where low is 0, nothing lies below: all that is left out lies above, and the limits are no wider than need be.
        """
        low = self.least(np.full(len(self.share), (1 - interval) / 2))
        high = self.least(self.at_most(low - 1) + interval)
        return low.astype(np.int64), high.astype(np.int64)

    def held(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> Floats:
        """(n,) probability of low to high, both counted in."""
        return self.at_most(high.astype(float)) - self.at_most(low.astype(float) - 1)
