"""Drawings the size of a stamp: a grid whose paths are known, and how little they weigh on the real country."""

from __future__ import annotations

import re

import geopandas as gpd
import shapely

from geo.miniature import miniature, path


def squares() -> gpd.GeoDataFrame:
    """Two by two squares of one degree beside the equator, where a degree is as wide as high."""
    boxes = [shapely.box(x, y, x + 1, y + 1) for y in (0, -1) for x in (0, 1)]
    return gpd.GeoDataFrame({"ts_pcode": ["nw", "ne", "sw", "se"]}, geometry=boxes, crs="EPSG:4326")


def corners(text: str) -> set[tuple[int, int]]:
    """The points of a path's first ring."""
    start = re.match(r"M(-?\d+),(-?\d+)l([^zM]*)", text)
    assert start
    x, y = int(start[1]), int(start[2])
    found = {(x, y)}
    for step in start[3].split():
        dx, dy = map(int, step.split(","))
        x, y = x + dx, y + dy
        found.add((x, y))
    return found


def test_a_square_stands_where_it_should_with_north_up():
    drawn = miniature(squares(), {"nw": "a", "sw": "a", "ne": "b", "se": "b"}, width=100)
    assert (drawn.width, drawn.height) == (100, 100)
    assert corners(drawn.townships["nw"]) == {(0, 0), (50, 0), (50, 50), (0, 50)}
    assert corners(drawn.townships["se"]) == {(50, 50), (100, 50), (100, 100), (50, 100)}
    assert {(0, 0), (100, 0), (100, 100), (0, 100)} <= corners(drawn.country)


def test_borders_of_states_leave_the_coast_out():
    drawn = miniature(squares(), {"nw": "a", "sw": "a", "ne": "b", "se": "b"}, width=100)
    assert corners(drawn.states) >= {(50, 0), (50, 100)}
    assert all(x == 50 for x, _y in corners(drawn.states))
    one = miniature(squares(), dict.fromkeys(["nw", "ne", "sw", "se"], "a"), width=100)
    assert one.states == ""


def test_what_is_smaller_than_a_step_has_no_path():
    assert path(shapely.box(0, 0, 0.2, 0.2)) == ""
    assert path(shapely.box(0, 0, 3, 2)) != ""


def test_a_hole_is_a_ring_of_its_own():
    ring = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
    assert path(ring).count("z") == 2
