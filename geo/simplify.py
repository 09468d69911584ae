"""Thin out shared edges until the map is small, while every township keeps its area and stays a valid polygon.

Each edge is thinned once (Douglas–Peucker, shapely.simplify) with a tolerance that follows the smaller of the two
townships it divides, then put on the grid that the browser reads; what fails a check is thinned less and tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo import topology
from geo.topology import Points, Topology

# An equal-area projection of Myanmar, kilometres; areas and tolerances are measured in it.
EQUAL_AREA = "+proj=aea +lat_1=12 +lat_2=26 +lat_0=19 +lon_0=96 +datum=WGS84 +units=km"
GRID_DEGREES = 2e-5  # 2.2 m: finer than the 1:250,000 source, coarse enough for short numbers
TOLERANCE_OF_SIDE = 0.004  # share of the side of a square as large as the smaller township
LARGEST_TOLERANCE_KM = 0.2
AREA_ERROR_ALLOWED = 0.04  # share; the promise is 0.05, the rest is kept in hand
ROUNDS = 16


@dataclass(frozen=True)
class Simplified:
    """grid: arcs in steps of GRID_DEGREES from origin; polygons: in degrees, as the browser will draw them.

    area_error: (n,) share of the source's area, in the equal-area projection.
    unmatched: townships whose edge meets a neighbour's inexactly (by a grid step or so).
    """

    topology: Topology
    grid: tuple[NDArray[np.int64], ...]
    origin: tuple[float, float]
    polygons: NDArray[np.object_]
    area_error: NDArray[np.float64]
    unmatched: tuple[int, ...]


def to_equal_area(geometries: Sequence[shapely.Geometry] | NDArray[np.object_]) -> NDArray[np.object_]:
    """Geometries in degrees (longitude, latitude) -> kilometres in the equal-area projection."""
    series = gpd.GeoSeries(np.asarray(geometries, object), crs="EPSG:4326")
    return np.asarray(series.to_crs(EQUAL_AREA).values, object)


def areas_km2(geometries: Sequence[shapely.Geometry] | NDArray[np.object_]) -> NDArray[np.float64]:
    """(n,) areas in km² of geometries given in degrees."""
    return np.asarray(shapely.area(to_equal_area(geometries)))


def simplify(
    built: Topology,
    true_areas_km2: NDArray[np.float64],
    tolerance_of_side: float = TOLERANCE_OF_SIDE,
    progress: Callable[[str, float], None] | None = None,
) -> Simplified:
    """Thin every arc as far as the promises hold.

    built: arcs in degrees; true_areas_km2: (n,) what each shape's area should be.
    An offending township's arcs are thinned half as much in the next round, and in the last not at all.
    """
    origin = _origin(built)
    side_km = np.append(np.sqrt(true_areas_km2), np.inf)  # position -1, the outside, limits nothing
    smaller_km = np.minimum(side_km[built.sides[:, 0]], side_km[built.sides[:, 1]])
    tolerance_km = np.minimum(smaller_km * tolerance_of_side, LARGEST_TOLERANCE_KM)
    for turn in range(ROUNDS):
        drawn = _draw(built, origin, _thin(built.arcs, tolerance_km), true_areas_km2)
        offenders = _offenders(drawn)
        if progress:
            progress("simplify", (turn + 1) / ROUNDS)
        if not len(offenders):
            break
        touched = np.isin(built.sides, offenders).any(axis=1)
        tolerance_km = np.where(touched, tolerance_km / 2 if turn < ROUNDS - 2 else 0.0, tolerance_km)
    return drawn


def _origin(built: Topology) -> tuple[float, float]:
    low = np.min([arc.min(axis=0) for arc in built.arcs], axis=0)
    return float(np.floor(low[0] * 10) / 10), float(np.floor(low[1] * 10) / 10)


def _thin(arcs: Sequence[Points], tolerance_km: NDArray[np.float64]) -> list[Points]:
    """Each arc with its own tolerance; ends stay, and a closed arc is thinned in two halves so that it cannot flip."""
    halves, owner = [], []
    for number, arc in enumerate(arcs):
        closed = len(arc) > 3 and (arc[0] == arc[-1]).all()
        far = int(((arc - arc[0]) ** 2).sum(axis=1).argmax()) if closed else 0
        for piece in (arc[: far + 1], arc[far:]) if closed else (arc,):
            halves.append(piece)
            owner.append(number)
    # Degrees of longitude are shortened to those of latitude, so that a tolerance means the same both ways.
    squeeze = np.array([np.cos(np.radians(19.5)), 1.0])
    lines = np.array([shapely.LineString(piece * squeeze) for piece in halves])
    thinned = shapely.simplify(lines, tolerance_km[owner] / 111.2, preserve_topology=False)
    out: list[list[Points]] = [[] for _ in arcs]
    for number, line, piece in zip(owner, thinned, halves, strict=True):
        points = shapely.get_coordinates(line) / squeeze
        points[0], points[-1] = piece[0], piece[-1]
        out[number].append(points if not out[number] else points[1:])
    return [np.concatenate(pieces) for pieces in out]


def _draw(
    built: Topology, origin: tuple[float, float], arcs: Sequence[Points], true_areas_km2: NDArray[np.float64]
) -> Simplified:
    grid = topology.quantise(arcs, origin, GRID_DEGREES)
    whole = topology.assemble(built, [arc.astype(float) for arc in grid])
    edges = shapely.coverage_invalid_edges(whole)
    on_map = shapely.transform(whole, lambda xy: np.round(xy * GRID_DEGREES + origin, 6))
    error = np.abs(areas_km2(on_map) / true_areas_km2 - 1)
    unmatched = tuple(int(i) for i in np.flatnonzero(~shapely.is_empty(edges)))
    return Simplified(built, tuple(grid), origin, on_map, error, unmatched)


def _offenders(drawn: Simplified) -> NDArray[np.int64]:
    """Positions of townships that vanished, became invalid, lost or won too much area, or cross a neighbour."""
    bad = shapely.is_empty(drawn.polygons) | ~shapely.is_valid(drawn.polygons)
    bad |= drawn.area_error > AREA_ERROR_ALLOWED
    bad[list(drawn.unmatched)] = True
    return np.flatnonzero(bad)
