"""Which township polygons are in force: an installed file's, or the atlas's own schematic."""

from __future__ import annotations

import hashlib
import threading
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np

from data import reference
from data.errors import AtlasError, BoundaryRecordDamaged
from geo import published, schematic
from geo.published import Boundaries, Progress

CURRENT = "current.json"
SCHEMATIC = "schematic.json"
_building = threading.Lock()


class BoundaryWarning(UserWarning):
    """Something about the boundaries in force that the person running the atlas should know."""


def current() -> Boundaries:
    """The polygons in force, their static file in place; builds the schematic at first use (some seconds)."""
    return ensure_static()


def ensure_static(progress: Progress | None = None) -> Boundaries:
    """The polygons in force, with the browser's script present below static/map."""
    with _building:
        installed = _installed()
        return installed if installed else _schematic(progress)


def polygons() -> gpd.GeoDataFrame:
    """GeoDataFrame [ts_pcode, geometry] in degrees (EPSG:4326) of what is in force, as the browser draws it."""
    return published.read_polygons(current(), published.boundary_dir())


def _installed() -> Boundaries | None:
    folder = published.boundary_dir()
    if not (folder / CURRENT).is_file():
        return None
    try:
        kept, _more = published.read_record(folder / CURRENT)
        published.restore_static(kept, folder)
    except BoundaryRecordDamaged as damage:
        warnings.warn(damage.message(), BoundaryWarning, stacklevel=3)
        return None
    return kept


def _schematic(progress: Progress | None) -> Boundaries:
    folder, made_from = published.boundary_dir(), _made_from()
    try:
        kept, more = published.read_record(folder / SCHEMATIC)
        if more.get("made_from") == made_from:
            published.restore_static(kept, folder)
            return kept
    except BoundaryRecordDamaged:
        pass  # made again below: nothing of the user's is in it
    return _draw_schematic(folder, made_from, progress)


def _draw_schematic(folder: Path, made_from: str, progress: Progress | None) -> Boundaries:
    frame = schematic.build()
    coverage = published.match_edges(tuple(frame.ts_pcode), np.asarray(frame.geometry.values, object))
    blank = published.described("schematic", schematic.SOURCE, made_from[:12], None)
    kept = published.publish(coverage, blank, folder, progress)
    published.write_record(folder / SCHEMATIC, kept, made_from=made_from)
    return kept


def _made_from() -> str:
    """Hash of everything the schematic depends on: a new table or a new way of drawing makes a new map."""
    parts = [reference.FOLDER / "townships.csv", *(Path(m.__file__ or "") for m in (schematic, published))]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


__all__ = ["AtlasError", "Boundaries", "BoundaryWarning", "current", "ensure_static", "polygons"]
