"""What the map is told: compact, harmless, in the right order, and only from this machine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from analysis.classes import Method
from analysis.coverage import coverage
from analysis.levels import Level
from data import paths, reference
from ui import assets, map_drawing, map_legend, map_signs, maps
from ui.map_choice import Layer, MapChoice, Show
from ui.map_layers import Areas, AreasPart, Circles, Fact, Frame, Kind, Look, Place, Places, Providers
from ui.map_values import MapValues, Unplaced

HOSTILE = (
    "<img src=x onerror=alert(1)> ${alert(1)} ` </script> {{ 7*7 }} {% raw %} {# {{{ {{'map_div'}} _a_b_ ' \" \\ \u2028"
)


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "static_dir", lambda: tmp_path / "static")
    return tmp_path / "static" / "map"


def test_prepare_static_writes_what_it_names_and_then_nothing_more(static: Path) -> None:
    made = assets.prepare_static()
    assert all((static / name).is_file() for name in made.names())
    assert (static / made.leaflet_js).read_text().startswith("/* @preserve")
    before = {path: path.stat().st_mtime_ns for path in static.rglob("*")}
    assert assets.prepare_static() == made
    assert {path: path.stat().st_mtime_ns for path in static.rglob("*")} == before


def test_a_damaged_file_is_written_again(static: Path) -> None:
    made = assets.prepare_static()
    (static / made.script_js).write_text("broken")
    assets.prepare_static()
    assert "atlas.part" in (static / made.script_js).read_text()


def test_static_files_name_no_other_host(static: Path) -> None:
    made = assets.prepare_static()
    for name in (made.script_js, made.script_css, made.places_js):
        text = (static / name).read_text()
        assert not re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}/", text), name


def test_places_hold_names_only_and_every_unit_once(static: Path) -> None:
    made = assets.prepare_static()
    text = (static / made.places_js).read_text()
    places = json.loads(text.removeprefix("window.atlasPlaces = ").removesuffix(";\n"))
    assert {level: len(rows) for level, rows in places.items()} == {"t": 330, "d": 80, "s": 18, "o": 15}
    for level in "tdso":
        assert tuple(row[0] for row in places[level]) == assets.unit_codes(level)
    # A larger unit's label stands in one of its own townships (0.0001 degree is 11 m).
    rows = reference.townships()
    for code, _en, _my, lat, lon in places["s"]:
        own = rows[rows.st_pcode == code]
        assert ((own.rep_lat - lat).abs() + (own.rep_lon - lon).abs()).min() < 2e-4


def script_of(part: AreasPart, shape_file: str = "geometry-test.js") -> str:
    """The JavaScript that streamlit-folium would send for one part."""
    from streamlit_folium import _get_feature_group_string

    return _get_feature_group_string(part, map=maps._Base(shape_file))


def data_in(script: str) -> dict[str, object]:
    found = re.search(r'window\.atlas\.part\(\s*map_div, "areas", (.*)\n', script)
    assert found, script
    return json.loads(found[1])


@given(some.text() | some.just(HOSTILE))
def test_any_text_reaches_the_browser_as_it_was_and_as_nothing_but_text(name: str) -> None:
    areas = Areas("t", (Look("#ffffff"),), (0,), (Fact(name, (1,)),))
    script = script_of(AreasPart(areas.payload()))
    literal = re.search(r'"areas", (.*)\n', script)
    assert literal
    assert not set("<>&'`_") & set(literal[1])
    assert not re.search(r"\{[{%#]", literal[1])
    facts = data_in(script)["facts"]
    assert isinstance(facts, list)
    assert facts[0]["label"] == name


def test_only_local_files_are_loaded_and_the_base_never_changes() -> None:
    from streamlit_folium import _get_map_string, generate_js_hash

    first, second = maps._Base("geometry-a.js"), maps._Base("geometry-a.js")
    links = [link for _name, link in first.default_js + first.default_css]
    assert links
    assert all(link.startswith("../../app/static/map/") for link in links)
    assert [link.rsplit("/", 1)[1] for link in links if "geometry" in link] == ["geometry-a.js"]
    for base in (first, second):
        base.get_root().render()
    assert generate_js_hash(_get_map_string(first)) == generate_js_hash(_get_map_string(second))


def test_values_of_every_township_weigh_a_few_kilobytes() -> None:
    areas = Areas("t", tuple(Look("#ffffff") for _ in range(7)), (3,) * 330, (Fact("Victims", (123,) * 330),))
    assert len(json.dumps(areas.payload())) < 4_000


def test_circles_never_divide_by_nought() -> None:
    assert Circles("t", (0, None), 0, 10.0, "#000000").payload()["maximum"] == 1


def test_a_frame_without_focus_leaves_the_map_where_it_is() -> None:
    assert Frame("en", "map").payload()["focus"] is None
    assert Frame("en", "map", focus="MMR001", focus_turn=2).payload()["focus"] == {"code": "MMR001", "turn": 2}


def test_a_place_is_written_in_the_order_that_the_script_reads() -> None:
    place = Place(1, "Muse", "Transit", 23.98989, 97.90165, 7, 50.0)
    assert Places((), (place,)).payload()["rows"] == [[1, "Muse", "Transit", 23.9899, 97.9017, 50.0, 7]]


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "MMR001001",
        {},
        {"code": "MMR001001"},
        {"code": "<b>", "level": "t", "click": 1},
        {"code": "MMR001001", "level": "x", "click": 1},
        {"code": "MMR001001", "level": "d", "click": 1},
        {"code": ["MMR001001"], "level": "t", "click": 1},
        {"code": "MMR001001", "level": ["t"], "click": 1},
        {"code": "MMR001001", "level": "t", "click": "1"},
    ],
)
def test_a_forged_click_is_no_pick(forged: object) -> None:
    assert maps.read_pick(forged) is None


def test_a_click_on_a_unit_is_a_pick() -> None:
    sent = {"code": "MMR001D001", "level": "d", "click": 3}
    assert maps.read_pick(sent) == maps.Pick("MMR001D001", "d", 3)


# Three townships of which one has victims, one has none and one is not known; drawn with two classes at most.
THREE = pd.DataFrame(
    {
        "place_pcode": ["a", "b", "c"],
        "victims_people": pd.array([5, 0, None], "Int64"),
        "unassigned_people": [2, 0, 0],
        "waiting_days": [20, 0, 0],
        "longest_wait_days": [10, 0, 0],
        "tier": [1, 3, 6],
        "is_unconfirmed": [False, True, False],
        "room_people": pd.array([None, 4, 0], "Int64"),
    }
)


def choice(layer: Layer = Layer.VICTIMS, show: tuple[Show, ...] = (), **more: object) -> MapChoice:
    return MapChoice(layer, Level.TOWNSHIP, show, Method.NATURAL, 5, **({"presence_types": (), "services": ()} | more))  # type: ignore[arg-type]


def values(units: pd.DataFrame = THREE) -> MapValues:
    nothing = pd.DataFrame()
    return MapValues(Level.TOWNSHIP, units, Unplaced(0, 0, 0, 0, 0, 0), None, nothing, nothing)  # type: ignore[arg-type]


def test_zero_and_no_data_stand_apart() -> None:
    drawn = map_drawing.draw(choice(), values())
    assert drawn.areas.classes == (2, 1, 0)
    assert drawn.areas.looks[0] == map_drawing.no_data_look()
    assert len({look.fill for look in drawn.areas.looks}) == len(drawn.areas.looks)
    assert drawn.classes is not None
    assert (drawn.classes.zeros, drawn.classes.no_data) == (1, 1)


def test_tiers_are_drawn_in_their_looks_and_veiled_where_unconfirmed() -> None:
    drawn = map_drawing.draw(choice(Layer.TIER), values())
    assert drawn.areas.classes == (0, 2, 5)
    assert drawn.areas.veiled == (False, True, False)
    assert drawn.areas.payload()["veiled"] == "010"


def test_circles_leave_plain_areas_and_follow_the_measure() -> None:
    drawn = map_drawing.draw(choice(Layer.UNASSIGNED, (Show.CIRCLES,)), values())
    assert set(drawn.areas.classes) == {0}
    assert drawn.circles is not None
    assert drawn.circles.values == (2, 0, 0)
    assert drawn.circles.maximum == 2


def test_a_tooltip_says_unknown_and_unconfirmed() -> None:
    facts = map_drawing.draw(choice(), values()).areas.facts
    assert facts[0].values == (5, 0, None)
    words = facts[2].words
    assert words is not None
    said = [words[int(i)] for i in facts[2].values if i is not None]
    assert said[0] == "Resident provider with room"
    assert said[1] == "Reached by a roving worker with room (not confirmed)"
    assert facts[3].values == (None, 4, 0)


def presences() -> pd.DataFrame:
    row = {
        "presence_id": "P1", "organisation_id": "A", "organisation": "Ayar", "acronym": None, "kind": "ngo",
        "ts_pcode": "MMR001001", "presence_type": "resident", "is_reintegration": True, "services": "health; legal",
        "capacity_people": 5, "pool_id": "P1", "pool_capacity_people": 5, "pool_caseload_people": 1,
        "is_active": True, "is_confirmed": True,
    }  # fmt: skip
    second = row | {"presence_id": "P2", "organisation": HOSTILE, "organisation_id": "B", "presence_type": "roving",
                    "services": None, "is_confirmed": False, "ts_pcode": "MMR001003", "pool_id": "P2"}  # fmt: skip
    third = row | {"presence_id": "P3", "is_reintegration": False, "services": "food", "pool_id": "P3"}
    return pd.DataFrame([row, second, third])


def found() -> object:
    townships = reference.townships()
    offices = pd.DataFrame({"place": [], "ts_pcode": [], "lat": [], "lon": []})
    return coverage(townships, presences(), offices, pd.Timestamp("2025-01-01").date(), 50)


def test_presences_become_signs_with_services_as_bits() -> None:
    signs = map_signs.providers(map_signs.chosen_presences(found(), choice()))  # type: ignore[arg-type]
    codes = assets.unit_codes("t")
    # Services in the order of the code list: health is the third (4), legal the fourth (8), food the ninth (256).
    assert signs.rows == (
        (codes.index("MMR001001"), 0, 0, 12, 0),
        (codes.index("MMR001001"), 0, 3, 256, 0),
        (codes.index("MMR001003"), 1, 1, 0, 1),
    )
    assert signs.organisations == ("Ayar", HOSTILE)
    assert [signs.services[i] for i in (2, 3, 8)] == ["Health", "Legal aid", "Food assistance"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, 3),
        ({"presence_types": ("roving",)}, 1),
        ({"services": ("legal", "food")}, 2),
        ({"services": ("shelter",)}, 0),
    ],
)
def test_providers_are_chosen_by_kind_and_service(more: dict[str, object], expected: int) -> None:
    assert len(map_signs.chosen_presences(found(), choice(**more))) == expected  # type: ignore[arg-type]


def test_five_hundred_presences_weigh_less_than_twenty_kilobytes() -> None:
    kinds = tuple(Kind(f"kind {i}", "square", "#000000") for i in range(4))
    names = tuple(f"Organisation number {i}" for i in range(120))
    rows = tuple((i % 330, i % 120, i % 4, 1023, i % 2) for i in range(500))
    assert len(json.dumps(Providers(kinds, names, names[:10], rows, {}).payload())) < 20_000


def test_every_pattern_and_shape_of_the_legend_is_one_of_the_maps() -> None:
    from ui import palette

    canvas = (assets.SCRIPTS / "20-canvas.js").read_text()
    patterns = {*palette.TIER_PATTERNS.values(), palette.NO_DATA_PATTERN, "stripes"} - {"none"}
    shapes = {kind.shape for kind in (*map_signs.provider_kinds(), *map_signs.place_kinds())}
    for name in patterns:
        assert name in map_legend._PATTERNS
        assert re.search(rf"\b{name}[(:]", canvas), name
    for name in shapes:
        assert name in map_legend._SHAPES or name == "circle"
        assert re.search(rf"\b{name}: \(ctx", canvas), name


def test_a_picture_is_an_image_whose_source_cannot_leave_its_attribute() -> None:
    made = map_legend.swatch(map_drawing.no_data_look(), '"><script>')
    assert made.count('"') == 10
    assert "<script>" not in made
    assert made.startswith('<img src="data:image/svg+xml,')
