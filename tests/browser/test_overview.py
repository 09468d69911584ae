"""The Overview in a real Chromium: a shared address, the back button, downloads, both languages, a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driver import fits, settled

pytestmark = pytest.mark.browser


def first_number(page: Page) -> str:
    return page.get_by_test_id("stMetricValue").first.inner_text().split()[0]


def query(page: Page) -> str:
    return page.url.partition("?")[2]


def press(page: Page, text: str) -> None:
    page.get_by_test_id("stSidebar").get_by_text(text, exact=True).first.click()


def test_a_shared_address_and_the_back_button_restore_the_view(visit: Visit):
    page = visit("?years=2018-2020&sex=female")
    before = first_number(page)
    press(page, "Only")
    expect(page).to_have_url(re.compile(r"special=yes"))
    settled(page)
    narrowed = first_number(page)
    assert int(narrowed) < int(before)
    assert set(query(page).split("&")) == {"years=2018-2020", "sex=female", "special=yes"}
    page.go_back()
    expect(page.get_by_test_id("stMetricValue").first).to_contain_text(before)
    page.go_forward()
    expect(page.get_by_test_id("stMetricValue").first).to_contain_text(narrowed)
    other = visit("?" + query(page))
    assert first_number(other) == narrowed


def test_filters_stay_when_the_page_changes(visit: Visit):
    page = visit("?sex=female")
    number = first_number(page)
    page.get_by_role("link", name="Gaps").first.click()
    expect(page).to_have_url(re.compile(r"/gaps\?sex=female$"))
    settled(page)
    page.get_by_role("link", name="Overview").first.click()
    expect(page).to_have_url(re.compile(r"\?sex=female$"))
    settled(page)
    assert first_number(page) == number


def test_the_last_of_two_quick_choices_holds(visit: Visit):
    page = visit()
    press(page, "Only")
    press(page, "Without")
    expect(page).to_have_url(re.compile(r"\?special=no$"))
    settled(page)
    expect(page).to_have_url(re.compile(r"\?special=no$"))


def test_what_an_address_asks_in_vain_is_said_and_taken_out(visit: Visit):
    page = visit("?years=1800-1900&sex=female&x=1")
    expect(page.get_by_text("could not be used")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?sex=female$"))


def test_both_files_can_be_taken_away(visit: Visit, tmp_path: Path):
    page = visit()
    for ending, begins in (("CSV", b"\xef\xbb\xbfLoaded on,"), ("XLSX", b"PK\x03\x04")):
        with page.expect_download() as made:
            page.get_by_role("button", name=f"Download {ending}").first.click()
        made.value.save_as(tmp_path / ending)
        assert (tmp_path / ending).read_bytes().startswith(begins)
        assert made.value.suggested_filename.endswith(f".{ending.lower()}")


def test_tables_have_no_download_of_their_own(visit: Visit):
    page = visit()
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.hover()
    tools = page.get_by_test_id("stElementToolbar").first
    expect(tools).to_be_attached()
    assert "download" not in tools.inner_html().lower()


@pytest.mark.parametrize("lang", ["en", "my"])
def test_nothing_is_wider_than_the_screen(visit: Visit, lang: str):
    page = visit(f"?lang={lang}")
    fits(page)
    expect(page.locator("h1")).to_have_text("Overview" if lang == "en" else "ခြုံငုံသုံးသပ်ချက်")


def test_the_language_switch_words_the_whole_page(visit: Visit):
    page = visit()
    press(page, "မြန်မာ")
    expect(page.locator("h1")).to_have_text("ခြုံငုံသုံးသပ်ချက်")
    expect(page).to_have_url(re.compile(r"\?lang=my$"))
    settled(page)
    words = page.get_by_test_id("stMain").inner_text()
    assert len(re.findall("[\u1000-\u109f]", words)) > 10 * len(re.findall("[A-Za-z]{4,}", words))


def test_another_role_gets_its_own_pages(visit: Visit):
    page = visit()
    page.get_by_test_id("stSidebar").get_by_role("combobox").first.click()
    page.get_by_role("option", name="Donor").click()
    expect(page.get_by_text("Your role sees no cases.")).to_be_visible()
    settled(page)
    expect(page.get_by_role("link", name="Gaps")).to_have_count(0)
    expect(page.get_by_text("Victims in the register")).to_have_count(0)
