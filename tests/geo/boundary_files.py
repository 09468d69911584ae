"""Boundary files for tests, in the layouts that publishers use, made from the atlas's own schematic."""

from __future__ import annotations

import json
import zipfile
from functools import cache
from pathlib import Path

import geopandas as gpd
import pytest

from data import paths
from data.reference import townships
from geo import schematic


@cache
def _drawn() -> gpd.GeoDataFrame:
    return schematic.build()


def schematic_frame() -> gpd.GeoDataFrame:
    """330 cells with the reference table's names beside them."""
    return _drawn().merge(townships(), on="ts_pcode")


def mimu_frame() -> gpd.GeoDataFrame:
    frame = schematic_frame()
    names = {"ts_pcode": "TS_PCODE", "ts_name_en": "TS", "st_name_en": "ST", "st_pcode": "ST_PCODE"}
    return frame.rename(columns=names)[[*names.values(), "geometry"]]


def ocha_frame() -> gpd.GeoDataFrame:
    names = {"ts_pcode": "ADM3_PCODE", "ts_name_en": "ADM3_EN", "dt_name_en": "ADM2_EN", "st_name_en": "ADM1_EN"}
    return schematic_frame().rename(columns=names)[[*names.values(), "geometry"]]


def geoboundaries_frame() -> gpd.GeoDataFrame:
    frame = schematic_frame().rename(columns={"ts_name_en": "shapeName"})
    return frame.assign(shapeISO="", shapeGroup="MMR", shapeType="ADM3")[
        ["shapeName", "shapeISO", "shapeGroup", "shapeType", "geometry"]
    ]


def write_geojson(frame: gpd.GeoDataFrame, path: Path) -> Path:
    frame.to_file(path, driver="GeoJSON", engine="pyogrio")
    return path


def write_gpkg(frame: gpd.GeoDataFrame, path: Path, layer: str = "townships") -> Path:
    frame.to_file(path, driver="GPKG", layer=layer, engine="pyogrio", mode="a" if path.exists() else "w")
    return path


def write_zipped_shapefile(frame: gpd.GeoDataFrame, path: Path, without: tuple[str, ...] = ()) -> Path:
    folder = path.parent / f"{path.stem}-parts"
    folder.mkdir()
    frame.to_file(folder / f"{path.stem}.shp", engine="pyogrio", encoding="UTF-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            if part.suffix not in without:
                archive.write(part, part.name)
    return path


def use_scratch(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let nothing be written outside `folder`: neither local files nor static ones."""
    monkeypatch.setenv("ATLAS_LOCAL", str(folder / "local"))
    monkeypatch.setattr(paths, "static_dir", lambda: folder / "static")


def read_script(path: Path) -> dict:
    """The topology in a geometry script, by the rule that the browser's script element follows."""
    text = path.read_text(encoding="utf-8")
    opening = "window.atlasTopology = "
    assert text.startswith(opening)
    assert text.endswith(";\n")
    return json.loads(text[len(opening) : -2])


def decode(topology: dict) -> dict[str, list[list[list[tuple[float, float]]]]]:
    """P-code -> polygons -> rings -> points in degrees; written from the TopoJSON format's definition alone."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for written in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in written:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(points)

    def ring(references: list[int]) -> list[tuple[float, float]]:
        joined: list[tuple[float, float]] = []
        for reference in references:
            points = arcs[reference] if reference >= 0 else arcs[~reference][::-1]
            joined += points[1:] if joined else points
        return joined

    out = {}
    for geometry in topology["objects"]["townships"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        out[geometry["id"]] = [[ring(references) for references in polygon] for polygon in polygons]
    return out
