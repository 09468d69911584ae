"""The allocation planner in a real Chromium: a plan is searched, stopped, drawn on the map, and drawn by hand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driver import drawn, map_frame, settled

pytestmark = pytest.mark.browser
SEARCH_MS = 120_000


def open_view(page: Page, name: str) -> None:
    page.locator(".st-key-w_alloc_view").get_by_text(name, exact=True).click()
    settled(page)


def search(page: Page, budget: str = "20000") -> None:
    field = page.locator(".st-key-w_alloc_budget input")
    field.fill(budget)
    field.press("Tab")
    page.get_by_role("button", name="Find the best plan").click()


def test_a_plan_is_stopped_and_the_best_is_kept_and_drawn(visit: Visit):
    page = visit("allocation")
    search(page)
    stop = page.get_by_role("button", name="Stop and keep the best")
    first = stop.or_(page.get_by_test_id("stMetric").first)
    expect(first).to_be_visible(timeout=SEARCH_MS)
    if stop.is_visible():
        stop.click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible(timeout=SEARCH_MS)
    settled(page)
    expect(page.get_by_test_id("stMetric")).to_have_count(6)
    frame = map_frame(page)
    frame.wait_for_function("() => window.atlas.board.shown.areas && window.atlas.board.shown.areas.data.level === 't'")
    classes = frame.evaluate("() => new Set(window.atlas.board.shown.areas.data.classes).size")
    assert classes > 1
    assert page.get_by_role("heading", name="What to place where, and why").is_visible()
    if not page.get_by_text("This plan places nothing").is_visible():
        frame.wait_for_function("() => window.atlas.board.layers.places !== undefined")


LASHIO = [22.95, 97.75]
POINT_OF = "(at) => {const p = window.atlas.board.map.latLngToContainerPoint(at); return {x: p.x, y: p.y}}"


def test_a_click_on_the_map_places_and_a_second_one_takes_away(visit: Visit):
    page = visit("allocation?tab=draw")
    frame = map_frame(page)
    for expected in ("Drawn: 1", "Drawn: 0"):
        before = frame.evaluate("() => window.atlas.board.state.applied")
        where = frame.evaluate(POINT_OF, LASHIO)  # anew each time: the map is drawn again when its width changes
        page.locator("iframe[title^='streamlit_folium']").click(position=where)
        expect(page.get_by_text(re.compile(f"{expected},"))).to_be_visible()
        drawn(frame, before)


def test_a_phone_needs_no_sideways_scrolling_in_any_view(visit: Visit):
    page = visit("allocation", width=420, height=900)
    for name in ("What more money brings", "Compare plans", "Draw by hand", "If somebody leaves", "Plan"):
        open_view(page, name)
        assert not page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 2"), name
