"""Hot spots of a year: rates that are comparable, ranks with their doubt, and clusters that are more than chance.

A unit is hot or cold, or part of a cluster, only where the numbers can tell; otherwise nothing is, and it is said why.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from libpysal.weights import W
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array

from analysis.clusters import (
    ALPHA,
    GLOBAL_PERMUTATIONS,
    PERMUTATIONS,
    conditional_tails,
    gi_star_z,
    global_moran,
    local_moran,
    passes_fdr,
    surplus,
)
from analysis.ranks import DRAWS, INTERVAL_0_1, Ranks, ranks
from analysis.rates import PER_PEOPLE, Rates, rates
from analysis.units import Panel, Units, links, panel, units_of
from data.errors import N_
from data.vocabulary import Code

__all__ = ["Hotspots", "Panel", "Units", "Untested", "hotspots", "links", "panel", "units_of"]

SEED = 2010
# Of simulated years without clusters 10-12 % had a cold unit or a cluster at 0.05, 6-7 % at 0.01 (docs/methods.md).
AROUND_P_MOST = 0.01
FEWEST_PEOPLE = 30
FEWEST_UNITS = 9


class Untested(Code):
    """Why no unit of a year can be called hot."""

    TOO_FEW = "too_few", N_("Too few victims to tell a hot spot from chance")
    NO_DIFFERENCE = "no_difference", N_("Rates differ between townships no more than by chance")


@dataclass(frozen=True, eq=False)
class Hotspots:
    """frame: one row a unit, in the order of the panel's units:

    unit_pcode, ts_pcodes (tuple), st_pcode; population, victims_people: people; rate_per_100k, smoothed_per_100k:
    victims per 100,000; rank, rank_low, rank_high (1 = highest smoothed rate, interval_0_1 sure); gi_z (standard
    score), gi_p (two-sided, 0-1), is_hot, is_cold; moran_i (no unit), moran_p (two-sided, 0-1), moran_quadrant (HH,
    LH, LL, HL: own rate, then the neighbours'; null where untested), is_cluster; around_people, around_expected_people
    (the unit and its neighbours), around_p (two-sided, 0-1). Never NaN.
    Hot, cold and cluster ask for both: gi_p or moran_p passes the false discovery rate, and the number of people
    around is itself unlikely, AROUND_P_MOST at most (for a cluster: around without the unit).

    untested: null, or why nothing can be hot: then gi_z and moran_i are 0, the chances 1.
    placed_people, unplaced_people: victims with and without a known township. mean_per_100k: of the country.
    moran_global (no unit), moran_global_p: of all units' standardised rates.
    """

    year: int
    frame: pd.DataFrame
    untested: Untested | None
    placed_people: int
    unplaced_people: int
    mean_per_100k: float
    moran_global: float
    moran_global_p: float
    seed: int
    permutations: int
    draws: int
    alpha: float
    interval_0_1: float


_Rngs = tuple[np.random.Generator, np.random.Generator]


@dataclass(frozen=True, eq=False)
class _Local:
    """Columns of the local statistics, and the global one."""

    columns: dict[str, object]
    moran_global: float
    moran_global_p: float


def hotspots(
    panel: Panel,
    year: int,
    neighbours: pd.DataFrame,
    *,
    seed: int = SEED,
    permutations: int = PERMUTATIONS,
    alpha: float = ALPHA,
) -> Hotspots:
    """Hot spots of one year of the panel; neighbours: ts_a, ts_b as geo.neighbours gives them.

    The same panel and seed give the same result, whatever the units are called. Raises ValueError for a year that is
    not in the panel, and for a unit without a neighbour.
    """
    units, counts = panel.units, panel.of(year)
    found = rates(counts, units.population)
    # Draws are dealt in an order of the units that their codes have no part in.
    order = np.lexsort((units.lon, units.lat, units.population, counts))
    rank_rng, local_rng, global_rng = np.random.default_rng(seed).spawn(3)
    ranked = _ranks_in(order, counts, units.population, found, rank_rng)
    untested = _untested(counts, found)
    w = links(units, neighbours)
    rngs = (local_rng, global_rng)
    local = (
        _nothing(panel, year, found, w) if untested else _local(panel, year, found, w, order, permutations, alpha, rngs)
    )
    return Hotspots(
        year,
        _frame(units, counts, found, ranked, local),
        untested,
        int(counts.sum()),
        panel.unplaced[panel.years.index(year)],
        found.mean * PER_PEOPLE,
        local.moran_global,
        local.moran_global_p,
        seed,
        permutations,
        DRAWS,
        alpha,
        INTERVAL_0_1,
    )


def _untested(counts: NDArray[np.int64], found: Rates) -> Untested | None:
    if counts.sum() < FEWEST_PEOPLE or len(counts) < FEWEST_UNITS:
        return Untested.TOO_FEW
    return Untested.NO_DIFFERENCE if found.between == 0 else None


def _ranks_in(
    order: NDArray[np.int64],
    counts: NDArray[np.int64],
    population: NDArray[np.float64],
    found: Rates,
    rng: np.random.Generator,
) -> Ranks:
    """Ranks of the units in their own order, simulated in the order given."""
    sorted_rates = Rates(
        found.raw_per_100k[order], found.smoothed_per_100k[order], found.standardised[order], found.mean, found.between
    )
    there = ranks(counts[order], population[order], sorted_rates, rng)
    back = np.argsort(order)
    return Ranks(there.rank[back], there.low[back], there.high[back])


def _local(
    panel: Panel, year: int, found: Rates, w: W, order: NDArray[np.int64], permutations: int, alpha: float, rngs: _Rngs
) -> _Local:
    """Gi* of the smoothed rates and local Moran of the standardised ones, with their chances."""
    counts, population, beside = panel.of(year), panel.units.population, csr_array(w.sparse)
    values = np.stack([found.smoothed_per_100k, found.standardised])
    adjacency, back = beside[order][:, order], np.argsort(order)
    tails = conditional_tails(values[:, order], adjacency, permutations, rngs[0])
    (gi_p, moran_p), (gi_high, moran_high) = tails.p()[:, back], tails.is_high()[:, back]
    gi_z = gi_star_z(values[0], w)
    moran_i, quadrant = local_moran(values[1], w)
    whole, whole_p = global_moran(values[1, order], adjacency, GLOBAL_PERMUTATIONS, rngs[1])
    around = surplus(counts, population, found, _with_itself(beside))
    others = surplus(counts, population, found, beside)
    chosen = passes_fdr(gi_p, alpha) & (around.p <= AROUND_P_MOST)
    clustered = passes_fdr(moran_p, alpha) & (others.p <= AROUND_P_MOST)
    columns = {
        "gi_z": gi_z,
        "gi_p": gi_p,
        "is_hot": chosen & gi_high & around.is_high() & (gi_z > 0),
        "is_cold": chosen & ~gi_high & ~around.is_high() & (gi_z < 0),
        "moran_i": moran_i,
        "moran_p": moran_p,
        "moran_quadrant": pd.array(quadrant, "str"),
        "is_cluster": clustered & (moran_high == others.is_high()),
        "around_people": around.people,
        "around_expected_people": around.expected_people,
        "around_p": around.p,
    }
    return _Local(columns, whole, whole_p)


def _nothing(panel: Panel, year: int, found: Rates, w: W) -> _Local:
    """The local columns where nothing can be told."""
    n = len(panel.units)
    nought, one, no = np.zeros(n), np.ones(n), np.zeros(n, bool)
    around = _with_itself(csr_array(w.sparse))
    columns: dict[str, object] = {"gi_z": nought, "gi_p": one, "is_hot": no, "is_cold": no}
    columns |= {"moran_i": nought, "moran_p": one, "moran_quadrant": pd.array([None] * n, "str"), "is_cluster": no}
    columns |= {"around_people": (around @ panel.of(year)).astype(np.int64)}
    columns |= {"around_expected_people": around @ (panel.units.population * found.mean), "around_p": one}
    return _Local(columns, 0.0, 1.0)


def _with_itself(beside: csr_array) -> csr_array:
    """Each unit's neighbourhood with the unit in it."""
    return csr_array(beside + eye_array(beside.shape[0]))


def _frame(units: Units, counts: NDArray[np.int64], found: Rates, ranked: Ranks, local: _Local) -> pd.DataFrame:
    shared = {
        "unit_pcode": pd.array(units.codes, "str"),
        "ts_pcodes": pd.Series(list(units.members), dtype=object),
        "st_pcode": pd.array(units.st_pcode, "str"),
        "population": units.population.astype(np.int64),
        "victims_people": counts,
        "rate_per_100k": found.raw_per_100k,
        "smoothed_per_100k": found.smoothed_per_100k,
        "rank": ranked.rank,
        "rank_low": ranked.low,
        "rank_high": ranked.high,
    }
    return pd.DataFrame(shared | local.columns)
