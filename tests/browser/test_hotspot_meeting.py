"""The meeting in a real Chromium: on a projector without scrolling, on a phone without being cut, by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driver import PATIENCE_MS, settled

pytestmark = pytest.mark.browser
MEETING = "hot_spots?part=meeting"
STEPS = ("last", "changed", "candidates", "decide", "frozen")
SIZE = """() => { const main = document.querySelector('[data-testid=stMain]');
  return [main.scrollHeight - main.clientHeight, document.documentElement.scrollWidth - window.innerWidth]; }"""
TYPE_PX = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"


def fits(page: Page) -> None:
    """Nothing has to be scrolled, in either direction."""
    page.wait_for_function(f"() => ({SIZE})().every(beyond => beyond === 0)", timeout=PATIENCE_MS)


def is_at(page: Page, step: str) -> None:
    """The step stands in the address (the first one does not) and in the bar."""
    address = re.compile(r"part=meeting(?!.*step=)" if step == "last" else rf"step={step}\b")
    expect(page).to_have_url(address)
    expect(page.locator(".meet-steps li[aria-current]")).to_contain_text(f"{STEPS.index(step) + 1}.")
    settled(page)


def visit_and_freeze(visit: Visit, year: int) -> None:
    """Freeze what the rule proposes for a year."""
    page = visit(f"hot_spots?part=freeze&year={year}")
    page.get_by_text("The meeting agrees").click()
    settled(page)
    page.get_by_role("button", name=f"Freeze the list of {year}").click()
    expect(page.get_by_text(f"List of {year}, version 1 is frozen")).to_be_visible(timeout=PATIENCE_MS)


def test_on_a_projector_every_step_fits_and_the_arrow_keys_lead_on_and_back(visit: Visit):
    visit_and_freeze(visit, 2018)
    page = visit(f"{MEETING}&year=2019", width=1920, height=1080)
    assert page.evaluate(TYPE_PX) == 20
    for step in STEPS:
        is_at(page, step)
        if step == "last":
            expect(page.locator(".meet-names li")).to_have_count(20)
        if step == "candidates":
            expect(page.locator(".meet-candidates .iv")).to_have_count(20)
        fits(page)
        if step != STEPS[-1]:
            page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    is_at(page, "decide")
    page.reload()
    settled(page)
    is_at(page, "decide")


def test_by_keyboard_alone_a_township_is_left_out_and_the_list_frozen_and_arrows_in_a_field_stay_there(visit: Visit):
    page = visit(f"{MEETING}&step=decide&year=2019", width=1920, height=1080)
    first = page.locator("[class*=st-key-list_tick_2019]").first.get_by_role("checkbox")
    first.focus()
    page.keyboard.press("Space")
    freeze = page.get_by_role("button", name="Freeze the list of 2019 (19)")
    expect(freeze).to_be_disabled()
    settled(page)
    note = page.get_by_label("Note for the list")
    note.focus()
    page.keyboard.type("Annual review")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    settled(page)
    is_at(page, "decide")
    page.get_by_role("checkbox", name=re.compile("The meeting agrees")).focus()
    page.keyboard.press("Space")
    expect(freeze).to_be_enabled()
    freeze.focus()
    settled(page)
    page.keyboard.press("Enter")
    is_at(page, "frozen")
    expect(page.get_by_text("List of 2019, version 1 is frozen: 19 townships.")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    fits(page)


def test_on_a_phone_nothing_is_cut_at_the_side(visit: Visit):
    page = visit(MEETING, width=420, height=900)
    for step in STEPS:
        is_at(page, step)
        assert page.evaluate(SIZE)[1] <= 0, step
        next_ = page.get_by_role("button", name="Next")
        expect(next_).to_be_in_viewport()
        if step != STEPS[-1]:
            next_.click()


def test_leaving_brings_back_the_lists_and_the_sidebar(visit: Visit):
    page = visit(MEETING, width=1920, height=1080)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    page.get_by_role("button", name="Leave the meeting").click()
    expect(page).to_have_url(re.compile("part=lists"))
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
