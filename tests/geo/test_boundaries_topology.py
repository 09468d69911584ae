"""Shared edges: each stands once, and simplifying never tears neighbours apart. Truths worked out on small grids."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import adjacency, simplify, topology


def grid_of_squares(n: int, size: float = 1.0) -> list[shapely.Polygon]:
    """n x n unit squares, row by row from the south-west."""
    return [shapely.box(x * size, y * size, (x + 1) * size, (y + 1) * size) for y in range(n) for x in range(n)]


def test_a_three_by_three_grid_has_twelve_inner_edges_and_twelve_pieces_of_outline():
    built = topology.build(grid_of_squares(3))
    # 12 inner unit edges; the outline is cut at its 8 junctions, and its 4 corner pieces have two edges each.
    assert len(topology.shared_edges(built)) == 12
    assert len(built.arcs) == 12 + 8
    assert sorted(len(arc) for arc in built.arcs) == [2] * 16 + [3] * 4


def test_what_is_cut_into_arcs_comes_back_unchanged():
    squares = grid_of_squares(3)
    lake = shapely.Polygon([(10, 10), (14, 10), (14, 14), (10, 14)], [[(11, 11), (11, 12), (12, 12), (12, 11)]])
    enclave = shapely.Polygon([(11, 11), (12, 11), (12, 12), (11, 12)])
    islands = shapely.MultiPolygon([shapely.box(20, 0, 21, 1), shapely.box(22, 0, 23, 1)])
    before = [*squares, lake, enclave, islands]
    built = topology.build(before)
    after = topology.assemble(built, built.arcs)
    assert shapely.equals(after, np.array(before)).all()
    hole_edges = [i for i in topology.shared_edges(built) if set(built.sides[i]) == {9, 10}]
    assert len(hole_edges) == 1, "the enclave's ring and its host's hole are one closed arc"


def test_four_squares_that_meet_at_a_corner_are_all_neighbours():
    pairs = adjacency.touching(list("abcd"), topology.build(grid_of_squares(2, 0.1)))
    by_pair = {(row.ts_a, row.ts_b): row.shared_border_km for row in pairs.itertuples()}
    assert set(by_pair) == {("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")}
    assert by_pair["a", "d"] == 0
    assert by_pair["b", "c"] == 0
    assert by_pair["a", "b"] == pytest.approx(11.1, abs=0.1)  # 0.1 degrees of a meridian
    assert adjacency.touching(["a", "b"], topology.build([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])).empty


def wiggly_pair(rng: np.random.Generator, points: int) -> list[shapely.Polygon]:
    """Two areas in Myanmar's latitudes with one ragged border between them."""
    y = np.linspace(20, 21, points)
    x = 96 + np.r_[0, rng.normal(0, 0.02, points - 2), 0]
    border = np.c_[x, y]
    west = shapely.Polygon([*border, (95, 21), (95, 20)])
    return [west, shapely.Polygon([*border, (97, 21), (97, 20)])]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), tolerance=st.sampled_from([0.0005, 0.004, 0.05]))
def test_simplified_neighbours_still_share_their_border(seed, tolerance):
    pair = wiggly_pair(np.random.default_rng(seed), 400)
    areas = simplify.areas_km2(pair)
    drawn = simplify.simplify(topology.build(pair), areas, tolerance)
    assert shapely.is_valid(drawn.polygons).all()
    assert drawn.area_error.max() <= simplify.AREA_ERROR_ALLOWED
    assert drawn.unmatched == ()
    assert shapely.coverage_is_valid(drawn.polygons)
    assert shapely.intersection(*drawn.polygons).area == 0


def test_a_tolerance_too_coarse_for_a_small_place_is_refined_until_it_keeps_its_area():
    """A 24-gon of 1 km inside a large square: at a tolerance of half its side it would collapse."""
    angle = np.linspace(0, 2 * np.pi, 25)[:-1]
    small = shapely.Polygon(np.c_[96 + 0.01 * np.cos(angle), 20 + 0.01 * np.sin(angle)])
    host = shapely.Polygon(shapely.box(95, 19, 97, 21).exterior, [small.exterior])
    areas = simplify.areas_km2([small, host])
    drawn = simplify.simplify(topology.build([small, host]), areas, tolerance_of_side=1.0)
    assert drawn.area_error.max() <= simplify.AREA_ERROR_ALLOWED
    assert shapely.coverage_is_valid(drawn.polygons)


def test_areas_are_those_of_the_earth():
    """A degree square at the equator's side of 20 N: R^2 * dlon * (sin 21 - sin 20), sphere of equal area."""
    radius_km = 6371.0072
    expected = radius_km**2 * np.radians(1) * (np.sin(np.radians(21)) - np.sin(np.radians(20)))
    square = shapely.segmentize(shapely.box(96, 20, 97, 21), 0.01)
    assert simplify.areas_km2([square])[0] == pytest.approx(expected, rel=0.005)
