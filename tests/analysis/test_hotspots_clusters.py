"""Gi* and local Moran are esda's on the real neighbours; chances are those of trying every arrangement."""

from __future__ import annotations

import itertools
import warnings

import esda
import numpy as np
import pytest
from esda.getisord import G_Local
from esda.moran import Moran_Local_Rate, Moran_Rate
from esda.smoothing import Empirical_Bayes
from libpysal.weights import W
from scipy.sparse import csr_array

from analysis.clusters import conditional_tails, passes_fdr, surplus
from analysis.hotspots import hotspots
from analysis.rates import rates
from analysis.units import links, units_of
from data.reference import townships
from geo.adjacency import reference_neighbours
from geo.neighbours import neighbours
from tests.analysis.hot_grid import YEAR, grid_units, one_year, sides

PARTS = {"MMR013046": "MMR013008", "MMR013047": "MMR013008"}
QUADRANT = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}


def esda_weights(pairs):
    """Weights made without analysis.units."""
    touching: dict[str, set[str]] = {}
    for a, b in pairs[["ts_a", "ts_b"]].replace(PARTS).to_numpy():
        if a != b:
            touching.setdefault(a, set()).add(b)
            touching.setdefault(b, set()).add(a)
    return W({a: list(b) for a, b in touching.items()}, id_order=sorted(touching), silence_warnings=True)


@pytest.fixture(scope="module", params=[neighbours, reference_neighbours], ids=["in force", "project's table"])
def real(request):
    """(neighbours, population, counts, hot spots) of the 329 units, the victims drawn with rates that lie together."""
    units, pairs = units_of(townships()), request.param()
    rng = np.random.default_rng(4)
    w = links(units, pairs).sparse
    lean = np.exp(0.8 * (w @ rng.normal(size=len(units))) / np.sqrt(np.asarray(w.sum(axis=1)).ravel()))
    counts = rng.poisson(1e-5 * units.population * lean)
    return pairs, units.population, counts, hotspots(one_year(units, counts), YEAR, pairs)


def test_smoothed_rates_are_esdas(real):
    _, population, counts, found = real
    assert found.frame["smoothed_per_100k"].to_numpy() == pytest.approx(
        Empirical_Bayes(counts, population).r.ravel() * 1e5
    )


def test_gi_star_is_esdas_with_its_chance(real):
    pairs, population, counts, found = real
    smoothed = Empirical_Bayes(counts, population).r.ravel()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = G_Local(smoothed, esda_weights(pairs), "B", permutations=9_999, star=True, n_jobs=1, seed=1)
    assert found.frame["gi_z"].to_numpy() == pytest.approx(theirs.Zs)
    assert_same_chance(found.frame["gi_p"], theirs.p_sim)


def test_local_moran_is_esdas_with_its_chance(real):
    pairs, population, counts, found = real
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = Moran_Local_Rate(counts, population, esda_weights(pairs), permutations=9_999, n_jobs=1, seed=1)
        whole = Moran_Rate(counts, population, esda_weights(pairs), permutations=0)
    assert found.frame["moran_i"].to_numpy() == pytest.approx(theirs.Is)
    assert found.frame["moran_quadrant"].tolist() == [QUADRANT[q] for q in theirs.q]
    assert_same_chance(found.frame["moran_p"], theirs.p_sim)
    assert found.moran_global == pytest.approx(whole.I)
    assert abs(found.moran_global_p - 2 * whole.p_rand / 2) < 0.02


def assert_same_chance(two_sided, one_sided):
    """esda's is the smaller tail of 9,999 draws; both agree within five standard errors, everywhere."""
    ours = two_sided.to_numpy() / 2
    assert (np.abs(ours - one_sided) <= 5 * np.sqrt(ours * (1 - ours) / 9_999) + 2e-4).all()


def test_chances_are_those_of_every_arrangement():
    """3×3 grid: the neighbours' values are any 2, 3 or 4 of the other eight, each set as likely."""
    values = np.array([3.0, 0, 0, 7, 1, 0, 2, 9, 4])
    adjacency = csr_array(links(grid_units(3), sides(3)).sparse)
    tails = conditional_tails(values[None], adjacency, 60_000, np.random.default_rng(3))
    for i in range(9):
        mine = adjacency.indices[adjacency.indptr[i] : adjacency.indptr[i + 1]]
        sums = [sum(some) for some in itertools.combinations(np.delete(values, i), len(mine))]
        above = np.mean(np.array(sums) >= values[mine].sum())
        below = np.mean(np.array(sums) <= values[mine].sum())
        assert tails.above[0, i] / 60_000 == pytest.approx(above, abs=0.01)
        assert tails.below[0, i] / 60_000 == pytest.approx(below, abs=0.01)


def test_ties_are_no_extremes():
    """Everybody has nought but one far away: nought is what most arrangements give, so it is not rare."""
    values = np.zeros((1, 25))
    values[0, 24] = 1
    tails = conditional_tails(values, csr_array(links(grid_units(5), sides(5)).sparse), 4_999, np.random.default_rng(1))
    assert tails.p()[0, 0] == 1
    # Beside the one: 3 of the 24 others are drawn, one of which is it, in 1/8 of the arrangements.
    assert tails.p()[0, 23] == pytest.approx(2 * 3 / 24, abs=0.03)
    assert tails.is_high()[0, 23]


def test_the_false_discovery_rate_by_hand_and_as_esda_cuts():
    """Bounds 0.0125, 0.025, 0.0375, 0.05: the third passes although the second is above its own bound."""
    assert passes_fdr(np.array([0.5, 0.026, 0.01, 0.03])).tolist() == [False, True, True, True]
    assert not passes_fdr(np.array([0.013, 0.03, 0.5, 0.6])).any()
    p = np.random.default_rng(2).beta(0.3, 2, 329)
    assert passes_fdr(p).tolist() == (p <= esda.fdr(p, 0.05)).tolist()


def test_with_the_permutations_chosen_a_single_unit_can_pass():
    """The smallest two-sided chance is 2 / (permutations + 1); the first of 329 passes at 0.05 / 329 = 0.000152."""
    p = np.ones(329)
    p[7] = 2 / 100_000
    assert passes_fdr(p).tolist() == [i == 7 for i in range(329)]
    p[7] = 2 / 1_000
    assert not passes_fdr(p).any()


def test_the_people_of_a_neighbourhood_against_a_simulation():
    units = grid_units(3, [20_000, 50_000, 90_000, 30_000, 400_000, 10_000, 70_000, 60_000, 120_000])
    counts = np.array([9, 2, 0, 1, 8, 0, 3, 4, 2])
    found, around = rates(counts, units.population), csr_array(links(units, sides(3)).sparse)
    got = surplus(counts, units.population, found, around)
    rng = np.random.default_rng(5)
    shape, people = found.mean**2 / found.between, found.mean / found.between
    drawn = around @ rng.poisson(rng.gamma(shape, 1 / people, (40_000, 9)) * units.population).T
    seen = (around @ counts)[:, None]
    tail = np.minimum((drawn >= seen).mean(axis=1), (drawn <= seen).mean(axis=1))
    assert got.people.tolist() == (around @ counts).tolist()
    assert got.expected_people == pytest.approx(drawn.mean(axis=1), rel=0.03)
    assert got.p == pytest.approx(np.minimum(1, 2 * tail), abs=0.06)
