"""Which township polygons are in force: an installed file's, or the atlas's own schematic; and changing that."""

from __future__ import annotations

import hashlib
import io
import sys
import threading
import time
import warnings
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data import reference
from data.errors import N_, BoundaryRecordDamaged
from geo import adjacency, identify, published, reading, schematic, simplify, topology
from geo.findings import Finding
from geo.published import Boundaries, Progress

__all__ = ["Boundaries", "BoundaryWarning", "InstallReport", "current", "ensure_static", "install", "polygons"]

CURRENT = "current.json"
SCHEMATIC = "schematic.json"
RESHAPED_ALLOWED = 0.01
BORDERS_EXPECTED = 0.9

RESHAPED = N_(
    "{count} townships overlapped or left gaps to a neighbour; closing them changed their area by over 1 %: {items}."
)

LOOSE = N_(
    "Only {share} of the known borders are borders in this file: its polygons do not meet. "
    "Neighbours are taken from the atlas's own table instead."
)

_building = threading.RLock()


class BoundaryWarning(UserWarning):
    """Something about the boundaries in force that the person running the atlas should know."""


@dataclass(frozen=True)
class InstallReport:
    """What an installation read, found and wrote. Areas: share of the file's own areas, in an equal-area projection."""

    boundaries: Boundaries
    file: str
    layout: str
    layer: str
    rows_read: int
    townships_known: int
    repaired: tuple[str, ...]
    findings: tuple[Finding, ...]
    neighbour_pairs: int
    seconds: float

    @property
    def has_warnings(self) -> bool:
        """Whether anything was found that a person should look at."""
        return any(finding.is_warning for finding in self.findings)

    def as_json(self) -> dict[str, object]:
        """Plain values, with each finding's sentence in English."""
        findings = [finding.as_json() | {"message": finding.message()} for finding in self.findings]
        kept = asdict(self.boundaries) | {"warnings": [w.message() for w in self.boundaries.warnings]}
        return asdict(self) | {"findings": findings, "boundaries": kept}


def current() -> Boundaries:
    """The polygons in force, their static file in place; builds the schematic at first use (some seconds)."""
    return ensure_static()


def ensure_static(progress: Progress | None = None) -> Boundaries:
    """The polygons in force, with the browser's script present below static/map.

    Damaged files of an installation are told by a BoundaryWarning and stand in the result's warnings; the schematic
    stands in and nothing is deleted.
    """
    with _building:
        installed, damage = _installed()
        if installed:
            return installed
        drawn = _schematic(progress)
        return replace(drawn, warnings=damage) if damage else drawn


def polygons() -> gpd.GeoDataFrame:
    """GeoDataFrame [ts_pcode, geometry] in degrees (EPSG:4326) of what is in force, as the browser draws it."""
    return published.read_polygons(current(), published.boundary_dir())


def installed_neighbours() -> pd.DataFrame | None:
    """Neighbours derived from the installed file; None where none is installed or it is damaged."""
    with _building:
        kept, _damage = _installed()
    if kept is None or kept.neighbours_file is None:
        return None
    return pd.read_csv(published.boundary_dir() / Path(kept.neighbours_file).name)


def install(path: str | Path, source: str | None = None, progress: Progress | None = None) -> InstallReport:
    """Check, simplify and put in force the township polygons of a file.

    source: the text that stands under the map; by default the layout's publisher and the file's name.
    Raises the Boundary… errors of data/errors.py; then whatever was in force before still is.
    """
    began, path = time.monotonic(), Path(path)
    _tell(progress, "read", 0.0)
    raw = reading.read(path)
    _tell(progress, "identify", 0.2)
    found = identify.identify(raw)
    coverage = published.match_edges(tuple(found.frame.ts_pcode), np.asarray(found.frame.geometry.values, object))
    findings = (*found.findings, *_reshaped(coverage))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    text = source or f"{raw.layout.title}: {path.name}"
    blank = published.described("installed", text, _hash_of(path), now)
    folder = published.boundary_dir()
    with _building:
        kept = published.publish(coverage, blank, folder, progress)
        _tell(progress, "neighbours", 0.9)
        pairs, loose = _neighbours(coverage)
        findings += loose
        kept = replace(
            kept,
            neighbours_file=_write_neighbours(folder, kept, pairs),
            warnings=tuple(finding for finding in findings if finding.is_warning),
        )
        published.write_record(folder / CURRENT, kept)
    _tell(progress, "done", 1.0)
    repaired = tuple(item for finding in findings if finding.code == "repaired" for item in finding.items)
    known, seconds = len(reference.townships()), round(time.monotonic() - began, 2)
    return InstallReport(
        kept, path.name, raw.layout.title, raw.layer, len(raw.frame), known, repaired, findings, len(pairs), seconds
    )


def uninstall() -> bool:
    """Return to the schematic: the installed set's own files go, the file it came from stays. False if none was."""
    folder = published.boundary_dir()
    with _building:
        if not (folder / CURRENT).is_file():
            return False
        try:
            kept, _more = published.read_record(folder / CURRENT)
            names = [Path(n).name for n in (kept.geometry_file, kept.polygons_file, kept.neighbours_file or "") if n]
        except BoundaryRecordDamaged:
            kept, names = None, []
        (folder / CURRENT).unlink()
        for name in names:
            (folder / name).unlink(missing_ok=True)
        if kept:
            (published.map_dir() / Path(kept.geometry_file).name).unlink(missing_ok=True)
    return True


def _tell(progress: Progress | None, stage: str, share: float) -> None:
    if progress:
        progress(stage, share)


def _hash_of(path: Path) -> str:
    """The file's content in twelve letters: the version of what is installed."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def _reshaped(coverage: published.Coverage) -> tuple[Finding, ...]:
    """A warning about townships that closing overlaps and gaps has changed noticeably."""
    change = np.abs(simplify.areas_km2(coverage.polygons) / coverage.source_areas_km2 - 1)
    codes = tuple(np.array(coverage.codes)[change > RESHAPED_ALLOWED].tolist())
    return (Finding("reshaped", RESHAPED, (), codes),) if codes else ()


def _neighbours(coverage: published.Coverage) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Derived pairs, or the project's own with a warning where the file's polygons hardly touch each other."""
    pairs = adjacency.derive(coverage.codes, list(coverage.polygons))
    share = adjacency.share_of_known_borders(coverage.codes, pairs)
    if share >= BORDERS_EXPECTED:
        return pairs, ()
    return adjacency.reference_neighbours(), (Finding("loose", LOOSE, (("share", f"{share:.0%}"),)),)


def _write_neighbours(folder: Path, kept: Boundaries, pairs: pd.DataFrame) -> str:
    name = kept.polygons_file.replace("polygons-", "neighbours-").replace(".gpkg", ".csv")
    buffer = io.StringIO()
    pairs.to_csv(buffer, index=False, lineterminator="\n")
    published.write_atomically(folder / name, buffer.getvalue().encode())
    return name


def _installed() -> tuple[Boundaries | None, tuple[Finding, ...]]:
    """The installed set, if it is whole; what is wrong with it, if it is not."""
    folder = published.boundary_dir()
    if not (folder / CURRENT).is_file():
        return None, ()
    try:
        kept, _more = published.read_record(folder / CURRENT)
        published.restore_static(kept, folder)
    except BoundaryRecordDamaged as damage:
        warnings.warn(damage.message(), BoundaryWarning, stacklevel=3)
        facts = tuple((name, str(value)) for name, value in damage.facts().items())
        return None, (Finding("damaged", damage.template, facts),)
    return kept, ()


def _schematic(progress: Progress | None) -> Boundaries:
    folder, made_from = published.boundary_dir(), _made_from()
    try:
        kept, more = published.read_record(folder / SCHEMATIC)
        if more.get("made_from") == made_from:
            published.restore_static(kept, folder)
            return kept
    except BoundaryRecordDamaged:
        pass  # drawn again below: nothing of the user's is in it
    return _draw_schematic(folder, made_from, progress)


def _draw_schematic(folder: Path, made_from: str, progress: Progress | None) -> Boundaries:
    _tell(progress, "draw", 0.0)
    frame = schematic.build()
    coverage = published.match_edges(tuple(frame.ts_pcode), np.asarray(frame.geometry.values, object))
    blank = published.described("schematic", schematic.SOURCE, made_from[:12], None)
    kept = published.publish(coverage, blank, folder, progress)
    published.write_record(folder / SCHEMATIC, kept, made_from=made_from)
    return kept


def _made_from() -> str:
    """Hash of everything the schematic depends on: a new table or a new way of drawing makes a new map."""
    tables = [reference.FOLDER / name for name in ("townships.csv", "township_adjacency.csv")]
    code = [Path(module.__file__ or "") for module in (schematic, published, simplify, topology)]
    return hashlib.sha256(
        b"".join([part.read_bytes() for part in (*tables, *code)] + [shapely.__version__.encode()])
    ).hexdigest()


if __name__ == "__main__":
    from geo.boundaries_cli import main

    sys.exit(main(sys.argv[1:]))
