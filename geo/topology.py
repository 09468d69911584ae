"""Polygons that share edges, as arcs: each edge stands once, so neighbours stay glued whatever is done to it.

The written form is a quantised, delta-encoded TopoJSON 1.0 topology.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Points = NDArray[np.float64]
# A ring is a list of arc references; ~i is arc i walked backwards, as in TopoJSON.
Ring = tuple[int, ...]
Polygon = tuple[Ring, ...]
Shape = tuple[Polygon, ...]

OUTSIDE = -1


@dataclass(frozen=True)
class Topology:
    """arcs: (n, 2) arrays of x, y; shapes: for each township its polygons, each a list of rings of arc references.

    sides: (n_arcs, 2) positions in `shapes` of the township to either side, -1 = outside.
    """

    arcs: tuple[Points, ...]
    shapes: tuple[Shape, ...]
    sides: NDArray[np.int64]


@dataclass(frozen=True)
class _Rings:
    """Every ring of a coverage as vertex numbers, without the closing repeat."""

    vertex_xy: Points
    rings: list[NDArray[np.int64]]
    edges: list[NDArray[np.int64]]
    owner: list[tuple[int, int]]
    is_node: NDArray[np.bool_]


def build(polygons: Sequence[shapely.Geometry]) -> Topology:
    """Cut the rings of edge-matched polygons where three meet, and store each piece once.

    polygons: valid Polygons or MultiPolygons whose shared edges have identical
    vertices (shapely.coverage_is_valid); an edge that does not match simply stays unshared.
    """
    read = _number_vertices(polygons)
    arcs: list[Points] = []
    known: dict[int, tuple[int, int, int]] = {}
    sides: list[list[int]] = []
    shapes: list[list[list[Ring]]] = [[] for _ in polygons]
    for ring, edges, (owner, part) in zip(read.rings, read.edges, read.owner, strict=True):
        references = []
        for piece, piece_edges in _pieces(ring, edges, read.is_node):
            key = int(piece_edges.min())
            if key not in known:
                known[key] = (len(arcs), int(piece[0]), int(piece[1]))
                arcs.append(read.vertex_xy[piece])
                sides.append([owner, OUTSIDE])
            else:
                sides[known[key][0]][1] = owner
            number, first, second = known[key]
            references.append(number if (piece[0], piece[1]) == (first, second) else ~number)
        while len(shapes[owner]) <= part:
            shapes[owner].append([])
        shapes[owner][part].append(tuple(references))
    return Topology(
        tuple(arcs),
        tuple(tuple(tuple(polygon) for polygon in shape) for shape in shapes),
        np.array(sides, np.int64).reshape(-1, 2),
    )


def _number_vertices(polygons: Sequence[shapely.Geometry]) -> _Rings:
    parts, owner_of_part = shapely.get_parts(np.asarray(polygons, object), return_index=True)
    first_part = np.searchsorted(owner_of_part, np.arange(len(polygons)))
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    xy, ring_of_vertex = shapely.get_coordinates(rings, return_index=True)
    complex_xy, vertex = np.unique(xy[:, 0] + 1j * xy[:, 1], return_inverse=True)
    last = np.flatnonzero(np.diff(ring_of_vertex, append=-1))
    starts, ends = vertex[np.setdiff1d(np.arange(len(vertex)), last)], np.delete(vertex, np.r_[0, last[:-1] + 1])
    pairs = np.sort(np.c_[starts, ends], axis=1)
    unique_pairs, edge = np.unique(pairs, axis=0, return_inverse=True)
    degree = np.bincount(unique_pairs.ravel(), minlength=len(complex_xy))
    cuts = np.cumsum(np.bincount(ring_of_vertex, minlength=len(rings)) - 1)[:-1]
    owners = [(int(owner_of_part[p]), int(p - first_part[owner_of_part[p]])) for p in part_of_ring]
    return _Rings(
        np.c_[complex_xy.real, complex_xy.imag],
        np.split(starts, cuts),
        np.split(edge.ravel(), cuts),
        owners,
        degree != 2,
    )


def _pieces(
    ring: NDArray[np.int64], edges: NDArray[np.int64], is_node: NDArray[np.bool_]
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The ring cut at its nodes; a ring without nodes is one closed piece, begun at its lowest vertex number."""
    nodes = np.flatnonzero(is_node[ring])
    begin = int(nodes[0]) if len(nodes) else int(ring.argmin())
    ring, edges = np.roll(ring, -begin), np.roll(edges, -begin)
    closed = np.append(ring, ring[0])
    cuts = np.append(nodes - begin, len(ring)) if len(nodes) else np.array([0, len(ring)])
    return [(closed[a : b + 1], edges[a:b]) for a, b in itertools.pairwise(cuts)]


def assemble(topology: Topology, arcs: Sequence[Points]) -> NDArray[np.object_]:
    """Polygons of the topology's shapes drawn with `arcs` (one array for each of topology.arcs).

    A ring left with fewer than three different points is dropped, and with an outer ring its whole polygon;
    a township left with nothing is an empty polygon.
    """
    out = np.empty(len(topology.shapes), object)
    for number, shape in enumerate(topology.shapes):
        drawn = [polygon for polygon in (_assemble_polygon(p, arcs) for p in shape) if polygon is not None]
        out[number] = shapely.Polygon() if not drawn else drawn[0] if len(drawn) == 1 else shapely.MultiPolygon(drawn)
    return out


def ring_points(ring: Ring, arcs: Sequence[Points]) -> Points:
    """(n, 2) closed ring: the arcs joined end to end."""
    walked = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
    return np.concatenate([piece[:-1] for piece in walked] + [walked[0][:1]])


def is_area(points: Points) -> bool:
    """Whether a closed ring has at least three different points."""
    return len(points) >= 4 and len(np.unique(points, axis=0)) >= 3


def _assemble_polygon(polygon: Polygon, arcs: Sequence[Points]) -> shapely.Polygon | None:
    rings = [ring_points(ring, arcs) for ring in polygon]
    if not is_area(rings[0]):
        return None
    return shapely.Polygon(rings[0], [hole for hole in rings[1:] if is_area(hole)])


def shared_edges(topology: Topology) -> NDArray[np.int64]:
    """Numbers of the arcs that have a township on both sides."""
    return np.flatnonzero((topology.sides != OUTSIDE).all(axis=1) & (topology.sides[:, 0] != topology.sides[:, 1]))


def quantise(arcs: Sequence[Points], origin: tuple[float, float], step: float) -> list[NDArray[np.int64]]:
    """Arcs on a grid of `step` (units of the arcs) from `origin`, repeated points dropped, both ends kept."""
    out = []
    for arc in arcs:
        grid = np.round((arc - np.asarray(origin)) / step).astype(np.int64)
        keep = np.r_[True, (np.diff(grid, axis=0) != 0).any(axis=1)]
        kept = grid[keep]
        out.append(kept if len(kept) > 1 else np.r_[kept, kept])
    return out


def to_topojson(
    topology: Topology,
    grid: Sequence[NDArray[np.int64]],
    origin: tuple[float, float],
    step: float,
    members: Sequence[tuple[str, dict[str, str]]],
) -> dict[str, object]:
    """A TopoJSON topology with one GeometryCollection named `townships`.

    grid: the quantised arcs; members: (id, properties) of each shape, in order.
    Arcs that no drawn ring uses are left out and the rest renumbered.
    """
    shapes = [[_drawn_rings(polygon, grid) for polygon in shape] for shape in topology.shapes]
    shapes = [[polygon for polygon in shape if polygon] for shape in shapes]
    used = sorted({i if i >= 0 else ~i for shape in shapes for polygon in shape for ring in polygon for i in ring})
    new = {old: position for position, old in enumerate(used)}

    def renumber(ring: Ring) -> list[int]:
        return [new[i] if i >= 0 else ~new[~i] for i in ring]

    geometries: list[dict[str, object]] = []
    for (identifier, properties), shape in zip(members, shapes, strict=True):
        if not shape:
            continue
        rings = [[renumber(ring) for ring in polygon] for polygon in shape]
        kind, drawn = ("Polygon", rings[0]) if len(rings) == 1 else ("MultiPolygon", rings)
        geometries.append({"type": kind, "id": identifier, "properties": properties, "arcs": drawn})
    return {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": list(origin)},
        "objects": {"townships": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_deltas(grid[old]) for old in used],
    }


def _drawn_rings(polygon: Polygon, grid: Sequence[NDArray[np.int64]]) -> list[Ring]:
    """The polygon's rings that still enclose something; nothing if the outer one does not."""
    keep = [is_area(ring_points(ring, grid)) for ring in polygon]  # type: ignore[arg-type]
    return [ring for ring, kept in zip(polygon, keep, strict=True) if kept] if keep[0] else []


def _deltas(arc: NDArray[np.int64]) -> list[list[int]]:
    return [[int(x), int(y)] for x, y in np.diff(arc, axis=0, prepend=np.zeros((1, 2), np.int64))]
