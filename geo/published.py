"""Township polygons as written files: what the browser loads, what Python reads back, and which set is in force.

Every file is written beside its place and renamed into it, so a reader never sees half a file;
names carry a hash of the content, so an older map still open in a browser keeps its own file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from data import paths
from data.errors import BoundaryRecordDamaged, BoundaryTooHeavy, BoundaryUndrawable
from data.reference import townships
from geo import simplify, topology
from geo.findings import Finding
from geo.simplify import Simplified

FORMAT = 1
BYTES_ALLOWED = 1_500_000
GZIP_BYTES_ALLOWED = 500_000
COARSER = 1.6
COARSER_TRIES = 6
AREA_ERROR_PROMISED = 0.05
SNAP_DEGREES = 1e-6  # 0.1 m: vertices closer than this are one
GAP_DEGREES = 1e-4  # 11 m: narrower gaps between townships are closed

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Boundaries:
    """A set of township polygons in files.

    kind: installed or schematic; geometry_file: name below static/map; bbox: west, south, east, north in degrees;
    area errors: share of each township's source area; installed_on: ISO date and time, None for the schematic.
    """

    kind: str
    source: str
    version: str
    installed_on: str | None
    geometry_file: str
    polygons_file: str
    neighbours_file: str | None
    townships_drawn: int
    missing: tuple[str, ...]
    warnings: tuple[Finding, ...]
    bbox: tuple[float, float, float, float]
    bytes_raw: int
    bytes_gzip: int
    points: int
    area_error_max_0_1: float
    area_error_median_0_1: float


@dataclass(frozen=True)
class Coverage:
    """Edge-matched polygons (degrees) in the order of `codes`, with the areas their source gives them, km²."""

    codes: tuple[str, ...]
    polygons: NDArray[np.object_]
    source_areas_km2: NDArray[np.float64]


def map_dir() -> Path:
    """Folder of the geometry scripts, served without sign-in."""
    return paths.static_dir() / "map"


def boundary_dir() -> Path:
    """Folder of the records and polygons that Python reads."""
    return paths.local_dir() / "boundaries"


def match_edges(codes: tuple[str, ...], polygons: NDArray[np.object_]) -> Coverage:
    """Make neighbours share identical edges: slivers are given to one of them, vertices 0.1 m apart become one."""
    areas = simplify.areas_km2(polygons)
    try:
        matched = shapely.coverage_clean(polygons, gap_width=GAP_DEGREES, snapping_distance=SNAP_DEGREES)
    except shapely.errors.GEOSException:
        coarse = shapely.set_precision(polygons, SNAP_DEGREES)
        try:
            matched = shapely.coverage_clean(coarse, gap_width=GAP_DEGREES, snapping_distance=SNAP_DEGREES)
        except shapely.errors.GEOSException as reason:
            raise BoundaryUndrawable(codes=(), reason=str(reason)) from reason
    return Coverage(codes, np.asarray(matched, object), areas)


def publish(coverage: Coverage, described: Boundaries, folder: Path, progress: Progress | None = None) -> Boundaries:
    """Simplify, write the browser's script and the polygons, and return `described` with the facts filled in.

    folder: where Python's copies go. Raises BoundaryUndrawable or BoundaryTooHeavy; then nothing is in force yet.
    """
    drawn, script = _fit(coverage, described, progress)
    short = hashlib.sha256(script).hexdigest()[:12]
    name = f"geometry-{short}.js"
    frame = gpd.GeoDataFrame({"ts_pcode": list(coverage.codes)}, geometry=list(drawn.polygons), crs="EPSG:4326")
    write_atomically(folder / name, script)
    write_atomically(map_dir() / name, script)
    write_polygons(folder / f"polygons-{short}.gpkg", frame)
    all_codes = townships().ts_pcode
    error = np.abs(simplify.areas_km2(drawn.polygons) / coverage.source_areas_km2 - 1)
    return replace(
        described,
        geometry_file=name,
        polygons_file=f"polygons-{short}.gpkg",
        townships_drawn=len(coverage.codes),
        missing=tuple(all_codes[~all_codes.isin(coverage.codes)]),
        bbox=_bbox(drawn.polygons),
        bytes_raw=len(script),
        bytes_gzip=len(gzip.compress(script, 6)),
        points=sum(map(len, drawn.grid)),
        area_error_max_0_1=round(float(error.max()), 6),
        area_error_median_0_1=round(float(np.median(error)), 6),
    )


def _fit(coverage: Coverage, described: Boundaries, progress: Progress | None) -> tuple[Simplified, bytes]:
    """Simplify as little as the browser's budget allows, and keep every promise about areas."""
    built = topology.build(list(coverage.polygons))
    # Where the file's polygons overlap, no drawing has all their areas: what counts here is the shared-out land.
    areas = simplify.areas_km2(coverage.polygons)
    if (areas == 0).any():
        raise BoundaryUndrawable(codes=tuple(np.array(coverage.codes)[areas == 0]), reason="others cover them whole")
    tolerance = simplify.TOLERANCE_OF_SIDE
    for _turn in range(COARSER_TRIES):
        drawn = simplify.simplify(built, areas, tolerance, progress=progress)
        _refuse_undrawable(coverage.codes, drawn)
        script = _script(coverage.codes, drawn, described)
        packed = len(gzip.compress(script, 6))
        if len(script) <= BYTES_ALLOWED and packed <= GZIP_BYTES_ALLOWED:
            return drawn, script
        tolerance *= COARSER
    raise BoundaryTooHeavy(bytes=len(script), bytes_gzip=packed, allowed=BYTES_ALLOWED, allowed_gzip=GZIP_BYTES_ALLOWED)


def _refuse_undrawable(codes: tuple[str, ...], drawn: Simplified) -> None:
    bad = shapely.is_empty(drawn.polygons) | ~shapely.is_valid(drawn.polygons)
    bad |= drawn.area_error > AREA_ERROR_PROMISED
    if bad.any():
        raise BoundaryUndrawable(codes=tuple(np.array(codes)[bad]), reason="area or shape not kept")


def _script(codes: tuple[str, ...], drawn: Simplified, described: Boundaries) -> bytes:
    of = townships().set_index("ts_pcode")
    members = [
        (code, {"d": of.dt_pcode[code], "s": of.st_pcode[code], "o": of.sr_pcode[code]})
        for code in codes
    ]  # fmt: skip
    written = topology.to_topojson(drawn.topology, drawn.grid, drawn.origin, simplify.GRID_DEGREES, members)
    written["bbox"] = list(_bbox(drawn.polygons))
    written["atlas"] = {
        "kind": described.kind,
        "source": described.source,
        "version": described.version,
        "installed_on": described.installed_on,
        "bbox": list(_bbox(drawn.polygons)),
    }
    # "<" cannot end a script element early, nor U+2028 break a line, when both are written as escapes.
    text = json.dumps(written, separators=(",", ":"), ensure_ascii=True).replace("<", "\\u003c")
    return f"window.atlasTopology = {text};\n".encode()


def _bbox(polygons: NDArray[np.object_]) -> tuple[float, float, float, float]:
    west, south, east, north = (round(float(v), 6) for v in shapely.total_bounds(polygons))
    return west, south, east, north


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the place, then rename into it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_polygons(path: Path, frame: gpd.GeoDataFrame) -> None:
    """A GeoPackage of ts_pcode and geometry, written in a scratch folder and renamed into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as scratch:
        whole = Path(scratch) / path.name
        frame.to_file(whole, layer="townships", driver="GPKG", engine="pyogrio")
        whole.replace(path)


def write_record(path: Path, kept: Boundaries, **more: object) -> None:
    """The JSON record that says which files belong together."""
    facts = asdict(kept) | {"warnings": [finding.as_json() for finding in kept.warnings]}
    text = json.dumps({"format": FORMAT} | facts | more, indent=1, ensure_ascii=False)
    write_atomically(path, text.encode())


def read_record(path: Path) -> tuple[Boundaries, dict]:
    """The record and everything else that stands in it; raises BoundaryRecordDamaged."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        if written["format"] != FORMAT:
            raise BoundaryRecordDamaged(path=str(path), reason=f"format {written['format']}")
        facts = {name: written.pop(name) for name in Boundaries.__dataclass_fields__}
        facts["warnings"] = tuple(Finding.read(w) for w in facts["warnings"])
        kept = Boundaries(**facts | {"missing": tuple(facts["missing"]), "bbox": tuple(facts["bbox"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as reason:
        raise BoundaryRecordDamaged(path=str(path), reason=f"{type(reason).__name__}: {reason}") from reason
    return kept, written


def restore_static(kept: Boundaries, folder: Path) -> None:
    """Put the browser's script back into static/ from Python's copy; raises BoundaryRecordDamaged if that is gone."""
    if not kept.geometry_file.startswith("geometry-") or Path(kept.geometry_file).name != kept.geometry_file:
        raise BoundaryRecordDamaged(path=str(folder), reason=kept.geometry_file)
    for name in (kept.geometry_file, kept.polygons_file):
        if not (folder / Path(name).name).is_file():
            raise BoundaryRecordDamaged(path=str(folder), reason=f"{name} is missing")
    target = map_dir() / kept.geometry_file
    if not target.is_file() or target.stat().st_size != kept.bytes_raw:
        script = (folder / kept.geometry_file).read_bytes()
        if hashlib.sha256(script).hexdigest()[:12] not in kept.geometry_file:
            raise BoundaryRecordDamaged(path=str(folder / kept.geometry_file), reason="content does not fit its name")
        write_atomically(target, script)


def read_polygons(kept: Boundaries, folder: Path) -> gpd.GeoDataFrame:
    """GeoDataFrame [ts_pcode, geometry] in degrees, sorted by code."""
    frame = gpd.read_file(folder / Path(kept.polygons_file).name, layer="townships", engine="pyogrio")
    return frame[["ts_pcode", "geometry"]].sort_values("ts_pcode", ignore_index=True)


def described(kind: str, source: str, version: str, installed_on: str | None) -> Boundaries:
    """A Boundaries whose facts are not measured yet; `publish` fills them in."""
    nowhere = (0.0, 0.0, 0.0, 0.0)
    return Boundaries(kind, source, version, installed_on, "", "", None, 0, (), (), nowhere, 0, 0, 0, 0.0, 0.0)
