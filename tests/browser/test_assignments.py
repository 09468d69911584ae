"""Assignments, the shelter form and a register in a real Chromium: by keyboard alone, and two who decide at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.driver import settled
from tests.browser.test_cases import FITS, press, reach

pytestmark = pytest.mark.browser


def choose(page: Page, within: Locator, box: str, text: str) -> None:
    """Reach a select box with Tab, type what to look for and take the first answer."""
    reach(page, within.get_by_role("combobox", name=box))
    page.keyboard.type(text)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")


def write(page: Page, field: Locator, text: str) -> None:
    reach(page, field)
    page.keyboard.type(text)


def test_two_browsers_assign_the_same_person_and_the_second_is_told(visit: Visit, assignable: str):
    address = f"assignments?case={assignable}"
    first, second = visit(address, width=420, height=900), visit(address)
    press(first, "Assign")
    expect(first.get_by_text(re.compile(f"{assignable} is assigned to")).first).to_be_visible()
    press(second, "Assign")
    expect(second.get_by_text(re.compile(f"Case {assignable} has changed since you looked")).first).to_be_visible()
    assert first.evaluate(FITS)
    press(first, "Take it back")
    expect(first.get_by_text("Taken back: what held before holds again.").first).to_be_visible()


def test_the_one_page_form_is_filled_in_by_keyboard(visit: Visit):
    page = visit("shelter_register?tab=form", width=420, height=900)
    form = page.get_by_test_id("stForm")
    write(page, form.get_by_role("textbox", name="Reference code"), "KB-77")
    choose(page, form, "Sex", "Female")
    choose(page, form, "Shelter", "Yangon")
    write(page, form.get_by_role("spinbutton", name="year, Date of entry"), "20251220")
    reach(page, form.get_by_role("checkbox", name="This person is invented"))
    page.keyboard.press("Space")
    press(page, "Keep this form")
    expect(page.get_by_text("The form was kept.")).to_be_visible()
    assert page.evaluate(FITS)


def test_a_joint_visit_is_entered_by_keyboard(visit: Visit):
    page = visit("registers?register=joint_visit", width=420, height=900)
    page.get_by_role("tab", name="Entries").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    settled(page)
    form = page.get_by_test_id("stForm")
    write(page, form.get_by_role("spinbutton", name="year, Day of the visit"), "20251220")
    choose(page, form, "Township", "Lashio")
    write(page, form.get_by_label("DSW staff (people) *"), "1")
    write(page, form.get_by_label("NGO staff (people) *"), "1")
    press(page, "Enter")
    expect(page.get_by_text(re.compile("Entered as"))).to_be_visible()
    assert page.evaluate(FITS)
