"""Files brought in through the page in a real Chromium: the real 5W, two visitors at once, the keyboard alone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import FileChooser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from data.demo import rebuild_demo
from data.paths import ROOT
from data.templates import FIELDS, filled, offered
from tests.browser.conftest import Visit
from tests.browser.driver import Watch, fits, settled, start_server, stop_server, warm_up

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


def expect_counts(page: Page, wanted: list[str]) -> None:
    expect(page.get_by_test_id("stMetricValue")).to_have_text(wanted, timeout=PATIENCE_MS)


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
    expect_counts(page, ["122", "118", "4", "0"])
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


def open_chooser_by_keyboard(page: Page) -> FileChooser:
    """The chooser of files; pressed again where the page drew its drop zone anew just then and the focus was lost.

    The page listens for choosers long before the key: where it begins only as the key is pressed, every second
    chooser is the browser's own, which no test can see.
    """
    page.on("filechooser", lambda _chooser: None)
    for patience_ms in (5_000, 10_000, PATIENCE_MS):
        settled(page)
        tab_to(page, "[data-testid=stFileUploaderDropzone]")
        with suppress(PlaywrightTimeout), page.expect_file_chooser(timeout=patience_ms) as chooser:
            page.keyboard.press("Enter")
            return chooser.value
    focus = page.evaluate("document.activeElement.outerHTML")
    raise AssertionError(f"Enter on the drop zone opens no chooser; the focus is on {focus}")


def test_with_the_keyboard_alone(visit: Visit, fresh: str, tmp_path: Path):
    file = tmp_path / "keys.csv"
    file.write_text(directory("Helpers by keyboard"), encoding="utf-8")
    page = visit("bring_in", url=fresh)
    open_chooser_by_keyboard(page).set_files(file)
    for name in ("check", "load"):
        expect(button(page, name)).to_be_visible(timeout=PATIENCE_MS)
        settled(page)
        tab_to(page, f".st-key-w_bring_in_{name}")
        page.keyboard.press("Enter")
    expect(page.get_by_text("3 rows were loaded.")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize("lang", ["en", "my"])
@pytest.mark.parametrize("page_name", ["bring_in", "quality"])
def test_nothing_is_wider_than_the_screen(visit: Visit, fresh: str, page_name: str, lang: str):
    page = visit(f"{page_name}?lang={lang}", url=fresh)
    fits(page)


def test_a_file_that_is_no_spreadsheet_is_refused_with_what_to_do(visit: Visit, fresh: str):
    page = visit("bring_in", url=fresh)
    choose(page, "report.xlsx", b"%PDF-1.7 not a workbook")
    expect(page.get_by_text("is not a spreadsheet")).to_be_visible(timeout=PATIENCE_MS)
    choose(page, "good.csv", directory("Helpers after all"))
    expect(button(page, "check")).to_be_visible(timeout=PATIENCE_MS)


def choose_format(page: Page, name: str) -> None:
    page.get_by_role("radiogroup", name="What does the file hold?").get_by_text(name, exact=True).click()
    settled(page)


def invented(page: Page) -> None:
    """Say that the people of the file are made up."""
    page.get_by_text("Every person in this file is made up.").click()
    settled(page)


def shelter_template() -> bytes:
    """The shelter template with three rows filled in, one of them with a sex and a village that nobody can keep."""
    common = {"source_agency": "DSW / လူမှုဝန်ထမ်းဦးစီးဌာန (DSW)", "age_years": 20, "township_pcode": "MMR015009"}
    lists = offered("shelter")
    common |= {key: lists[key][0] for key in ("source_agency", "victim_type", "destination", "purpose", "shelter_id")}
    common |= {
        "identified": "2023-05",
        "returned": "2023-05",
        "date_in": "2023-05-04",
        "medical_informed": lists["is_special"][0],
    }
    rows = [
        common | {"reference": "W/2023-1", "sex": lists["sex"][0]},
        common | {"reference": "W/2023-2", "sex": lists["sex"][1].split(" / ")[1]},
        common | {"reference": "W/2023-3", "sex": "Frau", "village": "Ma Aye Aye"},
    ]  # fmt: skip
    return filled("shelter", [[each.get(field.key) for field in FIELDS["shelter"]] for each in rows])


def test_the_shelter_spreadsheet_and_its_reject_mended(visit: Visit, fresh: str, tmp_path: Path):
    page = visit("bring_in", url=fresh, width=420)
    choose_format(page, "DSW shelter spreadsheet")
    choose(page, "shelter.xlsx", shelter_template())
    expect(button(page, "check")).to_be_visible(timeout=PATIENCE_MS)
    assert "Ma Aye Aye" not in page.locator("[data-testid=stMain]").inner_text()
    invented(page)
    press(page, "check")
    expect(button(page, "load")).to_contain_text("Load 2 rows", timeout=PATIENCE_MS)
    settled(page)
    expect_counts(page, ["3", "2", "1", "0"])
    tables = page.get_by_role("region").filter(has=page.locator("table"))
    expect(tables.filter(has_text='column Sex: "Frau" is not one of: Female / ')).to_be_visible()
    expect(tables.filter(has_text="looks like a person's name")).to_be_visible()
    assert "Ma Aye Aye" not in page.locator("[data-testid=stMain]").inner_text()
    for table in tables.all():
        assert table.evaluate("e => e.scrollWidth <= e.clientWidth && e.getBoundingClientRect().right <= innerWidth")
    tab_to(page, ".atlas-reading")
    with page.expect_download() as made:
        page.get_by_role("button", name="Download 1 rejected row").click()
    made.value.save_as(tmp_path / "rejected.csv")
    press(page, "load")
    expect(page.get_by_text("2 rows were loaded.")).to_be_visible(timeout=PATIENCE_MS)
    mended = (tmp_path / "rejected.csv").read_text(encoding="utf-8-sig").replace("Frau", "Female")
    assert "Ma Aye Aye" not in mended
    press(page, "next")
    choose_format(page, "DSW shelter spreadsheet")
    choose(page, "mended.csv", mended)
    expect(button(page, "check")).to_be_visible(timeout=PATIENCE_MS)
    invented(page)
    press(page, "check")
    expect(button(page, "load")).to_contain_text("Load 1 row", timeout=PATIENCE_MS)
    press(page, "load")
    expect(page.get_by_text("1 row was loaded.")).to_be_visible(timeout=PATIENCE_MS)


def two_sheets() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, rows in (("Kachin", 2), ("Shan", 4)):
            sheet = book.add_worksheet(name)
            for at, line in enumerate(directory(f"Helpers of {name}", rows).splitlines()):
                sheet.write_row(at, 0, line.split(","))
    return stream.getvalue()


def test_of_two_sheets_the_person_chooses_one(visit: Visit, fresh: str):
    page = visit("bring_in", url=fresh)
    choose(page, "two.xlsx", two_sheets())
    sheet = page.locator("[class*=st-key-w_bring_in_sheet]")
    expect(sheet).to_be_visible(timeout=PATIENCE_MS)
    sheet.get_by_role("combobox").click()
    page.get_by_role("option", name="Shan").click()
    settled(page)
    expect(page.get_by_text("reads: Helpers of Shan")).to_be_visible()
    settled(page)
    press(page, "check")
    expect(button(page, "load")).to_contain_text("Load 4 rows", timeout=PATIENCE_MS)
    expect_counts(page, ["4", "4", "0", "0"])
    page.get_by_text("Good to know").click()
    expect(page.get_by_text("Other sheets were not read: Kachin.")).to_be_visible()


@pytest.mark.parametrize(("lang", "said"), [("en", "larger than 10 MB and was not read"), ("my", "10 MB ထက် ကြီးသဖြင့်")])
def test_a_file_that_is_too_large_is_refused_with_what_to_do(
    visit: Visit, fresh: str, tmp_path: Path, lang: str, said: str
):
    line = "Helpers of many,Food,MMR001001,Myitkyina,Ongoing\n"
    (tmp_path / "large.csv").write_text(f"{HEAD}\n" + line * (10 * 1024 * 1024 // len(line) + 1), encoding="utf-8")
    page = visit(f"bring_in?lang={lang}", url=fresh)
    uploader = page.get_by_test_id("stFileUploader")
    after = "e => getComputedStyle(e, '::after').content"
    assert said not in uploader.evaluate(after)
    page.locator("input[type=file]").set_input_files(tmp_path / "large.csv")
    expect(uploader.get_by_text("large.csv")).to_be_visible(timeout=PATIENCE_MS)
    read = "getComputedStyle(document.querySelector('[data-testid=stFileUploader]'), '::after').content"
    page.wait_for_function(f"said => {read}.includes(said)", arg=said)
    settled(page)
    expect(button(page, "check")).to_have_count(0)
    choose(page, f"small-{lang}.csv", directory(f"Helpers in {lang}"))
    expect(button(page, "check")).to_be_visible(timeout=PATIENCE_MS)


def after(page: Page) -> str:
    """What stands below the uploader by a rule of style."""
    return page.get_by_test_id("stFileUploader").evaluate("e => getComputedStyle(e, '::after').content")


@pytest.mark.parametrize(("lang", "rows"), [("en", 3), ("my", 3), ("en", 60_000)])
def test_a_file_that_does_not_arrive_is_told_so_and_can_be_chosen_once_more(
    visit: Visit, fresh: str, watch: Watch, lang: str, rows: int
):
    said = "The file did not arrive, because the connection broke off."
    page = visit(f"bring_in?lang={lang}", url=fresh)
    page.route("**/_stcore/upload_file/**", lambda route: route.abort())
    choose(page, f"broken-{lang}.csv", directory(f"Helpers cut off in {lang}", rows))
    chip = page.get_by_test_id("stFileChip")
    expect(chip).to_have_attribute("aria-invalid", "true", timeout=PATIENCE_MS)
    assert (said in after(page)) == (lang == "en")
    assert "10 MB" not in after(page)
    assert len(after(page)) > 40
    page.unroute("**/_stcore/upload_file/**")
    choose(page, f"broken-{lang}.csv", directory(f"Helpers cut off in {lang}"))
    expect(button(page, "check")).to_be_visible(timeout=PATIENCE_MS)
    assert watch.errors
    assert all("Failed" in text or "Network" in text for text in watch.errors), watch.errors
    watch.errors.clear()  # the connection that this test broke off


@pytest.mark.parametrize(("lang", "said"), [("en", "Drag and drop a file here"), ("my", "ဖိုင်ကို ဤနေရာတွင် ချပါ")])
def test_the_drop_zone_speaks_the_readers_language(visit: Visit, fresh: str, lang: str, said: str):
    page = visit(f"bring_in?lang={lang}", url=fresh)
    data = page.evaluate_handle(
        "() => { const d = new DataTransfer(); d.items.add(new File(['x'], 'x.csv', {type: 'text/csv'})); return d; }"
    )
    zone = page.get_by_test_id("stFileUploaderDropzone")
    zone.dispatch_event("dragenter", {"dataTransfer": data})
    words = zone.get_by_text("Drag and drop a file here")
    expect(words).to_have_count(1)
    shown = words.evaluate("e => [getComputedStyle(e).fontSize, getComputedStyle(e, '::after').content]")
    assert shown == ["0px", f'"{said}"'] if lang == "my" else (shown[0] != "0px" and shown[1] == "none")
