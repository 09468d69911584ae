"""Hot spots: what is planted is found, noise is not, nothing is ever NaN, and names of places do not matter."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.hotspots import FEWEST_PEOPLE, Untested, hotspots
from analysis.units import Panel, Units, units_of
from data.reference import townships
from geo.adjacency import reference_neighbours
from geo.neighbours import neighbours
from tests.analysis.hot_grid import YEAR, grid_units, one_year, sides

ROOT = Path(__file__).resolve().parents[2]
QUICK = 19_999
pytestmark = pytest.mark.filterwarnings("error")


def marked(found, column: str) -> set[str]:
    return set(found.frame["unit_pcode"][found.frame[column]])


def whole(found) -> None:
    """No NaN, chances and ranks within their bounds, nothing hot and cold at once, quadrants as the rates lie."""
    frame, n = found.frame, len(found.frame)
    assert not frame.drop(columns="moran_quadrant").isna().any().any()
    assert np.isfinite(frame.select_dtypes("number").to_numpy(float)).all()
    for chance in ("gi_p", "moran_p", "around_p"):
        assert frame[chance].between(0, 1).all()
    assert frame["rank_low"].between(1, frame["rank"]).all()
    assert frame["rank_high"].between(frame["rank"], n).all()
    assert not (frame["is_hot"] & frame["is_cold"]).any()
    assert set(frame["moran_quadrant"].dropna()) <= {"HH", "LH", "LL", "HL"}


def nothing_found(found, why: Untested | None) -> None:
    whole(found)
    assert found.untested == why
    assert not found.frame[["is_hot", "is_cold", "is_cluster"]].any().any()
    if why:
        assert (found.frame["gi_p"] == 1).all()
        assert found.frame["moran_quadrant"].isna().all()
        assert (found.moran_global, found.moran_global_p) == (0, 1)


SIDE = 18
PEOPLE = np.random.default_rng(0).lognormal(11.5, 0.6, SIDE * SIDE).astype(int) + 5_000
BLOCK = [SIDE * row + column for row in (7, 8, 9) for column in (7, 8, 9)]


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_hot_cluster_is_found_and_nothing_far_from_it(seed):
    units = grid_units(SIDE, PEOPLE)
    lean = np.ones(len(units))
    lean[BLOCK] = 12
    found = hotspots(one_year(units, np.random.default_rng(seed).poisson(2e-5 * PEOPLE * lean)), YEAR, sides(SIDE))
    whole(found)
    hot, cluster = marked(found, "is_hot"), marked(found, "is_cluster")
    near = {f"T{SIDE * row + column:03d}" for row in range(6, 11) for column in range(6, 11)}
    inside = {f"T{i:03d}" for i in BLOCK}
    assert f"T{SIDE * 8 + 8:03d}" in hot & cluster
    # Those with at least three neighbours in the block; its corners have two in and two out.
    assert len(hot & {f"T{SIDE * 8 + 8 + step:03d}" for step in (0, -1, 1, -SIDE, SIDE)}) >= 4
    assert hot <= near
    assert found.frame.loc[found.frame["unit_pcode"].isin(hot & inside), "moran_quadrant"].mode()[0] == "HH"
    assert found.moran_global_p < 0.05


@pytest.mark.slow
def test_on_noise_hardly_any_year_has_a_hot_cold_or_clustered_unit():
    """At most 5 % of the years at each: of 40 years more than 6 would come by chance once in 300 times. The noise is
    the hard kind: rates of their own for every township, uneven populations, few to many victims."""
    units, pairs = units_of(townships()), reference_neighbours()
    rng = np.random.default_rng(11)
    seen = np.zeros(3, int)
    for people in np.resize([40, 100, 300, 900], 40):
        true = units.population * rng.gamma(1, size=len(units))
        counts = rng.multinomial(people, true / true.sum())
        frame = hotspots(one_year(units, counts), YEAR, pairs, permutations=QUICK).frame
        seen += frame[["is_hot", "is_cold", "is_cluster"]].any().to_numpy()
    assert (seen <= 6).all(), seen


@pytest.mark.parametrize("pairs", [neighbours, reference_neighbours])
def test_years_that_tell_nothing_have_nothing_hot(pairs):
    units, linked = units_of(townships()), pairs()
    n, rng = len(units), np.random.default_rng(1)
    none, few, one = np.zeros(n, int), np.zeros(n, int), np.zeros(n, int)
    few[: FEWEST_PEOPLE - 1] = 1
    one[150] = 500
    nothing_found(hotspots(one_year(units, none), YEAR, linked), Untested.TOO_FEW)
    nothing_found(hotspots(one_year(units, few), YEAR, linked), Untested.TOO_FEW)
    nothing_found(hotspots(one_year(units, one), YEAR, linked), None)
    alike = replace(units, population=np.full(n, 150_000.0))
    nothing_found(hotspots(one_year(alike, np.full(n, 3)), YEAR, linked), Untested.NO_DIFFERENCE)
    even = rng.permutation(np.arange(n) % 2)
    nothing_found(hotspots(one_year(alike, even), YEAR, linked), Untested.NO_DIFFERENCE)


def test_one_unit_with_all_victims_is_first_for_certain():
    counts = np.zeros(329, int)
    counts[150] = 500
    frame = hotspots(one_year(units_of(townships()), counts), YEAR, reference_neighbours()).frame
    assert frame.loc[150, ["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 1]


def test_a_year_without_victims_ranks_nobody():
    found = hotspots(one_year(grid_units(4), np.zeros(16, int)), YEAR, sides(4))
    assert set(zip(found.frame["rank"], found.frame["rank_low"], found.frame["rank_high"], strict=True)) == {(1, 1, 16)}
    assert (found.frame["smoothed_per_100k"] == 0).all()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_the_counts_nothing_is_nan(data):
    side = data.draw(st.integers(2, 6))
    n = side * side
    counts = data.draw(st.lists(st.sampled_from([0, 0, 0, 1, 2, 5, 40, 100_000]), min_size=n, max_size=n))
    people = data.draw(st.lists(st.sampled_from([1_732, 40_000, 150_000, 687_867]), min_size=n, max_size=n))
    whole(hotspots(one_year(grid_units(side, people), counts), YEAR, sides(side), permutations=199))


def renamed(units: Units, counts: np.ndarray, pairs: pd.DataFrame, new: dict[str, str]):
    """The same places under new codes, which also puts them in another order."""
    order = np.argsort([new[code] for code in units.codes])
    pick = lambda items: tuple(items[i] for i in order)  # noqa: E731
    moved = Units(
        tuple(new[units.codes[i]] for i in order),
        tuple((new[units.codes[i]],) for i in order),
        units.population[order], pick(units.st_pcode), units.lat[order], units.lon[order],
    )  # fmt: skip
    return Panel(moved, (YEAR,), counts[order][:, None], (0,)), pairs[["ts_a", "ts_b"]].replace(new)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1_000), st.randoms())
def test_new_names_change_nothing_but_names(seed, random):
    units, pairs = grid_units(7, np.resize(PEOPLE, 49)), sides(7)
    counts = np.random.default_rng(seed).poisson(np.resize([0.3, 0.3, 4, 2], 49))
    codes = [f"U{i:03d}" for i in range(49)]
    random.shuffle(codes)
    new = dict(zip(units.codes, codes, strict=True))
    first = hotspots(one_year(units, counts), YEAR, pairs, permutations=999).frame
    moved, linked = renamed(units, counts, pairs, new)
    second = hotspots(moved, YEAR, linked, permutations=999).frame.set_index("unit_pcode")
    again = second.loc[first["unit_pcode"].map(new)].reset_index()
    same = first.columns.drop(["unit_pcode", "ts_pcodes"])
    pd.testing.assert_frame_equal(first[same], again[same], rtol=1e-9)
    exact = ["rank", "rank_low", "rank_high", "gi_p", "moran_p", "is_hot", "is_cold", "is_cluster"]
    pd.testing.assert_frame_equal(first[exact], again[exact], check_exact=True)


def test_one_seed_gives_one_result_and_another_seed_hardly_another():
    units = grid_units(SIDE, PEOPLE)
    lean = np.ones(len(units))
    lean[BLOCK] = 8
    year = one_year(units, np.random.default_rng(3).poisson(2e-5 * PEOPLE * lean))
    first, again, other = (hotspots(year, YEAR, sides(SIDE), seed=seed) for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(first.frame, again.frame, check_exact=True)
    assert first.moran_global_p == again.moran_global_p
    assert (first.frame["gi_p"] != other.frame["gi_p"]).any()
    assert (first.frame["gi_p"] - other.frame["gi_p"]).abs().max() < 0.02
    moved = (first.frame[["rank_low", "rank_high"]] - other.frame[["rank_low", "rank_high"]]).abs()
    assert moved.to_numpy().mean() < 2
    assert moved[first.frame["rank"] <= 20].to_numpy().max() <= 5


def test_what_was_used_stands_beside_the_result():
    units = grid_units(4, 50_000)
    year = Panel(units, (YEAR,), np.resize([9, 0, 1, 0, 2], 16)[:, None], (7,))
    found = hotspots(year, YEAR, sides(4), seed=3, permutations=999, alpha=0.1)
    assert (found.year, found.seed, found.permutations, found.alpha) == (YEAR, 3, 999, 0.1)
    assert (found.placed_people, found.unplaced_people) == (year.counts.sum(), 7)
    assert found.mean_per_100k == pytest.approx(year.counts.sum() / 800_000 * 100_000)
    assert found.frame["around_people"].iloc[0] == 9 + 0 + 2
    with pytest.raises(ValueError, match="1999"):
        hotspots(year, 1999, sides(4))


def test_it_calls_no_host_and_says_nothing(tmp_path):
    """In a process of its own where opening a socket fails: no look-up, no word on stderr, not even about numba."""
    script = tmp_path / "run.py"
    script.write_text(
        "import socket\n"
        "def refuse(*a, **k): raise RuntimeError('a socket was opened')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse\n"
        "from tests.analysis.hot_grid import grid_units, one_year, sides, YEAR\n"
        "from analysis.hotspots import hotspots\n"
        "counts = [i * i % 7 for i in range(25)]\n"
        "print(hotspots(one_year(grid_units(5), counts), YEAR, sides(5)).placed_people)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "default", str(script)],
        capture_output=True, text=True, check=False, timeout=120, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout.strip()) == (0, str(sum(i * i % 7 for i in range(25)))), ran.stderr
    assert ran.stderr == ""
