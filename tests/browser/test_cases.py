"""A case and a sitting in a real Chromium: forms by keyboard alone, nothing wider than the screen, minutes kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.driver import settled

pytestmark = pytest.mark.browser
CASE = "cases?case=DM-002560"
FITS = "() => document.documentElement.scrollWidth <= window.innerWidth + 2"


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until that element has the focus."""
    for _ in range(120):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached with Tab")


def choose_by_keyboard(page: Page, box: str, text: str) -> None:
    """Reach a select box with Tab, type what to look for and take the first answer."""
    reach(page, page.get_by_role("combobox", name=box))
    page.keyboard.type(text)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    settled(page)


def press(page: Page, name: str) -> None:
    reach(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def test_an_event_is_recorded_by_keyboard(visit: Visit):
    page = visit(CASE, width=420, height=900)
    expect(page.get_by_text("DM-002560").first).to_be_visible()
    assert page.evaluate(FITS)
    page.get_by_role("tab", name="What happened").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    settled(page)
    choose_by_keyboard(page, "What happened", "Needs assessed")
    press(page, "Save")
    expect(page.get_by_text(re.compile("Recorded: Needs assessed"))).to_be_visible()
    assert page.evaluate(FITS)


def test_a_sitting_decides_by_keyboard_and_survives_a_reload(visit: Visit):
    page = visit("rr_meeting", width=1440, height=1000)
    page.get_by_role("button", name="Open the meeting").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("minutes open")).to_be_visible()
    address = page.url
    page.locator('[class*="st-key-w_rr_case_"] button').first.focus()
    page.keyboard.press("Enter")
    choose_by_keyboard(page, "Decision", "Discussed")
    press(page, "Write the decision")
    expect(page.get_by_text("1 decided in this sitting")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("1 decided in this sitting")).to_be_visible()
    # The style of the meeting arrives after its first line: as large as a room can read.
    line = "document.querySelector('.rr-line')"
    page.wait_for_function(f"{line} && parseFloat(getComputedStyle({line}).fontSize) >= 17")
    page.set_viewport_size({"width": 420, "height": 900})
    page.wait_for_function(FITS)
