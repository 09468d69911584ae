"""Whether a unit's people of two years differ by more than chance would make them: an exact test for small counts.

Given the people of both years together, those of the one year are binomial with half the chance each, if nothing has
changed (J. Przyborowski and H. Wilenski, Biometrika 31 (1940) 313-323): the population is that of one census, so it
plays no part. Only units with enough people in both years together for the test to find anything are asked (what is
given to the test is no part of its chance, so leaving the others out favours nobody); of these, those are marked that
pass the false discovery rate, as in analysis.clusters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from analysis.clusters import ALPHA, passes_fdr


def chance_of_change(before: NDArray[np.int64], now: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n,) two-sided chance (twice the smaller tail, 1 at most) of counts (n,) as unequal; 1 where nobody is counted.

    Raises ValueError for a count below 0 or arrays of different lengths.
    """
    if before.shape != now.shape or (before < 0).any() or (now < 0).any():
        raise ValueError("counts of two years are whole numbers from 0, one of each for every unit")
    smaller = np.minimum(before, now)
    return np.asarray(np.minimum(1.0, 2 * binom.cdf(smaller, before + now, 0.5)), np.float64)


def has_changed(before: NDArray[np.int64], now: NDArray[np.int64], alpha: float = ALPHA) -> NDArray[np.bool_]:
    """(n,) whether two counts of a unit differ by more than chance, among all units that could have passed alone."""
    chance = chance_of_change(before, now)
    could = np.exp2(1.0 - (before + now)) <= alpha
    changed = np.zeros(len(chance), bool)
    if could.any():
        changed[could] = passes_fdr(chance[could], alpha)
    return changed
