"""Read a boundary file: GeoJSON, zipped shapefile or GeoPackage, the layer that holds townships, in degrees."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from data.errors import (
    N_,
    BoundaryCrsUnknown,
    BoundaryFileMissing,
    BoundaryFileUnreadable,
    BoundaryLayoutUnknown,
)
from geo import layouts
from geo.findings import Finding
from geo.layouts import Recognised

# West, south, east, north in degrees: Myanmar with its islands, and half a degree around.
MYANMAR = (91.6, 8.8, 101.7, 29.1)
UNZIPPED_ALLOWED = 1_000_000_000
SUFFIXES = (".geojson", ".json", ".zip", ".gpkg")

REPROJECTED = N_("The coordinates were converted from {crs} to degrees (EPSG:4326).")
CRS_ASSUMED = N_(
    "The file does not say its coordinate system. Its numbers are degrees within Myanmar, "
    "so it was taken for EPSG:4326."
)
LAYER_CHOSEN = N_("Of {layers} layers, {layer} was read: it holds the townships.")


@dataclass(frozen=True)
class RawLayer:
    """frame: columns code, name, state, district (text or missing) and geometry in degrees; one row a feature."""

    path: Path
    frame: gpd.GeoDataFrame
    layout: Recognised
    layer: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Layer:
    name: str
    columns: tuple[str, ...]
    layout: Recognised | None
    features: int


def read(path: Path) -> RawLayer:
    """The township layer of a file.

    Raises BoundaryFileMissing, BoundaryFileUnreadable, BoundaryLayoutUnknown, BoundaryCrsUnknown.
    """
    where = _address(path)
    layers = _layers(path, where)
    usable = [layer for layer in layers if layer.layout]
    if not usable:
        seen = tuple(dict.fromkeys(column for layer in layers for column in layer.columns))
        raise BoundaryLayoutUnknown(path=str(path), columns=seen or ("-",), expected=layouts.expected())
    chosen = min(usable, key=_unsuitable)
    findings: tuple[Finding, ...] = ()
    if len(layers) > 1:
        findings = (_note("layer_chosen", LAYER_CHOSEN, layers=len(layers), layer=chosen.name),)
    assert chosen.layout  # noqa: S101 - narrowed above, for the type checker
    raw = RawLayer(path, _load(path, where, chosen), chosen.layout, chosen.name, findings)
    return _in_degrees(raw)


def _note(code: str, template: str, **facts: object) -> Finding:
    return Finding(code, template, tuple((k, str(v)) for k, v in facts.items()), is_warning=False)


def _address(path: Path) -> str:
    """What GDAL is told to open; the file's own bytes decide, not its name alone."""
    if not path.is_file():
        raise BoundaryFileMissing(path=str(path))
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BoundaryFileUnreadable(path=str(path), reason=f"files ending in {suffix or '(nothing)'} are not read")
    if suffix == ".zip":
        return _zipped_address(path)
    with path.open("rb") as file:
        start = file.read(16)
    if suffix == ".gpkg" and not start.startswith(b"SQLite format 3"):
        raise BoundaryFileUnreadable(path=str(path), reason="it is not a GeoPackage inside")
    if suffix in (".geojson", ".json"):
        _refuse_broken_json(path)
    return str(path)


def _zipped_address(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [entry for entry in archive.infolist() if not entry.filename.startswith("__MACOSX/")]
            damaged = (
                archive.testzip() if sum(e.file_size for e in inside) <= UNZIPPED_ALLOWED else "too large unzipped"
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as reason:
        raise BoundaryFileUnreadable(path=str(path), reason=str(reason)) from reason
    if damaged:
        raise BoundaryFileUnreadable(path=str(path), reason=f"the archive is damaged ({damaged})")
    kinds = (".shp", ".gpkg", ".geojson", ".json")
    found = [e.filename for kind in kinds for e in inside if e.filename.lower().endswith(kind)]
    if not found:
        raise BoundaryFileUnreadable(path=str(path), reason="the archive holds no shapefile (.shp)")
    kind = Path(found[0]).suffix.lower()
    same = [name for name in found if name.lower().endswith(kind)]
    folders = {str(PurePosixPath(name).parent) for name in same}
    if kind == ".shp" and len(folders) == 1:
        folder = folders.pop()
        return f"/vsizip/{path.resolve().as_posix()}" + ("" if folder == "." else f"/{folder}")
    return f"/vsizip/{path.resolve().as_posix()}/{same[0]}"


def _refuse_broken_json(path: Path) -> None:
    """GDAL reads what it can of a GeoJSON that is cut off; here such a file is refused instead."""
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as reason:
        raise BoundaryFileUnreadable(path=str(path), reason=f"not whole JSON ({reason})") from reason
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise BoundaryFileUnreadable(path=str(path), reason="the JSON is not a GeoJSON FeatureCollection")


def _layers(path: Path, where: str) -> list[_Layer]:
    out = []
    try:
        for name, kind in pyogrio.list_layers(where):
            if kind is None:
                continue
            about = pyogrio.read_info(where, layer=name, force_feature_count=True)
            columns = tuple(map(str, about["fields"]))
            out.append(_Layer(str(name), columns, layouts.recognise(columns), int(about["features"])))
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as reason:
        raise BoundaryFileUnreadable(path=str(path), reason=_plain(reason)) from reason
    if not out:
        raise BoundaryFileUnreadable(path=str(path), reason="it holds no layer with shapes")
    return out


def _unsuitable(layer: _Layer) -> tuple[bool, bool, int]:
    """Order of preference: whole townships before smaller areas, codes before names, and about as many as there are."""
    assert layer.layout  # noqa: S101
    return layer.layout.is_finer, layer.layout.code is None, abs(layer.features - 330)


def _load(path: Path, where: str, layer: _Layer) -> gpd.GeoDataFrame:
    assert layer.layout  # noqa: S101
    frame = _decoded(path, where, layer.name, layer.layout.columns)
    wanted = {"code": layer.layout.code, "name": layer.layout.name}
    wanted |= {"state": layer.layout.state, "district": layer.layout.district}
    text = {
        column: frame[own].astype("string").str.strip() if own else None for column, own in wanted.items()
    }  # fmt: skip
    # Some files carry heights; a map has two dimensions.
    return gpd.GeoDataFrame(text, geometry=shapely.force_2d(frame.geometry.values), crs=frame.crs, index=frame.index)


def _decoded(path: Path, where: str, layer: str, columns: list[str]) -> gpd.GeoDataFrame:
    """UTF-8 first, as MIMU writes without saying so; then what the file says."""
    try:
        if where.startswith("/vsizip/"):
            try:
                return gpd.read_file(where, layer=layer, columns=columns, engine="pyogrio", encoding="UTF-8")
            except UnicodeDecodeError:
                return gpd.read_file(where, layer=layer, columns=columns, engine="pyogrio", encoding="ISO-8859-1")
        return gpd.read_file(where, layer=layer, columns=columns, engine="pyogrio")
    except (DataSourceError, DataLayerError, shapely.errors.GEOSException, ValueError) as reason:
        raise BoundaryFileUnreadable(path=str(path), reason=_plain(reason)) from reason


def _plain(reason: Exception) -> str:
    """The first sentence of a library's message."""
    return str(reason).strip().split("\n")[0][:200].rstrip(". ;")


def _in_degrees(raw: RawLayer) -> RawLayer:
    frame = raw.frame
    bounds = tuple(round(float(v), 3) for v in frame.total_bounds)
    if frame.crs is None:
        if not within_myanmar(np.array([bounds]))[0]:
            raise BoundaryCrsUnknown(path=str(raw.path), bounds=bounds)
        known = frame.set_crs("EPSG:4326")
        return replace(raw, frame=known, findings=(*raw.findings, _note("crs_assumed", CRS_ASSUMED)))
    if frame.crs.equals("EPSG:4326") or frame.crs.to_authority() == ("OGC", "CRS84"):
        return raw
    name = ":".join(frame.crs.to_authority() or ()) or frame.crs.name
    moved = frame.to_crs("EPSG:4326")
    return replace(raw, frame=moved, findings=(*raw.findings, _note("reprojected", REPROJECTED, crs=name)))


def within_myanmar(bounds: np.ndarray) -> np.ndarray:
    """(n,) whether (n, 4) bounds in degrees lie inside Myanmar and half a degree around; False where not numbers."""
    west, south, east, north = bounds.T
    inside: np.ndarray = (west >= MYANMAR[0]) & (south >= MYANMAR[1]) & (east <= MYANMAR[2]) & (north <= MYANMAR[3])
    return inside
