"""A map of the 330 townships drawn from this project's own facts, for when no boundary file is installed."""

from __future__ import annotations

import itertools

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from data.reference import townships
from geo.simplify import EQUAL_AREA

SOURCE = (
    "Schematic boundaries, drawn by this atlas from MIMU place codes and 2014 census areas; "
    "not for navigation or legal use"
)


def build() -> gpd.GeoDataFrame:
    """GeoDataFrame [ts_pcode, geometry] in degrees."""
    table = townships()
    rep = _km(table.rep_lon, table.rep_lat)
    town = _km(table.lon, table.lat)
    radius = np.sqrt(table.area_km2.to_numpy() / np.pi)
    outline = shapely.union_all(shapely.buffer(shapely.points(rep), radius * 1.05))
    outline = shapely.buffer(shapely.buffer(outline, 25), -25)
    pieces = power_cells(np.r_[rep, town], np.zeros(2 * len(rep)))
    cells = [shapely.union_all(pieces[[i, i + len(rep)]]) for i in range(len(rep))]
    frame = gpd.GeoDataFrame(
        {"ts_pcode": table.ts_pcode}, geometry=list(shapely.intersection(cells, outline)), crs=EQUAL_AREA
    )
    return frame.to_crs("EPSG:4326")


def _km(lon: object, lat: object) -> NDArray[np.float64]:
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs="EPSG:4326").to_crs(EQUAL_AREA)
    return np.c_[points.x, points.y]


def power_cells(sites: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.object_]:
    """Cells of the power diagram: x belongs to the site with the least |x - site|^2 - weight.

    sites: (n, 2) km; weights: (n,) km². Found as the lower convex hull of the sites lifted onto a paraboloid
    (Aurenhammer 1987); a site whose weight is too small has an empty cell.
    """
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    middle = sites.mean(axis=0)
    points = np.r_[sites - middle, 4000 * np.c_[np.cos(angle), np.sin(angle)]]
    lifted = np.c_[points, (points**2).sum(axis=1) - np.r_[weights, np.zeros(12)]]
    hull = ConvexHull(lifted)
    low = hull.equations[:, 2] < -1e-12
    plane = hull.equations[low]
    corner = np.c_[-plane[:, 0] / plane[:, 2] / 2, -plane[:, 1] / plane[:, 2] / 2] + middle
    site, face = hull.simplices[low].ravel(), np.repeat(np.arange(low.sum()), 3)
    order = np.argsort(site, kind="stable")
    bounds = np.searchsorted(site[order], np.arange(len(sites) + 1))
    return np.array(
        [
            shapely.convex_hull(shapely.multipoints(corner[face[order[a:b]]])) if b - a > 2 else shapely.Polygon()
            for a, b in itertools.pairwise(bounds)
        ],
        object,
    )
