"""Case workers in a real Chromium: recorded and given a case by keyboard alone; a second visitor is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driver import settled

pytestmark = pytest.mark.browser
PROVIDER = "caseload?part=workers&pool=DEMO-R-093"


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the element with that label, or that text, has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        found = page.evaluate("() => [document.activeElement.ariaLabel, document.activeElement.innerText].join(' ')")
        if label in found:
            return
    raise AssertionError(f"{label!r} is not reached with Tab")


def add_worker(page: Page, code: str) -> None:
    page.get_by_role("heading", level=1).click()
    tab_to(page, "Code, such as CW-2")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    settled(page)


def test_a_worker_is_added_by_keyboard_and_a_name_is_refused(visit: Visit):
    page = visit(PROVIDER, width=420, height=900)
    add_worker(page, "Daw Aye")
    expect(page.get_by_text("never a name. Write such a code")).to_be_visible()
    expect(page.get_by_label("Code, such as CW-2; never a name")).to_have_count(1)  # the form before may still fade
    page.get_by_label("Code, such as CW-2; never a name").fill("")
    add_worker(page, "KB-1")
    expect(page.get_by_text("The case worker was added.")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth + 2")
