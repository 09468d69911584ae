"""The schematic map: whole, valid, deterministic, and as near to the real one as promised."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from data.reference import townships
from geo import boundaries, published, schematic, simplify
from tests.geo.boundary_files import decode, read_script, schematic_frame, use_scratch

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "geo" / "mimu_townships_v93.geojson"


def test_every_township_has_one_valid_cell_that_holds_its_point_and_no_two_overlap():
    frame = schematic_frame()
    cells = np.asarray(frame.geometry.values)
    assert frame.ts_pcode.tolist() == townships().ts_pcode.tolist()
    assert shapely.is_valid(cells).all()
    assert not shapely.is_empty(cells).any()
    assert set(frame.geom_type) == {"Polygon"}, "one piece each, so that every click finds one place"
    assert shapely.contains_xy(cells, frame.rep_lon, frame.rep_lat).all()
    overlap = simplify.areas_km2(cells).sum() - simplify.areas_km2([shapely.union_all(cells)])[0]
    assert abs(overlap) < 1.0  # km² of 670,000


def test_areas_are_about_the_true_ones():
    frame = schematic_frame()
    error = np.abs(simplify.areas_km2(frame.geometry.values) / frame.area_km2 - 1)
    assert error.median() < 0.05
    assert (error < 0.3).mean() > 0.9


def test_it_is_drawn_the_same_every_time():
    again = schematic.build()
    assert shapely.to_wkb(again.geometry.values).tolist() == shapely.to_wkb(schematic_frame().geometry.values).tolist()


def test_nearest_cells_are_nearest():
    """Each random place lies in the cell of the site that is nearest to it, by brute force."""
    rng = np.random.default_rng(7)
    sites, places = rng.uniform(0, 100, (40, 2)), rng.uniform(0, 100, (500, 2))
    cells = schematic.nearest_cells(sites)
    nearest = ((places[:, None] - sites) ** 2).sum(axis=2).argmin(axis=1)
    assert shapely.contains_xy(cells[nearest], *places.T).all()


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason=f"MIMU's boundaries are not at {REAL}")
def test_it_agrees_with_the_real_boundaries_as_far_as_promised():
    frame = schematic_frame()
    real = gpd.read_file(REAL).set_index("ts_pcode").loc[frame.ts_pcode].geometry.make_valid()
    drawn, true = simplify.to_equal_area(frame.geometry.values), simplify.to_equal_area(real.values)
    outline, true_outline = shapely.union_all(drawn), shapely.union_all(true)
    whole = shapely.area(outline & true_outline) / shapely.area(outline | true_outline)
    cell = np.median(shapely.area(shapely.intersection(drawn, true)) / shapely.area(shapely.union(drawn, true)))
    print(f"intersection over union: outline {whole:.3f}, median cell {cell:.3f}")
    assert whole >= 0.915
    assert cell >= 0.61


def test_the_first_use_writes_the_map_and_the_next_reads_it(tmp_path, monkeypatch):
    use_scratch(monkeypatch, tmp_path)
    kept = boundaries.ensure_static()
    assert (kept.kind, kept.source, kept.installed_on) == ("schematic", schematic.SOURCE, None)
    assert (kept.townships_drawn, kept.missing, kept.warnings) == (330, (), ())
    script = published.map_dir() / kept.geometry_file
    assert script.stat().st_size == kept.bytes_raw < 150_000
    monkeypatch.setattr(schematic, "build", lambda: pytest.fail("it was drawn before"))
    assert boundaries.current() == kept
    script.unlink()
    assert boundaries.current() == kept
    assert script.is_file(), "the browser's file is put back from the copy"


def test_what_the_browser_reads_is_what_python_reads(tmp_path, monkeypatch):
    use_scratch(monkeypatch, tmp_path)
    kept = boundaries.ensure_static()
    written = read_script(published.map_dir() / kept.geometry_file)
    decoded = decode(written)
    assert written["atlas"]["kind"] == "schematic"
    assert written["atlas"]["source"] == schematic.SOURCE
    frame = boundaries.polygons().set_index("ts_pcode")
    assert sorted(decoded) == frame.index.tolist()
    for code, polygons in decoded.items():
        drawn = shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons])
        assert shapely.hausdorff_distance(drawn, frame.geometry[code]) < 2e-6, code
    table = townships().set_index("ts_pcode")
    for geometry in written["objects"]["townships"]["geometries"]:
        row = table.loc[geometry["id"]]
        assert geometry["properties"] == {"d": row.dt_pcode, "s": row.st_pcode, "o": row.sr_pcode}
    used: dict[int, int] = {}
    for geometry in written["objects"]["townships"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for arc in (a if a >= 0 else ~a for polygon in polygons for ring in polygon for a in ring):
            used[arc] = used.get(arc, 0) + 1
    assert set(used) == set(range(len(written["arcs"]))), "no arc is unused"
    assert set(used.values()) == {1, 2}, "an edge between two townships stands once and is used twice"
