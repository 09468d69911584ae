"""The page Hot spots in a real Chromium: maps drawn, outlined, clicked, compared, switched by keyboard, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Page, WebSocket, expect

from analysis.hotspots_2010 import ALL_ST_PCODES
from tests.browser.conftest import Visit
from tests.browser.driver import drawn, map_frame, settled

pytestmark = pytest.mark.browser
PAGE = "hot_spots"
MYITKYINA, LASHIO = "MMR001001", "MMR015001"
STATE = "() => ({...window.atlas.board.state})"
BYTES_A_CHANGE = 90_000
STAMPS_BYTES = 300_000


def frames_of_maps(page: Page, expected: int) -> list[Frame]:
    """The frames of the maps once each of them has drawn its areas."""
    for place in range(expected):
        page.locator("iframe").nth(place).scroll_into_view_if_needed()
    page.wait_for_function("n => document.querySelectorAll('iframe').length === n", arg=expected)
    found = [f for f in page.frames if "streamlit_folium" in f.url]
    for frame in found:
        frame.wait_for_function("() => window.atlas && window.atlas.board && window.atlas.board.state.drawn > 0")
    return found


def fills(frame: Frame) -> set[str]:
    return set(frame.evaluate("() => [...new Set(window.atlas.board.areas.map(a => a.look.fill))]"))


def listen(page: Page) -> list[int]:
    """Sizes in bytes of what comes over the websocket from now on."""
    received: list[int] = []

    def on_socket(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: received.append(len(data)))

    page.on("websocket", on_socket)
    page.reload()
    settled(page)
    return received


def test_the_map_of_a_year_is_drawn_with_the_outline_of_2010(visit: Visit) -> None:
    from ui import palette

    page = visit(PAGE)
    frame = map_frame(page)
    assert frame.evaluate(STATE)["areas"] == 330
    assert fills(frame) <= {palette.ZERO, *palette.sequential(5)}
    assert len(fills(frame)) >= 3
    outlined = frame.evaluate("() => window.atlas.board.shown.frame.data.outlined")
    assert outlined == list(ALL_ST_PCODES)
    arcs = "() => window.atlas.board.outlined.numbers.length"
    assert frame.evaluate(arcs) > 50
    before = frame.evaluate(STATE)["applied"]
    page.get_by_text("Outline the hot spots of 2010").click()
    drawn(frame, before)
    assert frame.evaluate(arcs) == 0
    expect(page).to_have_url(re.compile("then=no"))


def test_another_year_changes_the_map_in_place_and_sends_no_geometry(visit: Visit) -> None:
    page = visit(PAGE)
    received = listen(page)
    frame = map_frame(page)
    settled(page)
    frame.evaluate("() => { window.kept = 'the same window'; }")
    before, text = frame.evaluate(STATE)["applied"], frame.evaluate("() => window.atlas.board.shown.areas.text")
    received.clear()
    page.get_by_role("combobox", name=re.compile("Year")).click()
    page.get_by_role("option", name="2018", exact=True).click()
    drawn(frame, before)
    settled(page)
    assert frame.evaluate("() => window.kept") == "the same window"
    assert frame.evaluate("() => window.atlas.board.shown.areas.text") != text
    assert 1_000 < sum(received) < BYTES_A_CHANGE, f"{sum(received)} bytes"
    expect(page).to_have_url(re.compile("year=2018"))


def test_a_click_opens_the_card_with_its_series(visit: Visit) -> None:
    page = visit(PAGE)
    frame = map_frame(page)
    page.locator("iframe").first.scroll_into_view_if_needed()
    box = page.locator("iframe").first.bounding_box()
    assert box
    x, y = frame.evaluate(
        """code => { const b = window.atlas.board, row = b.places.t.find(u => u[0] === code);
        const p = b.map.latLngToContainerPoint([row[8], row[9]]); return [p.x, p.y]; }""",
        MYITKYINA,
    )
    page.mouse.click(box["x"] + x, box["y"] + y)
    expect(page.locator(".hot-card h3")).to_contain_text("Myitkyina")
    expect(page.get_by_text("Victims by year, and 2026 expected")).to_be_visible()
    expect(page).to_have_url(re.compile(f"place={MYITKYINA}"))
    settled(page)
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(1)


def test_two_years_and_their_change_are_three_maps_of_their_own(visit: Visit) -> None:
    page = visit(f"{PAGE}?view=compare&year=2019&versus=2022")
    frames = frames_of_maps(page, 3)
    assert [f.evaluate(STATE)["areas"] for f in frames] == [330, 330, 330]
    texts = [f.evaluate("() => window.atlas.board.shown.areas.text") for f in frames]
    assert len(set(texts)) == 3
    captions = [f.evaluate("() => window.atlas.board.shown.frame.data.caption") for f in frames]
    assert captions == ["2022", "2019", "2019 less 2022"]
    veiled = frames[2].evaluate("() => window.atlas.board.shown.areas.data.veiled")
    assert 0 < veiled.count("0") < 330


def test_all_years_are_light_drawings(visit: Visit) -> None:
    page = visit(f"{PAGE}?view=years")
    images = page.locator(".hot-years img")
    assert images.count() == 11
    assert all(images.evaluate_all("found => found.map(i => i.complete && i.naturalWidth > 50)"))
    weight = images.evaluate_all("found => found.reduce((sum, i) => sum + i.src.length, 0)")
    assert 10_000 < weight < STAMPS_BYTES, f"{weight} bytes"
    assert (images.first.get_attribute("alt") or "").startswith("2015. ")


def test_the_views_are_switched_with_the_keyboard(visit: Visit) -> None:
    page = visit(PAGE)
    page.get_by_role("radio", name="Ranking").or_(page.get_by_role("button", name="Ranking")).first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("view=table"))
    settled(page)
    region = page.locator(".hot-rank")
    expect(region).to_be_visible()
    region.focus()
    expect(region).to_be_focused()
    assert page.locator(".hot-rank tbody tr").count() == 20


def test_the_search_opens_a_card_without_a_mouse(visit: Visit) -> None:
    page = visit(f"{PAGE}?measure=gi")
    page.get_by_role("combobox", name="Find a township").focus()
    page.keyboard.type("လားရှိုး")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"place={LASHIO}"))
    expect(page.locator(".hot-card h3")).to_contain_text("Lashio")


def test_a_shared_address_restores_the_view(visit: Visit) -> None:
    page = visit(f"{PAGE}?measure=class&year=2025&lang=my")
    frame = map_frame(page)
    assert frame.evaluate("() => window.atlas.board.shown.frame.data.caption") == "2023–2025"
    expect(page.locator("h1")).to_have_text("အဖြစ်များရာနေရာများ")


@pytest.mark.parametrize(
    ("query", "lang"),  # Burmese words are the wider ones
    [("", "en"), ("", "my"), *((f"?view={view}", "my") for view in ("compare", "years", "table", "reference"))],
)
def test_a_phone_scrolls_in_one_direction_only(visit: Visit, query: str, lang: str) -> None:
    page = visit(f"{PAGE}{query}{'&' if query else '?'}lang={lang}", width=420, height=900)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 420
    widest = """() => Math.max(...[...document.querySelectorAll(
      '[data-testid=stMainBlockContainer] > div, .hot-rank tr')].map(e => e.getBoundingClientRect().right))"""
    assert page.evaluate(widest) <= 421


def test_maps_stand_below_each_other_on_a_phone(visit: Visit) -> None:
    page = visit(f"{PAGE}?view=compare", width=420, height=900)
    frames_of_maps(page, 3)
    boxes = [page.locator("iframe").nth(i).bounding_box() for i in range(3)]
    assert all(box and box["width"] > 350 for box in boxes)
    tops = [box["y"] for box in boxes if box]
    assert tops[1] - tops[0] > 500
    assert tops[2] - tops[1] > 500
