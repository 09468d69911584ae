"""Installing a boundary file: every layout, every check, and what is left in force afterwards."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data import errors
from data.reference import townships
from geo import boundaries, published, schematic
from geo.boundaries import InstallReport
from geo.boundaries_cli import main
from geo.neighbours import neighbours, neighbours_of
from tests.geo.boundary_files import (
    decode,
    geoboundaries_frame,
    mimu_frame,
    ocha_frame,
    read_script,
    schematic_frame,
    use_scratch,
    write_geojson,
    write_gpkg,
    write_zipped_shapefile,
)


@pytest.fixture(autouse=True)
def _scratch(tmp_path, monkeypatch):
    use_scratch(monkeypatch, tmp_path / "atlas")
    drawn = schematic_frame()[["ts_pcode", "geometry"]]
    monkeypatch.setattr(schematic, "build", drawn.copy)  # drawn once for all tests; it is always the same


def finding(report: InstallReport, code: str):
    found = [f for f in report.findings if f.code == code]
    assert len(found) == 1, f"expected one finding {code}, got {[f.code for f in report.findings]}"
    return found[0]


WRITERS = {"geojson": write_geojson, "gpkg": write_gpkg, "zip": write_zipped_shapefile}
FRAMES = {"MIMU": mimu_frame, "OCHA COD-AB": ocha_frame}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("title", FRAMES)
def test_every_file_type_in_every_layout_with_codes_installs_whole(tmp_path, title, suffix):
    path = WRITERS[suffix](FRAMES[title](), tmp_path / f"file.{suffix}")
    report = boundaries.install(path, source="A test")
    kept = report.boundaries
    assert (report.layout, report.rows_read, kept.townships_drawn, kept.missing) == (title, 330, 330, ())
    assert not report.has_warnings, [f.message() for f in report.findings]
    assert boundaries.current() == kept
    assert (kept.kind, kept.source) == ("installed", "A test")
    script = (published.map_dir() / kept.geometry_file).read_bytes()
    assert (len(script), len(gzip.compress(script, 6))) == (kept.bytes_raw, kept.bytes_gzip)
    assert read_script(published.map_dir() / kept.geometry_file)["atlas"]["installed_on"] == kept.installed_on
    assert kept.area_error_max_0_1 <= 0.05
    assert boundaries.polygons().ts_pcode.tolist() == sorted(townships().ts_pcode)


def test_lower_case_columns_and_a_name_with_burmese_letters_do_not_matter(tmp_path):
    frame = mimu_frame().rename(columns=str.lower).assign(ts_mmr="မြစ်ကြီးနား")
    assert boundaries.install(write_geojson(frame, tmp_path / "a.json")).boundaries.townships_drawn == 330


def test_names_alone_go_through_the_matcher_and_shared_ones_are_settled_by_place(tmp_path):
    """Htantabin and Minhla each name two townships; the polygon that holds the point says which."""
    report = boundaries.install(write_geojson(geoboundaries_frame(), tmp_path / "a.geojson"))
    assert report.layout == "geoBoundaries"
    assert report.boundaries.townships_drawn == 330
    by_place = finding(report, "by_place")
    assert not by_place.is_warning
    twice = townships()
    twice = twice[twice.ts_name_en.duplicated(keep=False)]
    assert {f"{n} = {c}" for n, c in zip(twice.ts_name_en, twice.ts_pcode, strict=True)} <= set(by_place.items)


def test_a_name_that_nobody_knows_is_reported_and_not_guessed(tmp_path):
    frame = geoboundaries_frame()
    frame.loc[0, "shapeName"] = "Qwxyz"
    report = boundaries.install(write_geojson(frame, tmp_path / "a.geojson"))
    assert finding(report, "unsure").items[0].startswith("Qwxyz")
    assert report.boundaries.missing == ("MMR001001",)


def test_a_shared_name_in_the_wrong_place_is_not_guessed(tmp_path):
    """Minhla drawn over another township's point: neither the name nor the place decides."""
    frame = geoboundaries_frame()
    minhla = frame.index[frame.shapeName == "Minhla"][0]
    myitkyina = frame.index[frame.shapeName == "Myitkyina"][0]
    frame.loc[minhla, "geometry"] = frame.geometry[myitkyina].buffer(-0.01)
    report = boundaries.install(write_geojson(frame.drop(index=myitkyina), tmp_path / "a.geojson"))
    assert any(item.startswith("Minhla") for item in finding(report, "unsure").items)


def test_missing_unknown_retired_and_repeated_codes_are_each_named(tmp_path):
    frame = mimu_frame()
    frame.loc[0, "TS_PCODE"] = "MMR999999"
    frame.loc[frame.TS_PCODE == "MMR013046", "TS_PCODE"] = "MMR013008"
    halves = frame[frame.TS_PCODE == "MMR001002"].geometry.iloc[0]
    west, south, east, north = halves.bounds
    left = shapely.box(west, south, (west + east) / 2, north)
    one, other = halves & left, halves - left
    row = frame.index[frame.TS_PCODE == "MMR001002"][0]
    frame.loc[row, "geometry"] = one
    extra = frame.loc[[row]].assign(geometry=[other])
    frame = pd.concat([frame, extra], ignore_index=True)
    report = boundaries.install(write_geojson(gpd.GeoDataFrame(frame, crs="EPSG:4326"), tmp_path / "a.geojson"))
    assert finding(report, "unknown").items == ("MMR999999",)
    assert finding(report, "retired").items == ("MMR013008",)
    assert "divided into MMR013046, MMR013047" in finding(report, "retired").message()
    assert finding(report, "duplicated").items == ("MMR001002",)
    assert finding(report, "missing").items == report.boundaries.missing == ("MMR001001", "MMR013046")
    assert report.has_warnings
    drawn = boundaries.polygons().set_index("ts_pcode").geometry["MMR001002"]
    assert drawn.area == pytest.approx(halves.area, rel=0.01), "its two rows were joined"


def test_a_township_without_a_polygon_keeps_neighbours(tmp_path):
    frame = mimu_frame()
    boundaries.install(write_geojson(frame[frame.TS_PCODE != "MMR001001"], tmp_path / "a.geojson"))
    pairs = neighbours()
    assert {*pairs.ts_a, *pairs.ts_b} == set(townships().ts_pcode)
    assert set(pairs.link[(pairs.ts_a == "MMR001001") | (pairs.ts_b == "MMR001001")]) == {"assumed"}
    assert neighbours_of("MMR001001")


def test_crossed_outlines_are_repaired_and_named(tmp_path):
    frame = mimu_frame()
    west, south, east, north = frame.geometry[5].bounds
    frame.loc[5, "geometry"] = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    report = boundaries.install(write_geojson(frame, tmp_path / "a.geojson"))
    assert report.repaired == (frame.TS_PCODE[5],)
    assert boundaries.polygons().is_valid.all()


def test_other_projections_are_converted_and_said_so(tmp_path):
    metric = mimu_frame().to_crs("EPSG:32647")
    report = boundaries.install(write_gpkg(metric, tmp_path / "a.gpkg"))
    assert "EPSG:32647" in finding(report, "reprojected").message()
    west, south, east, north = report.boundaries.bbox
    assert 92 < west < 93
    assert 100 < east < 102
    assert 9 < south < 11
    assert 28 < north < 29


def test_a_missing_projection_is_accepted_only_for_degrees_in_myanmar(tmp_path):
    degrees = write_zipped_shapefile(mimu_frame(), tmp_path / "degrees.zip", without=(".prj",))
    assert "taken for EPSG:4326" in finding(boundaries.install(degrees), "crs_assumed").message()
    metres = write_zipped_shapefile(mimu_frame().to_crs("EPSG:32647"), tmp_path / "metres.zip", without=(".prj",))
    with pytest.raises(errors.BoundaryCrsUnknown):
        boundaries.install(metres)


def test_the_layer_of_townships_is_chosen_among_others(tmp_path):
    path = write_gpkg(mimu_frame()[["geometry"]].head(3).assign(note="x"), tmp_path / "a.gpkg", "notes")
    tracts = pd.concat([mimu_frame().assign(VT_PCODE="v")] * 2, ignore_index=True)
    write_gpkg(gpd.GeoDataFrame(tracts, crs="EPSG:4326"), path, "village_tracts")
    write_gpkg(mimu_frame(), path, "polbnda_adm3")
    report = boundaries.install(path)
    assert report.layer == "polbnda_adm3"
    assert finding(report, "layer_chosen").facts == (("layers", "3"), ("layer", "polbnda_adm3"))


def test_polygons_that_do_not_meet_are_told_and_neighbours_come_from_the_table(tmp_path):
    frame = mimu_frame()
    shrunk = frame.assign(geometry=frame.geometry.scale(0.97, 0.97))
    report = boundaries.install(write_geojson(shrunk, tmp_path / "a.geojson"))
    assert finding(report, "loose").is_warning
    assert report.neighbour_pairs == 860


def test_swapped_codes_are_noticed_by_where_the_townships_are(tmp_path):
    frame = mimu_frame()
    frame.loc[[0, 300], "TS_PCODE"] = frame.loc[[300, 0], "TS_PCODE"].to_numpy()
    report = boundaries.install(write_geojson(frame, tmp_path / "a.geojson"))
    assert set(finding(report, "misplaced").items) == set(frame.TS_PCODE[[0, 300]])


def test_a_polygon_outside_myanmar_is_named_and_does_not_shrink_the_map(tmp_path):
    frame = mimu_frame()
    frame.loc[7, "geometry"] = shapely.box(0, 0, 1, 1)
    report = boundaries.install(write_geojson(frame, tmp_path / "a.geojson"))
    assert finding(report, "misplaced").items == (frame.TS_PCODE[7],)
    assert report.boundaries.missing == (frame.TS_PCODE[7],)
    west, south, east, north = report.boundaries.bbox
    assert 92 < west < east < 102
    assert 9 < south < north < 29


def _broken_files(folder: Path) -> dict[str, tuple[Path, type[errors.AtlasError]]]:
    frame = mimu_frame()
    whole = write_geojson(frame, folder / "whole.geojson").read_bytes()
    files = {
        "cut.geojson": whole[: len(whole) // 2],
        "page.geojson": b"<html><body>Sign in</body></html>",
        "list.json": b"[1, 2]",
        "empty.geojson": b"",
        "random.zip": bytes(range(256)) * 20,
        "random.gpkg": bytes(range(256)) * 20,
        "table.xlsx": b"PK",
        "none.geojson": b'{"type":"FeatureCollection","features":[]}',
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / "text.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    expected: dict[str, type[errors.AtlasError]] = dict.fromkeys([*files, "text.zip"], errors.BoundaryFileUnreadable)
    write_geojson(frame[["geometry"]].assign(zone="1"), folder / "zones.geojson")
    write_geojson(frame.assign(TS_PCODE="X1"), folder / "other_codes.geojson")
    moved = frame.assign(geometry=frame.geometry.translate(-90, 20))
    write_geojson(moved, folder / "elsewhere.geojson")
    write_geojson(frame.assign(geometry=frame.geometry.representative_point()), folder / "points.geojson")
    expected |= {
        "none.geojson": errors.BoundaryLayoutUnknown,
        "absent.zip": errors.BoundaryFileMissing,
        "zones.geojson": errors.BoundaryLayoutUnknown,
        "other_codes.geojson": errors.BoundaryNoTownship,
        "elsewhere.geojson": errors.BoundaryElsewhere,
        "points.geojson": errors.BoundaryNoTownship,
    }
    return {name: (folder / name, error) for name, error in expected.items()}


def test_what_cannot_be_used_is_refused_with_its_reason_and_changes_nothing(tmp_path):
    before = boundaries.install(write_geojson(mimu_frame(), tmp_path / "good.geojson")).boundaries
    files = _broken_files(tmp_path)
    for name, (path, error) in files.items():
        with pytest.raises(errors.AtlasError) as refusal:
            boundaries.install(path)
        assert type(refusal.value) is error, f"{name}: {refusal.value}"
        assert Path(name).stem in refusal.value.message()
        assert "{" not in refusal.value.message()
    assert boundaries.current() == before


def test_an_unknown_layout_lists_the_columns_seen_and_expected(tmp_path):
    path = write_geojson(mimu_frame()[["geometry"]].assign(zone="1", label="x"), tmp_path / "zones.geojson")
    with pytest.raises(errors.BoundaryLayoutUnknown) as refusal:
        boundaries.install(path)
    assert "It has: zone, label." in refusal.value.message()
    assert "TS_PCODE (MIMU), ADM3_PCODE (OCHA COD-AB), SHAPENAME (geoBoundaries)" in refusal.value.message()


def test_removing_returns_to_the_schematic_and_keeps_the_users_file(tmp_path):
    path = write_geojson(mimu_frame(), tmp_path / "a.geojson")
    kept = boundaries.install(path).boundaries
    assert boundaries.uninstall()
    assert boundaries.current().kind == "schematic"
    assert path.is_file()
    assert not (published.map_dir() / kept.geometry_file).exists()
    assert not boundaries.uninstall(), "nothing is left to remove"
    assert len(neighbours()) == 860


def test_another_file_takes_over_and_the_older_map_stays_for_open_browsers(tmp_path):
    first = boundaries.install(write_geojson(mimu_frame(), tmp_path / "a.geojson"), "First").boundaries
    second = boundaries.install(write_geojson(mimu_frame(), tmp_path / "b.geojson"), "Second").boundaries
    assert boundaries.current() == second
    assert first.geometry_file != second.geometry_file
    assert (published.map_dir() / first.geometry_file).is_file()


def _cut_record(folder: Path, kept: published.Boundaries) -> None:
    record = folder / boundaries.CURRENT
    record.write_bytes(record.read_bytes()[:100])


def _lose_polygons(folder: Path, kept: published.Boundaries) -> None:
    (folder / kept.polygons_file).unlink()


def _garble_script(folder: Path, kept: published.Boundaries) -> None:
    (published.map_dir() / kept.geometry_file).unlink()
    (folder / kept.geometry_file).write_bytes(b"window.atlasTopology = {};")


def _point_outside(folder: Path, kept: published.Boundaries) -> None:
    record = folder / boundaries.CURRENT
    written = json.loads(record.read_text()) | {"geometry_file": "../../../etc/passwd"}
    record.write_text(json.dumps(written))


@pytest.mark.parametrize("damage", [_cut_record, _lose_polygons, _garble_script, _point_outside])
def test_a_damaged_installation_is_told_and_the_schematic_stands_in(tmp_path, damage):
    kept = boundaries.install(write_geojson(mimu_frame(), tmp_path / "a.geojson")).boundaries
    folder = published.boundary_dir()
    damage(folder, kept)
    files = {p.name for p in folder.iterdir()}
    with pytest.warns(boundaries.BoundaryWarning, match="cannot be used"):
        shown = boundaries.current()
    assert shown.kind == "schematic"
    assert [w.code for w in shown.warnings] == ["damaged"]
    assert "install the boundary file again" in shown.warnings[0].message()
    assert files <= {p.name for p in folder.iterdir()}, "nothing was deleted"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", boundaries.BoundaryWarning)
        assert len(neighbours()) == 860
    boundaries.install(tmp_path / "a.geojson")
    assert boundaries.current().kind == "installed", "installing again mends it"


def test_a_failure_while_writing_leaves_what_was_in_force(tmp_path, monkeypatch):
    before = boundaries.install(write_geojson(mimu_frame(), tmp_path / "a.geojson"), "Before").boundaries

    def full(*_args, **_kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(published, "write_polygons", full)
    with pytest.raises(OSError, match="No space"):
        boundaries.install(tmp_path / "a.geojson", "After")
    monkeypatch.undo()
    use_scratch(monkeypatch, tmp_path / "atlas")
    assert boundaries.current() == before
    assert not [p for p in published.boundary_dir().iterdir() if p.name.startswith(".")]


def test_a_source_text_cannot_end_the_script(tmp_path):
    source = "</script><script>alert(1)</script>\u2028"
    kept = boundaries.install(write_geojson(mimu_frame(), tmp_path / "a.geojson"), source).boundaries
    path = published.map_dir() / kept.geometry_file
    assert b"</script" not in path.read_bytes()
    assert "\u2028" not in path.read_text()
    assert read_script(path)["atlas"]["source"] == source


def test_the_shell_command_says_what_it_did_by_its_exit_code(tmp_path, capsys):
    frame = mimu_frame()
    assert main(["install", str(write_geojson(frame, tmp_path / "a.geojson")), "--source", "Mine"]) == 0
    assert "Installed 330 of 330 townships" in capsys.readouterr().out
    assert main(["install", str(write_geojson(frame.tail(329), tmp_path / "b.geojson")), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["boundaries"]["missing"] == ["MMR001001"]
    assert [f["code"] for f in report["findings"]] == ["missing"]
    assert main(["install", str(tmp_path / "nowhere.zip")]) == 2
    assert "There is no file" in capsys.readouterr().err
    assert main(["show"]) == 0
    assert "installed, 329 townships" in capsys.readouterr().out
    assert main(["remove"]) == 0
    assert main(["show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.split("\n", 1)[1])["kind"] == "schematic"


def test_the_module_runs_from_the_shell(tmp_path):
    path = write_geojson(schematic_frame()[["ts_pcode", "geometry"]].head(0), tmp_path / "none.geojson")
    done = subprocess.run(
        [sys.executable, "-m", "geo.boundaries", "install", str(path)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "none.geojson" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_drawn_ring_is_closed(tmp_path):
    kept = boundaries.install(write_geojson(mimu_frame(), tmp_path / "a.geojson")).boundaries
    decoded = decode(read_script(published.map_dir() / kept.geometry_file))
    rings = [ring for polygons in decoded.values() for polygon in polygons for ring in polygon]
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)
