"""The townships as drawings the size of a stamp: few points on a whole-number grid, so that many maps weigh little."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

GRID_WIDTH = 150
TOLERANCE_GRID = 0.7


@dataclass(frozen=True)
class Miniature:
    """width, height: of the grid; townships: SVG path of each by P-code (empty where it is smaller than a grid step);
    country: path of its outline; states: path of all borders between states, without the coast.
    """

    width: int
    height: int
    townships: dict[str, str]
    country: str
    states: str


def miniature(polygons: gpd.GeoDataFrame, state_of: dict[str, str], width: int = GRID_WIDTH) -> Miniature:
    """Draw polygons [ts_pcode, geometry] (degrees) on a grid `width` wide; north is up, degrees of longitude as wide
    as they are at the middle latitude. state_of: state's code of each township.
    """
    west, south, east, north = polygons.total_bounds
    scale = width / (east - west)
    stretch = 1 / np.cos(np.radians((south + north) / 2))

    def to_grid(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([(points[:, 0] - west) * scale, (north - points[:, 1]) * scale * stretch])

    placed = shapely.transform(polygons.geometry.to_numpy(), to_grid)
    thinned = shapely.coverage_simplify(placed, TOLERANCE_GRID)
    codes = [str(code) for code in polygons["ts_pcode"]]
    states = shapely.GeometryCollection(_states(thinned, [state_of[code] for code in codes]))
    country = shapely.union_all(thinned)
    lines = shapely.union_all([part.boundary for part in states.geoms])
    inner = shapely.line_merge(shapely.difference(lines, country.boundary))
    return Miniature(
        width,
        int(np.ceil((north - south) * scale * stretch)),
        {code: path(shape) for code, shape in zip(codes, thinned, strict=True)},
        path(country),
        path(inner),
    )


def _states(shapes: NDArray[np.object_], states: list[str]) -> list[shapely.Geometry]:
    of = np.array(states)
    return [shapely.union_all(shapes[of == state]) for state in dict.fromkeys(states)]


def path(shape: shapely.Geometry) -> str:
    """SVG path data of polygons or lines, each point a whole number of grid steps from the one before."""
    return "".join(_ring(points, closed) for points, closed in _parts(shape))


def _parts(shape: shapely.Geometry) -> list[tuple[NDArray[np.int64], bool]]:
    found = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            rings, closed = shapely.get_rings(part), True
        elif part.geom_type in ("LineString", "LinearRing"):
            rings, closed = [part], False
        else:
            continue
        for ring in rings:
            points = np.rint(shapely.get_coordinates(ring)).astype(np.int64)
            moved = np.ones(len(points), bool)
            moved[1:] = (np.diff(points, axis=0) != 0).any(axis=1)
            found.append((points[moved], closed))
    return found


def _ring(points: NDArray[np.int64], closed: bool) -> str:
    """Nothing where fewer than three (for a line two) different points are left."""
    if closed and len(points) > 1 and (points[0] == points[-1]).all():
        points = points[:-1]
    if len(points) < (3 if closed else 2):
        return ""
    steps = " ".join(f"{x},{y}" for x, y in np.diff(points, axis=0))
    return f"M{points[0][0]},{points[0][1]}l{steps}{'z' if closed else ''}"
