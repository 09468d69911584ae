"""Recommendations and the M&E calendar in a real Chromium: edited by keyboard alone, nothing wider than the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.driver import PATIENCE_MS
from tests.browser.test_cases import FITS, choose_by_keyboard, press, reach

pytestmark = pytest.mark.browser


def test_a_state_is_written_by_keyboard_and_stands_in_the_list(visit: Visit):
    page = visit("recommendations?recommendation=2.6", width=420, height=900)
    assert page.evaluate(FITS)
    choose_by_keyboard(page, "Status", "Done")
    reach(page, page.get_by_role("textbox", name="Evidence: one document or address a line"))
    page.keyboard.type("https://example.org/kit")
    press(page, "Save")
    expect(page.get_by_text("Recommendation 2.6: saved.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".rec li", has_text="https://example.org/kit")).to_be_visible()
    assert page.locator(".rec a").count() == 0
    page.get_by_role("button", name="All recommendations").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-rec_row_2_6 .chip.done")).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_function(FITS)


def test_the_calendar_scrolls_within_itself_and_is_reached_by_keyboard(visit: Visit):
    page = visit("calendar", width=420, height=900)
    grid = page.get_by_role("region", name="Reports of providers by quarter")
    expect(grid).to_be_visible()
    assert page.evaluate(FITS)
    reach(page, grid)
    before = grid.evaluate("element => element.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.querySelector('.grid').scrollLeft > before", arg=before)
