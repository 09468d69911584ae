"""The coverage map in a real Chromium: drawn, changed in place, clicked, searched, attacked, narrowed to a phone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, WebSocket, expect

from data import reference
from tests.browser.conftest import Visit
from tests.browser.driver import (
    HOSTILE_NAME,
    HOSTILE_TOWNSHIP,
    Watch,
    drawn,
    map_frame,
    settled,
    start_server,
    stop_server,
    warm_up,
)

pytestmark = pytest.mark.browser
MAP = "coverage_map"
MYITKYINA, HPAKANT = "MMR001001", "MMR001009"
BYTES_A_CHANGE = 60_000

COLOURS = """() => {
  const canvas = window.atlas.board.renderer._container, pen = canvas.getContext('2d');
  const bytes = pen.getImageData(0, 0, canvas.width, canvas.height).data, seen = {};
  for (let i = 0; i < bytes.length; i += 4) if (bytes[i + 3] === 255) {
    const colour = [bytes[i], bytes[i + 1], bytes[i + 2]].map(b => b.toString(16).padStart(2, '0')).join('');
    seen['#' + colour] = (seen['#' + colour] || 0) + 1;
  }
  return Object.keys(seen).filter(colour => seen[colour] > 60);
}"""
WHERE = """code => {
  const board = window.atlas.board, row = board.places.t.find(unit => unit[0] === code);
  const p = board.map.latLngToContainerPoint([row[8], row[9]]); return [p.x, p.y];
}"""
SEAT = """code => {
  const board = window.atlas.board, row = board.places.t.find(unit => unit[0] === code);
  const p = board.map.latLngToContainerPoint([row[6], row[7]]); return [p.x, p.y];
}"""
STATE = "() => ({...window.atlas.board.state, level: window.atlas.board.level, zoom: window.atlas.board.map.getZoom()})"


def name_of(code: str) -> str:
    return str(reference.townships().set_index("ts_pcode").ts_name_en[code])


def point(page: Page, frame: Frame, code: str, script: str = WHERE) -> tuple[float, float]:
    """Where a township's label point (or town) is on the page, in pixels, scrolled into view."""
    page.locator("iframe").first.scroll_into_view_if_needed()
    box = page.locator("iframe").first.bounding_box()
    assert box
    x, y = frame.evaluate(script, code)
    return box["x"] + x, box["y"] + y


def choose(page: Page, frame: Frame, words: str, testid: str = "stButtonGroup") -> None:
    """Press a choice of the page and wait until the map has taken it in."""
    before = frame.evaluate(STATE)["applied"]
    page.locator(f"[data-testid={testid}]").get_by_text(words, exact=True).first.click()
    drawn(frame, before)
    settled(page)


@pytest.fixture
def received() -> list[int]:
    """Sizes in bytes of what came over the websocket, filled by listen()."""
    return []


def listen(page: Page, received: list[int]) -> None:
    def on_socket(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: received.append(len(data)))

    page.on("websocket", on_socket)
    page.reload()
    settled(page)


def test_the_map_draws_every_township_in_the_palettes_colours(visit: Visit) -> None:
    from ui import palette

    frame = map_frame(visit(f"{MAP}?show=none"))
    assert frame.evaluate(STATE)["areas"] == 330
    colours = set(frame.evaluate(COLOURS))
    assert palette.ZERO in colours
    assert len(colours & {c.lower() for c in palette.sequential(5)}) == 5, colours


def test_tiers_have_their_colour_and_their_pattern(visit: Visit) -> None:
    from ui import palette

    frame = map_frame(visit(f"{MAP}?show=none&layer=tier"))
    colours = set(frame.evaluate(COLOURS))
    assert set(palette.TIER_COLOURS.values()) <= colours
    looks = frame.evaluate("() => window.atlas.board.shown.areas.data.looks")
    assert [look["patterns"][0][0] for look in looks[:6]] == list(palette.TIER_PATTERNS.values())
    # A pattern leaves ink that is no class's colour inside an area without a border near it.
    inks = "() => { const b = window.atlas.board; return b.areas.filter(a => a.look.patterns.length > 1).length }"
    unconfirmed = sum(c == "1" for c in frame.evaluate("() => window.atlas.board.shown.areas.data.veiled"))
    assert frame.evaluate(inks) == unconfirmed > 0


def test_a_filter_changes_the_map_in_place_and_costs_little(visit: Visit, received: list[int]) -> None:
    page = visit(f"{MAP}?show=providers")
    listen(page, received)
    frame = map_frame(page)
    settled(page)
    frame.evaluate("() => { window.kept = 'the same window'; }")
    classes = frame.evaluate("() => window.atlas.board.shown.areas.text")
    received.clear()
    choose(page, frame, "Only")
    assert map_frame(page).evaluate("() => window.kept") == "the same window"
    assert frame.evaluate("() => window.atlas.board.shown.areas.text") != classes
    assert 1_000 < sum(received) < BYTES_A_CHANGE, f"{sum(received)} bytes"


def test_panning_and_zooming_do_not_run_the_page(visit: Visit, received: list[int]) -> None:
    page = visit(MAP)
    listen(page, received)
    frame = map_frame(page)
    settled(page)
    x, y = point(page, frame, MYITKYINA)
    received.clear()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=5)
    page.mouse.up()
    zoom = frame.evaluate(STATE)["zoom"]
    frame.get_by_role("button", name="Zoom in").click()
    frame.wait_for_function("zoom => window.atlas.board.map.getZoom() > zoom", arg=zoom)
    # The component answers after 250 ms at the latest (streamlit-folium's debounce), if at all.
    page.wait_for_timeout(600)
    assert received == []


def test_a_click_opens_the_townships_card(visit: Visit) -> None:
    page = visit(f"{MAP}?show=none")
    frame = map_frame(page)
    for code in (HPAKANT, MYITKYINA):
        page.mouse.click(*point(page, frame, code))
        expect(page.get_by_role("heading", name=re.compile(rf"^{re.escape(name_of(code))}"))).to_be_visible()
        expect(page.get_by_text(re.compile(rf"· {code}$"))).to_be_visible()
        expect(page).to_have_url(re.compile(rf"place={code}"))


def test_the_search_opens_a_township_by_its_burmese_name_without_a_mouse(visit: Visit) -> None:
    page = visit(f"{MAP}?show=none")
    frame = map_frame(page)
    zoom = frame.evaluate(STATE)["zoom"]
    page.get_by_role("combobox", name="Find a township").focus()
    page.keyboard.type("မြစ်ကြီးနား")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(rf"· {MYITKYINA}$"))).to_be_visible()
    frame.wait_for_function("zoom => window.atlas.board.map.getZoom() > zoom + 1", arg=zoom)


def test_an_address_with_a_place_opens_its_card(visit: Visit) -> None:
    page = visit(f"{MAP}?place={HPAKANT}")
    expect(page.get_by_text(re.compile(rf"· {HPAKANT}$"))).to_be_visible()
    chosen = map_frame(page).evaluate("() => window.atlas.board.frame.selected")
    assert chosen == HPAKANT


def test_the_level_switch_colours_and_returns_larger_units(visit: Visit) -> None:
    page = visit(f"{MAP}?show=none")
    frame = map_frame(page)
    choose(page, frame, "District")
    assert frame.evaluate(STATE)["level"] == "d"
    choose(page, frame, "State or region")
    looks = """() => { const by = {}; for (const a of window.atlas.board.areas)
      (by[a.shape.p.s] = by[a.shape.p.s] || new Set()).add(a.look.fill); return Object.values(by).map(s => s.size) }"""
    assert frame.evaluate(looks) == [1] * 18
    page.mouse.click(*point(page, frame, MYITKYINA))
    expect(page.get_by_role("heading", name=re.compile("^Kachin"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"place=MMR001(&|$)"))


@pytest.mark.parametrize(("words", "township"), [("Yangon", "MMR013034"), ("Mandalay", "MMR010002")])
def test_one_click_makes_a_citys_tiny_townships_large_enough(visit: Visit, words: str, township: str) -> None:
    page = visit(f"{MAP}?show=none")
    frame = map_frame(page)
    wide = "code => window.atlas.board.areas.find(a => a.shape.code === code)._pxBounds.getSize().x"
    before = frame.evaluate(wide, township)
    frame.get_by_role("button", name=words).click()
    frame.wait_for_function(
        "([code, px]) => window.atlas.board.areas.find(a => a.shape.code === code)._pxBounds.getSize().x > px",
        arg=[township, max(8, 8 * before)],
    )
    frame.get_by_role("button", name="Whole country").click()
    frame.wait_for_function(
        "([code, px]) => window.atlas.board.areas.find(a => a.shape.code === code)._pxBounds.getSize().x < px + 1",
        arg=[township, before],
    )


def test_a_hostile_name_is_inert_in_tooltip_and_card(visit: Visit) -> None:
    page = visit(f"{MAP}?place={HOSTILE_TOWNSHIP}&show=providers")
    frame = map_frame(page)
    card = page.locator(".atlas-card").filter(has_text="Who is in reach")
    expect(card).to_contain_text(HOSTILE_NAME)
    assert card.locator("img[src='x'], script, a").count() == 0
    page.mouse.move(*point(page, frame, HOSTILE_TOWNSHIP, SEAT))
    tip = frame.locator(".atlas-tooltip")
    expect(tip).to_contain_text(HOSTILE_NAME)
    assert tip.locator("img, script, a").count() == 0
    assert page.evaluate("() => window.atlasHit") is None
    assert frame.evaluate("() => window.atlasHit") is None


def test_the_watch_would_see_an_attack(chromium: Browser) -> None:
    watch = Watch()
    page = chromium.new_page()
    watch.over(page)
    page.set_content("<img src='x:y' onerror='alert(1)'><script>throw new Error('seen')</script>")
    page.evaluate("() => fetch('http://192.0.2.1/').catch(() => null) && null")
    page.wait_for_timeout(200)
    page.close()
    assert watch.dialogs == ["1"]
    assert any("seen" in error for error in watch.errors)
    assert any("192.0.2.1" in url for url in watch.outside)


@pytest.mark.parametrize("query", ["", f"?place={HPAKANT}&layer=tier&show=circles,providers"])
def test_a_phone_scrolls_in_one_direction_only(visit: Visit, query: str) -> None:
    page = visit(f"{MAP}{query}", width=420, height=900)
    map_frame(page)
    widest = """() => Math.max(...[...document.querySelectorAll('[data-testid=stMainBlockContainer] *')]
      .map(e => e.getBoundingClientRect().right))"""
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 420
    assert page.evaluate(widest) <= 421


def test_filters_that_select_nothing_leave_the_map_and_say_so(visit: Visit) -> None:
    page = visit(f"{MAP}?type=internal&destination=ARE&sex=other&show=none")
    frame = map_frame(page)
    expect(page.get_by_text("No victim fits these filters")).to_be_visible()
    assert set(frame.evaluate("() => window.atlas.board.shown.areas.data.classes")) == {"1"}


def test_burmese_names_and_words_stand_on_the_map(visit: Visit) -> None:
    page = visit(f"{MAP}?lang=my&show=none")
    frame = map_frame(page)
    assert frame.evaluate("code => window.atlas.board.nameOf('t', code)", MYITKYINA) == "မြစ်ကြီးနား"


def test_the_map_works_below_a_base_path(register: Path, chromium: Browser, visit: Visit, tmp_path: Path) -> None:
    copy = tmp_path / "atlas.duckdb"
    shutil.copy(register, copy)
    server = start_server(copy, tmp_path, base_path="some/where")
    try:
        warm_up(chromium, server.url)
        page = visit(MAP, url=server.url)
        assert map_frame(page).evaluate(STATE)["areas"] == 330
        page.close()  # before its server goes: it would tell that it lost it
    finally:
        stop_server(server.process)
