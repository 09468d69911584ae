"""Files brought in through the page in a real Chromium: the real 5W, two visitors at once, the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.demo import rebuild_demo
from data.paths import ROOT
from tests.browser.conftest import Visit
from tests.browser.driver import settled, start_server, stop_server, warm_up

pytestmark = pytest.mark.browser

REAL = ROOT.parent / "shared" / "real" / "fsc_5w_q1_2022_by_township_activity.csv"
PATIENCE_MS = 60_000
HEAD = "Organisation,Activity,Township P-code,Township,Status"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory, chromium) -> Iterator[str]:
    """Address of an atlas of this module's own, since its tests write."""
    folder = tmp_path_factory.mktemp("bring_in")
    rebuild_demo(folder / "atlas.duckdb")
    server = start_server(folder / "atlas.duckdb", folder)
    try:
        warm_up(chromium, server.url)
        yield server.url
    finally:
        stop_server(server.process)


def button(page: Page, name: str):
    return page.locator(f".st-key-w_bring_in_{name} button")


def choose(page: Page, name: str, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})


def press(page: Page, name: str) -> None:
    button(page, name).click(timeout=PATIENCE_MS)
    settled(page)


def counts(page: Page) -> list[str]:
    return [text.strip() for text in page.get_by_test_id("stMetricValue").all_inner_texts()]


def directory(organisation: str, rows: int = 3) -> str:
    lines = [f"{organisation},Activity {n},MMR001001,Myitkyina,Ongoing" for n in range(rows)]
    return "\n".join([HEAD, *lines]) + "\n"


@pytest.mark.skipif(not REAL.exists(), reason=f"the published file is not here: {REAL}")
def test_the_real_5w_comes_in_as_a_user_would_bring_it(visit: Visit, fresh: str, tmp_path: Path):
    page = visit("bring_in", url=fresh)
    page.locator("input[type=file]").set_input_files(REAL)
    expect(page.get_by_text("7 of 8 columns were recognised")).to_be_visible(timeout=PATIENCE_MS)
    press(page, "check")
    expect(button(page, "load")).to_contain_text("Load 118 rows", timeout=PATIENCE_MS)
    assert counts(page) == ["122", "118", "4", "0"]
    with page.expect_download() as made:
        page.get_by_role("button", name="Download 4 rejected rows").click()
    made.value.save_as(tmp_path / "rejects.csv")
    assert len((tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()) == 5
    press(page, "load")
    expect(page.get_by_text("118 rows were loaded.")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("link", name="See how good the data are now").click()
    expect(page.locator("h1")).to_have_text("Data quality")
    settled(page)
    expect(page.get_by_test_id("stMetric").filter(has_text="Names waiting for an answer")).to_contain_text("4")
    again = visit("bring_in", url=fresh)
    again.locator("input[type=file]").set_input_files(REAL)
    expect(again.get_by_text("was already loaded on")).to_be_visible(timeout=PATIENCE_MS)


def test_two_visitors_loading_at_once_both_get_an_answer(visit: Visit, fresh: str):
    pages = [visit("bring_in", url=fresh) for _visitor in range(2)]
    for place, page in enumerate(pages):
        choose(page, f"{place}.csv", directory(f"Helpers {place}", 400))
    for page in pages:
        button(page, "check").click(timeout=PATIENCE_MS)
    for page in pages:
        button(page, "load").click(timeout=PATIENCE_MS)
    for page in pages:
        expect(page.get_by_text("400 rows were loaded.")).to_be_visible(timeout=PATIENCE_MS)


def test_the_same_file_from_two_visitors_at_once_is_loaded_once(visit: Visit, fresh: str):
    pages = [visit("bring_in", url=fresh) for _visitor in range(2)]
    for page in pages:
        choose(page, "same.csv", directory("The same helpers"))
    for page in pages:
        button(page, "check").click(timeout=PATIENCE_MS)
        expect(button(page, "load")).to_be_visible(timeout=PATIENCE_MS)
    for page in pages:
        button(page, "load").click(timeout=PATIENCE_MS)
    said = [page.get_by_text(re.compile("3 rows were loaded|was already loaded on")) for page in pages]
    for text in said:
        expect(text).to_be_visible(timeout=PATIENCE_MS)
    assert sorted("already" in text.inner_text() for text in said) == [False, True]


def tab_to(page: Page, css: str, most: int = 120) -> None:
    """Press Tab until what has the focus lies in `css`."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("css => !!document.activeElement.closest(css)", css):
            return
    raise AssertionError(f"{css} cannot be reached with the keyboard")


def test_with_the_keyboard_alone(visit: Visit, fresh: str, tmp_path: Path):
    file = tmp_path / "keys.csv"
    file.write_text(directory("Helpers by keyboard"), encoding="utf-8")
    page = visit("bring_in", url=fresh)
    tab_to(page, "[data-testid=stFileUploaderDropzone]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    for name in ("check", "load"):
        expect(button(page, name)).to_be_visible(timeout=PATIENCE_MS)
        settled(page)
        tab_to(page, f".st-key-w_bring_in_{name}")
        page.keyboard.press("Enter")
    expect(page.get_by_text("3 rows were loaded.")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize("lang", ["en", "my"])
@pytest.mark.parametrize("width", [1440, 420])
@pytest.mark.parametrize("page_name", ["bring_in", "quality"])
def test_nothing_is_wider_than_the_screen(visit: Visit, fresh: str, page_name: str, lang: str, width: int):
    page = visit(f"{page_name}?lang={lang}", width=width, url=fresh)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_file_that_is_no_spreadsheet_is_refused_with_what_to_do(visit: Visit, fresh: str):
    page = visit("bring_in", url=fresh)
    choose(page, "report.xlsx", b"%PDF-1.7 not a workbook")
    expect(page.get_by_text("is not a spreadsheet")).to_be_visible(timeout=PATIENCE_MS)
    choose(page, "good.csv", directory("Helpers after all"))
    expect(button(page, "check")).to_be_visible(timeout=PATIENCE_MS)
