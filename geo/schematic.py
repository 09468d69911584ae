"""A map of the 330 townships drawn from this project's own facts, for when no boundary file is installed.

Facts used: each township's representative point, main town and area, and which townships share how long a border.
The outline is what discs of the townships' areas and of their borders cover, closed and smoothed. Each township is a
bundle of points (its own, its town's, and one reaching towards each neighbour); the land nearest to its bundle is its
cell. How far each reaches is adjusted until the cells have about the areas they should. No chance is involved.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from data.errors import N_
from data.reference import township_adjacency, townships
from geo.simplify import EQUAL_AREA

SOURCE = N_(
    "Schematic boundaries, drawn by this atlas from MIMU place codes and 2014 census areas; "
    "not for navigation or legal use"
)
# Tuned against MIMU's boundaries 9.3; tests/geo/test_schematic.py measures what they reach.
ROUNDS = 12
CLOSING_KM = 55.0
OPENING_KM = 10.0
CORNER_KM = 0.3  # detail finer than this is dropped from the smoothed outline
BORDER_REACH = 0.35  # radius of a border's disc as a share of its length
TOWN_REACH = 0.3  # radius of a town's disc as a share of the township's own
SPOKE_FROM_BORDER = 0.7  # where a spoke's point stands: share of the way back from the border to its township
SHORTEST_BORDER = 0.35  # shorter borders (in sides of the smaller township) get no spoke
REACH_LIMITS, DISC_LIMITS = (0.75, 1.35), (0.6, 1.4)
REACH_STEP, DISC_STEP = 0.2, 0.3


@dataclass(frozen=True)
class _Facts:
    """Equal-area kilometres. point, town: (n, 2); area: (n,) km²; a, b, border_km: (m,) townships that touch."""

    codes: tuple[str, ...]
    point: NDArray[np.float64]
    town: NDArray[np.float64]
    area: NDArray[np.float64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    border_km: NDArray[np.float64]


def build() -> gpd.GeoDataFrame:
    """GeoDataFrame [ts_pcode, geometry] in degrees: one valid cell a township, none overlapping (about 3 s)."""
    facts = _facts()
    disc = np.sqrt(facts.area / np.pi)
    reach, radius = np.sqrt(facts.area), 0.9 * disc
    for turn in range(ROUNDS + 1):
        outline = _outline(facts, radius)
        cells = shapely.intersection(_cells(facts, reach), outline)
        if turn < ROUNDS:
            lacking = np.clip(facts.area / np.maximum(shapely.area(cells), 0.01), 0.5, 2.0)
            reach = np.clip(reach * lacking**REACH_STEP, *(np.sqrt(facts.area) * limit for limit in REACH_LIMITS))
            radius = np.clip(radius * lacking**DISC_STEP, *(disc * limit for limit in DISC_LIMITS))
    cells = _join_strays(facts, np.asarray(cells, object))
    frame = gpd.GeoDataFrame({"ts_pcode": list(facts.codes)}, geometry=list(cells), crs=EQUAL_AREA)
    return frame.to_crs("EPSG:4326")


def _facts() -> _Facts:
    table, touching = townships(), township_adjacency()
    land = touching[touching.link == "land"]
    number = {code: position for position, code in enumerate(table.ts_pcode)}
    return _Facts(
        tuple(table.ts_pcode),
        _km(table.rep_lon.to_numpy(float), table.rep_lat.to_numpy(float)),
        _km(table.lon.to_numpy(float), table.lat.to_numpy(float)),
        table.area_km2.to_numpy(float),
        land.ts_a.map(number).to_numpy(np.int64),
        land.ts_b.map(number).to_numpy(np.int64),
        land.shared_border_km.to_numpy(float),
    )


def _km(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs="EPSG:4326").to_crs(EQUAL_AREA)
    return np.c_[points.x, points.y]


def _crossing(facts: _Facts, reach: NDArray[np.float64]) -> NDArray[np.float64]:
    """(m,) share of the way from a to b at which their border should lie."""
    return reach[facts.a] / (reach[facts.a] + reach[facts.b])


def _outline(facts: _Facts, radius: NDArray[np.float64]) -> shapely.Geometry:
    """The land: discs around townships, towns and shared borders, gaps closed, thin spurs smoothed away."""
    disc = np.sqrt(facts.area / np.pi)
    share = _crossing(facts, disc)[:, None]
    middle = facts.point[facts.a] * (1 - share) + facts.point[facts.b] * share
    border = np.minimum(facts.border_km * BORDER_REACH, 0.9 * np.minimum(disc[facts.a], disc[facts.b]))
    centres = shapely.points(np.r_[facts.point, facts.town, middle])
    land = shapely.union_all(shapely.buffer(centres, np.r_[radius, disc * TOWN_REACH, border]))
    land = shapely.buffer(shapely.buffer(land, CLOSING_KM), -CLOSING_KM)
    smooth = shapely.buffer(shapely.buffer(land, -OPENING_KM), OPENING_KM)
    parts = shapely.get_parts(land)
    islands = parts[~shapely.intersects(parts, smooth)]
    kept = shapely.buffer(shapely.points(facts.point), 0.5 * disc)
    return shapely.simplify(shapely.union_all([smooth, *islands, *kept]), CORNER_KM)


def _cells(facts: _Facts, reach: NDArray[np.float64]) -> NDArray[np.object_]:
    """(n,) land nearest to each township's bundle of points; neighbours share identical edges.

    The two points of a spoke stand equally far from where the border should cross it, so the border does.
    """
    everyone = np.arange(len(facts.codes))
    side = np.sqrt(facts.area)
    spoked = facts.border_km > SHORTEST_BORDER * np.minimum(side[facts.a], side[facts.b])
    a, b, share = facts.a[spoked], facts.b[spoked], _crossing(facts, reach)[spoked, None]
    way, back = facts.point[b] - facts.point[a], SPOKE_FROM_BORDER * np.minimum(share, 1 - share)
    from_a = facts.point[a] + (share - back) * way
    from_b = facts.point[a] + (share + back) * way
    pieces = nearest_cells(np.r_[facts.point, facts.town, from_a, from_b])
    owner = np.r_[everyone, everyone, a, b]
    order = np.argsort(owner, kind="stable")
    bounds = np.searchsorted(owner[order], np.arange(len(facts.codes) + 1))
    return np.array([shapely.union_all(pieces[order[i:j]]) for i, j in itertools.pairwise(bounds)], object)


def nearest_cells(sites: NDArray[np.float64]) -> NDArray[np.object_]:
    """(n,) Voronoi cell of each site (km), bounded far outside the country; a repeated site has an empty cell."""
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    middle = sites.mean(axis=0)
    points = np.r_[sites - middle, 4000 * np.c_[np.cos(angle), np.sin(angle)]]
    net = Delaunay(points)
    corner = _circumcentres(points[net.simplices]) + middle
    site, face = net.simplices.ravel(), np.repeat(np.arange(len(net.simplices)), 3)
    order = np.argsort(site, kind="stable")
    bounds = np.searchsorted(site[order], np.arange(len(sites) + 1))
    return np.array(
        [
            shapely.convex_hull(shapely.multipoints(corner[face[order[i:j]]])) if j - i > 2 else shapely.Polygon()
            for i, j in itertools.pairwise(bounds)
        ],
        object,
    )


def _circumcentres(triangles: NDArray[np.float64]) -> NDArray[np.float64]:
    """(k, 2) centres of the circles through the corners of (k, 3, 2) triangles."""
    first, second, third = triangles[:, 0], triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    twice = 2 * (second[:, 0] * third[:, 1] - second[:, 1] * third[:, 0])
    far_2, far_3 = (second**2).sum(axis=1), (third**2).sum(axis=1)
    x = (third[:, 1] * far_2 - second[:, 1] * far_3) / twice
    y = (second[:, 0] * far_3 - third[:, 0] * far_2) / twice
    return first + np.c_[x, y]


def _join_strays(facts: _Facts, cells: NDArray[np.object_]) -> NDArray[np.object_]:
    """Each cell in one piece around its point; a cut-off piece goes to the cell it borders longest, or stays lost."""
    parts, owner = shapely.get_parts(cells, return_index=True)
    home = shapely.contains_xy(parts, *facts.point[owner].T)
    bundles = [[part] for part in parts[home]]
    tree = shapely.STRtree(parts[home])
    for stray in parts[~home]:
        near = tree.query(stray, predicate="intersects")
        border = shapely.length(shapely.intersection(parts[home][near], stray))
        if len(near) and border.max() > 0:
            bundles[near[border.argmax()]].append(stray)
    joined = np.empty(len(cells), object)
    joined[owner[home]] = [shapely.union_all(bundle) for bundle in bundles]
    return joined
