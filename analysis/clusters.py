"""Where high rates lie together: Getis-Ord Gi* and local Moran, with chances from conditional permutations.

Gi*: J. K. Ord and A. Getis, Local spatial autocorrelation statistics, Geographical Analysis 27 (1995) 286-306.
Local Moran and conditional permutation: L. Anselin, Local indicators of spatial association - LISA, Geographical
Analysis 27 (1995) 93-115. False discovery rate: Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society
B 57 (1995) 289-300; for local statistics M. Caldas de Castro and B. H. Singer, Geographical Analysis 38 (2006) 180-208.
Counting the people of a neighbourhood: J. Besag and J. Newell, The detection of clusters in rare diseases, Journal of
the Royal Statistical Society A 154 (1991) 143-155.
The statistics are esda's. The permutations are made here, since esda's count ties as extreme at the lower end, test
one side only, and set numpy's global random state, which another reader's thread shares.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from esda.getisord import G_Local
from esda.moran import Moran_Local
from libpysal.weights import W
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import false_discovery_control, nbinom

from analysis.rates import Rates

# Numba would make esda's own permutations faster, which are not used here.
warnings.filterwarnings("ignore", message=".*[Nn]umba.*")

PERMUTATIONS = 99_999
GLOBAL_PERMUTATIONS = 9_999
ALPHA = 0.05
QUADRANTS = ("HH", "LH", "LL", "HL")
_CHUNK = 10_000


@dataclass(frozen=True, eq=False)
class Tails:
    """How often a permuted sum of a unit's neighbours was not below, not above the true one: (variable, n) each."""

    above: NDArray[np.int64]
    below: NDArray[np.int64]
    permutations: int

    def p(self) -> NDArray[np.float64]:
        """Two-sided chance: twice the smaller tail, the true arrangement counted with the permuted; never 0."""
        return np.minimum(1.0, 2 * (np.minimum(self.above, self.below) + 1) / (self.permutations + 1))

    def is_high(self) -> NDArray[np.bool_]:
        """Whether the true sum lies in the upper tail."""
        return self.above < self.below


@dataclass(frozen=True, eq=False)
class Surplus:
    """Of n neighbourhoods: people and expected_people (n,); p: (n,) two-sided chance of as many or as few people."""

    people: NDArray[np.int64]
    expected_people: NDArray[np.float64]
    p: NDArray[np.float64]

    def is_high(self) -> NDArray[np.bool_]:
        """Whether there are more people than expected."""
        return self.people > self.expected_people


def surplus(counts: NDArray[np.int64], population: NDArray[np.float64], found: Rates, around: csr_array) -> Surplus:
    """How the people of each neighbourhood compare with what its population would give if no rates were clustered.

    around: (n, n) binary, a row the units of a neighbourhood; found.between must be above 0. Permutations take every
    unit's rate for equally uncertain; where populations of one size lie together that alone makes clusters, most of
    all cold ones in years of few victims. Here each unit's rate is drawn from the country's Gamma distribution and
    its count is Poisson; the sum's mean and variance are matched by a negative binomial distribution.
    """
    expected = around @ (population * found.mean)
    variance = expected + found.between * (around @ population**2)
    size, chance = expected**2 / (variance - expected), expected / variance
    people = (around @ counts).astype(np.int64)
    tail = np.minimum(nbinom.sf(people - 1, size, chance), nbinom.cdf(people, size, chance))
    return Surplus(people, expected, np.minimum(1.0, 2 * tail))


def gi_star_z(values: NDArray[np.float64], w: W) -> NDArray[np.float64]:
    """(n,) standard scores of Gi* (the unit and its neighbours, weight 1 each) of values >= 0 that are not all equal.

    Binary weights: esda's variance for row-standardised ones leaves out how many neighbours a unit has.
    """
    return np.asarray(G_Local(values, w, transform="B", permutations=0, star=True).Zs, np.float64)


def local_moran(values: NDArray[np.float64], w: W) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """(n,) local Moran's I with row-standardised weights, and (n,) quadrants: own value, then the neighbours' mean."""
    found = Moran_Local(values, W(w.neighbors, id_order=w.id_order, silence_warnings=True), permutations=0)
    return np.asarray(found.Is, np.float64), np.array(QUADRANTS)[np.asarray(found.q, int) - 1]


def global_moran(
    values: NDArray[np.float64], adjacency: csr_array, permutations: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Moran's I of all units with row-standardised weights, and its two-sided chance over shuffles of all values."""
    z = values - values.mean()
    mean_of = adjacency / adjacency.sum(axis=1)[:, None]
    true = z @ (mean_of @ z)
    shuffled = rng.permuted(np.tile(z, (permutations, 1)), axis=1)
    drawn = np.einsum("ij,ji->i", shuffled, mean_of @ shuffled.T)
    near = 1e-9 * np.abs(true) + 1e-300
    tail = min(int((drawn >= true - near).sum()), int((drawn <= true + near).sum()))
    return float(true / (z @ z)), min(1.0, 2 * (tail + 1) / (permutations + 1))


def conditional_tails(
    values: NDArray[np.float64], adjacency: csr_array, permutations: int, rng: np.random.Generator
) -> Tails:
    """Tails of the sum over each unit's neighbours when all other units' values are shuffled and its own stays.

    values: (variable, n); adjacency: (n, n) binary without diagonal, at least one neighbour a row. The draws depend on
    the order of the units, so give them in an order that does not hang on their names.
    """
    most = int(np.diff(adjacency.indptr).max())
    deck = np.tile(np.arange(values.shape[1], dtype=np.int32)[:, None], (1, min(_CHUNK, permutations)))
    above = np.zeros(values.shape, np.int64)
    below = np.zeros(values.shape, np.int64)
    left = permutations
    while left > 0:
        deck = deck[:, :left]
        _deal(deck, most, rng)
        more, less = _count(values, adjacency, deck[: most + 1])
        above, below, left = above + more, below + less, left - deck.shape[1]
    return Tails(above, below, permutations)


def _deal(deck: NDArray[np.int32], cards: int, rng: np.random.Generator) -> None:
    """Shuffle each column of the deck (n, m) until its first cards + 1 rows are a fair draw (Fisher, Yates)."""
    n, columns = deck.shape[0], np.arange(deck.shape[1])
    for row in range(min(cards + 1, n - 1)):
        other = rng.integers(row, n, deck.shape[1])
        deck[row], deck[other, columns] = deck[other, columns], deck[row].copy()


def _count(
    values: NDArray[np.float64], adjacency: csr_array, dealt: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(variable, n) permutations whose sum is not below, not above the true sum of the unit's neighbours.

    dealt: (most neighbours + 1, m) units. The others of a unit, shuffled, are the dealt units without itself: the sum
    of the first k dealt or, where the unit is among them, of the first k + 1 less its own value.
    """
    degrees = np.diff(adjacency.indptr)
    holders = np.argsort(dealt[:-1].ravel(), kind="stable")
    starts = np.searchsorted(dealt[:-1].ravel()[holders], np.arange(values.shape[1] + 1))
    slots, columns = np.divmod(holders, dealt.shape[1])
    above, below = np.empty(values.shape, np.int64), np.empty(values.shape, np.int64)
    for v, value in enumerate(values):
        sums = np.cumsum(value[dealt], axis=0)
        true = adjacency @ value
        near = 1e-9 * (np.abs(value).sum() / len(value) + np.abs(true))
        for i, k in enumerate(degrees):
            mine = slice(starts[i], starts[i + 1])
            held = columns[mine][slots[mine] < k]
            drawn = sums[k - 1].copy()
            drawn[held] = sums[k, held] - value[i]
            above[v, i] = np.count_nonzero(drawn >= true[i] - near[i])
            below[v, i] = np.count_nonzero(drawn <= true[i] + near[i])
    return above, below


def passes_fdr(p: NDArray[np.float64], alpha: float = ALPHA) -> NDArray[np.bool_]:
    """(n,) whether each is found when at most the share alpha of what is found may be chance (Benjamini-Hochberg)."""
    return np.asarray(false_discovery_control(p, method="bh") <= alpha)
