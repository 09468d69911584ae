"""MIMU's own boundary files, version 9.3, as people download them. Read where they stand beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from data import paths
from data.reference import townships
from geo import adjacency, boundaries, published, simplify
from geo.neighbours import neighbours

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "geo"
FILES = ("mimu_townships_250k_v93_shapefile.zip", "mimu_townships_v93.geojson")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"MIMU's boundary files are not in {SHARED}"),
]


@pytest.fixture(scope="module", params=FILES)
def installed(request, tmp_path_factory):
    """The file, its report, and an atlas folder in which it is in force; nothing is written elsewhere."""
    folder = tmp_path_factory.mktemp("atlas")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_LOCAL", str(folder / "local"))
        patch.setattr(paths, "static_dir", lambda: folder / "static")
        stages: list[str] = []
        report = boundaries.install(SHARED / request.param, "MIMU 9.3", lambda stage, _share: stages.append(stage))
        assert {"read", "identify", "simplify", "neighbours", "done"} <= set(stages)
        yield SHARED / request.param, report


def test_all_330_townships_are_drawn_without_a_warning(installed):
    _path, report = installed
    kept = report.boundaries
    print(f"\n{report.file}: {kept.townships_drawn} of {report.townships_known}, {report.seconds} s")
    assert kept.townships_drawn == report.townships_known == report.rows_read == 330
    assert kept.missing == ()
    assert not report.has_warnings, [finding.message() for finding in report.findings]
    assert report.seconds < 60


def test_the_browser_loads_little(installed):
    _path, report = installed
    kept = report.boundaries
    print(f"\n{report.file}: {kept.bytes_raw:,} bytes, {kept.bytes_gzip:,} compressed, {kept.points:,} points")
    assert (published.map_dir() / kept.geometry_file).stat().st_size == kept.bytes_raw < 1_500_000
    assert kept.bytes_gzip < 500_000


def test_no_area_is_off_by_more_than_five_in_a_hundred(installed):
    """Measured anew against the file, in a projection other than the one that simplifying uses."""
    path, report = installed
    file = gpd.read_file(path)
    file = file.rename(columns=str.lower).set_index("ts_pcode").sort_index()
    drawn = boundaries.polygons().set_index("ts_pcode").sort_index()
    assert drawn.index.tolist() == file.index.tolist()
    equal_area = "EPSG:6933"  # cylindrical, on the WGS 84 ellipsoid
    error = (drawn.to_crs(equal_area).area / file.to_crs(equal_area).area - 1).abs()
    print(f"\n{report.file}: area error at most {error.max():.3%} ({error.idxmax()}), median {error.median():.4%}")
    assert error.max() < 0.05
    assert error.max() == pytest.approx(report.boundaries.area_error_max_0_1, abs=2e-4)


def test_every_shape_is_valid_and_edges_are_shared(installed):
    _path, report = installed
    drawn = boundaries.polygons()
    shapes = np.asarray(drawn.geometry.values)
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    overlap = simplify.areas_km2(shapes).sum() - simplify.areas_km2([shapely.union_all(shapes)])[0]
    assert abs(overlap) < 0.01, "km² of 668,000"
    text = (published.map_dir() / report.boundaries.geometry_file).read_text()
    topology = json.loads(text.removeprefix("window.atlasTopology = ").removesuffix(";\n"))
    used = np.zeros(len(topology["arcs"]), int)
    for geometry in topology["objects"]["townships"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for arc in (a for polygon in polygons for ring in polygon for a in ring):
            used[arc if arc >= 0 else ~arc] += 1
    assert set(used.tolist()) == {1, 2}
    assert (used == 2).sum() >= 855, (
        "855 of the 857 pairs on land share more than a corner: each has an edge of its own"
    )


def test_each_shape_holds_its_townships_point(installed):
    drawn = boundaries.polygons().merge(townships(), on="ts_pcode")
    outside = drawn[~shapely.contains_xy(drawn.geometry.values, drawn.rep_lon, drawn.rep_lat)]
    assert outside.ts_pcode.tolist() == []


def test_derived_neighbours_are_those_of_the_table(installed):
    """Corners count: MMR013041-MMR013043 and MMR013039-MMR013044 meet in one point only, and the table has them."""
    derived, table = neighbours(), adjacency.reference_neighbours()
    assert derived[["ts_a", "ts_b", "link"]].equals(table[["ts_a", "ts_b", "link"]])
    assert len(derived) == 860
