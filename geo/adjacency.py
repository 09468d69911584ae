"""Derive which townships touch, from polygons that share edges; complete it so that no township stands alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.reference import township_adjacency, townships
from geo import topology
from geo.distance import distances_km
from geo.topology import OUTSIDE, Topology

# A border of any length counts, down to a corner that two townships share (0 km): the table's own rule.
SHORTEST_BORDER_KM = 0.0
COLUMNS = ["ts_a", "ts_b", "link", "shared_border_km"]


def reference_neighbours() -> pd.DataFrame:
    """The project's own table of pairs that touch, with the columns COLUMNS."""
    return _tidy(township_adjacency()[COLUMNS])


def derive(codes: Sequence[str], polygons: Sequence[shapely.Geometry]) -> pd.DataFrame:
    """Neighbours of edge-matched polygons (degrees), completed so that no township stands alone.

    Sea links come from the project's table; for a township without a polygon so do all its links; whoever still has
    none is linked to the township whose main town is nearest.
    """
    land = touching(codes, topology.build(list(polygons)))
    known = reference_neighbours()
    absent = ~(known.ts_a.isin(codes) & known.ts_b.isin(codes))
    assumed = known[absent & (known.link == "land")].assign(link="assumed")
    found = pd.concat([land, known[known.link == "sea"], assumed], ignore_index=True)
    return _tidy(pd.concat([found, _nearest(found)], ignore_index=True))


def share_of_known_borders(codes: Sequence[str], pairs: pd.DataFrame) -> float:
    """Share (0-1) of the borders in the project's table, between townships among `codes`, that `pairs` has too.

    1 where the table has no border among them.
    """
    known = reference_neighbours()
    known = known[(known.link == "land") & known.ts_a.isin(codes) & known.ts_b.isin(codes)]
    both = known.merge(pairs[pairs.link == "land"], on=["ts_a", "ts_b"])
    return len(both) / len(known) if len(known) else 1.0


def touching(codes: Sequence[str], built: Topology) -> pd.DataFrame:
    """Pairs of shapes that share an edge or a node of the topology, with the length of their common border in km."""
    length: dict[tuple[str, str], float] = {}
    for pair in _meeting_at_nodes(built):
        length[_ordered(codes, *pair)] = 0.0
    for number in topology.shared_edges(built):
        key = _ordered(codes, *built.sides[number])
        length[key] = length.get(key, 0.0) + _arc_km(built.arcs[number])
    rows = [(a, b, "land", round(km, 1)) for (a, b), km in length.items() if km >= SHORTEST_BORDER_KM]
    return pd.DataFrame(rows, columns=COLUMNS)


def _meeting_at_nodes(built: Topology) -> set[tuple[int, int]]:
    at_node: dict[tuple[float, float], set[int]] = {}
    for arc, sides in zip(built.arcs, built.sides, strict=True):
        for x, y in (arc[0], arc[-1]):
            at_node.setdefault((x, y), set()).update(int(side) for side in sides if side != OUTSIDE)
    return {(a, b) for meeting in at_node.values() for a in meeting for b in meeting if a < b}


def _ordered(codes: Sequence[str], a: int, b: int) -> tuple[str, str]:
    first, second = sorted((codes[a], codes[b]))
    return first, second


def _arc_km(arc: NDArray[np.float64]) -> float:
    """Length of a line given in degrees, on a local plane for each piece (pieces are a few km at most)."""
    step = np.diff(arc, axis=0) * 111.195
    across = step[:, 0] * np.cos(np.radians((arc[1:, 1] + arc[:-1, 1]) / 2))
    return float(np.hypot(across, step[:, 1]).sum())


def _nearest(found: pd.DataFrame) -> pd.DataFrame:
    """For each township in no pair, a pair with the township whose main town is nearest."""
    table = townships()
    alone = table[~table.ts_pcode.isin([*found.ts_a, *found.ts_b])]
    km = distances_km(alone.lat, alone.lon, table.lat, table.lon)
    km[km == 0] = np.inf
    rows = [
        (own, table.ts_pcode.iloc[row.argmin()], "nearest", 0.0) for own, row in zip(alone.ts_pcode, km, strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _tidy(pairs: pd.DataFrame) -> pd.DataFrame:
    """ts_a < ts_b, each pair once, sorted."""
    swapped = pairs.ts_a > pairs.ts_b
    first, second = pairs.ts_a.where(~swapped, pairs.ts_b), pairs.ts_b.where(~swapped, pairs.ts_a)
    out = pairs.assign(ts_a=first, ts_b=second)[COLUMNS]
    return out.drop_duplicates(["ts_a", "ts_b"]).sort_values(["ts_a", "ts_b"], ignore_index=True)
