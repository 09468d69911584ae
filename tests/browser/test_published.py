"""A planner publishes in a real Chromium; nothing that a donor's browser then receives holds a withheld or exact count.

Everything is searched: the frames of the websocket (JSON, protobuf, Arrow with what lies under its masks) and the page.
The register's counts are chosen so that each is easy to tell from everything else (tests/published.py).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from playwright.sync_api import Browser, Page, expect

from data.store import open_store
from tests import empty_register, published
from tests.browser.driver import SERVE, Watch, settled, start_server, stop_server, warm_up
from tests.small_register import case, fill

pytestmark = pytest.mark.browser
KAYAH, KACHIN = "MMR002", "MMR001"
WITHHELD = (published.MYITKYINA, published.WAINGMAW, published.LOIKAW, published.DEMOSO, KAYAH)
SECRET = (1237, 1235, 1013, 1015, 1105, 1112, 1110, 2542, 3362)
"""Withheld, exact and as they would be rounded: Myitkyina, Waingmaw, Demoso, Kayah. Exact: China and all."""
PUBLISHED = 2250
"""Kachin, as it was."""


@pytest.fixture(scope="module")
def server(register: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an atlas whose register has cases and no publication."""
    folder = tmp_path_factory.mktemp("donors")
    for drawn in register.parent.glob("boundaries"):
        shutil.copytree(drawn, folder / "boundaries")
    path = folder / "atlas.duckdb"
    empty_register.lay(path)
    store = open_store(path)
    published.cases(store)
    last = case("Z", ts_pcode=published.DEMOSO, destination="CHN", purpose="forced_labour", sex="female", age_years=25,
                identified_month=date(2024, 5, 1), recorded_on=published.AS_OF)  # fmt: skip
    fill(store, victim_case=[last])
    store.close()
    server = start_server(path, folder, command=SERVE)
    try:
        warm_up(chromium, server.url)
        yield server.url
    finally:
        stop_server(server.process)


def found(payloads: list[bytes], count: int) -> list[bytes]:
    """Where a number stands in a text, with and without a comma, and what is around it."""
    pattern = re.compile(rb"(?<![\w.])(%d|%s)(?![\w.])" % (count, f"{count:,}".encode()))
    return [
        payload[max(0, hit.start() - 60) : hit.end() + 60] for payload in payloads for hit in pattern.finditer(payload)
    ]


def told(html: str) -> bytes:
    """A page without where and how large things are drawn: pixels are no people."""
    return re.sub(
        r"""\b(d|points|transform|viewBox|style|width|height|x|y|x1|x2|y1|y2)=("[^"]*"|'[^']*')""", "", html
    ).encode()


def arrow_tables(payload: bytes) -> Iterator[pa.Table]:
    """Every Arrow stream in a frame."""
    for start in re.finditer(b"\xff\xff\xff\xff", payload):
        try:
            with pa.ipc.open_stream(payload[start.start() :]) as reader:
                yield reader.read_all()
        except (pa.ArrowInvalid, OSError):
            continue


def under_masks(table: pa.Table) -> Iterator[tuple[str, np.ndarray]]:
    """Columns of numbers, with what lies under the mask of their nulls."""
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        if len(column) and (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
            begin = column.offset * column.type.bit_width // 8
            yield name, np.frombuffer(column.buffers()[1], column.type.to_pandas_dtype(), len(column), begin)


def numbers_at(table: pa.Table, place: str) -> list[float]:
    """What stands in the column of people in the rows of a place, also under a mask."""
    at = np.flatnonzero((table.to_pandas().astype(str) == place).any(axis=1))
    kept = [values[at] for name, values in under_masks(table) if "people" in name]
    return [float(one) for values in kept for one in values if not np.isnan(one)]


def publish(page: Page, url: str) -> None:
    """What a planner does: preview, look at the audit, freeze."""
    page.goto(f"{url}/publish")
    settled(page)
    page.get_by_role("button", name="Make the preview").click()
    freeze = page.get_by_role("button", name="Freeze and publish version 1")
    expect(freeze).to_be_visible(timeout=300_000)
    page.get_by_role("tab", name="Audit").click()
    expect(page.get_by_text("every withheld figure could still be anything from 0 to 9 at least")).to_be_visible()
    freeze.click()
    expect(page.get_by_text("Published as publication-v1")).to_be_visible(timeout=120_000)


def become_donor(page: Page, url: str) -> None:
    """By way of the directory, where no count of cases stands."""
    page.goto(f"{url}/providers")
    settled(page)
    page.get_by_test_id("stSidebar").get_by_role("combobox", name=re.compile("Demonstration role")).click()
    page.get_by_role("option", name="Donor").click()
    expect(page.get_by_role("link", name="Publish")).to_have_count(0, timeout=60_000)
    settled(page)


def test_a_donor_s_browser_receives_no_withheld_count(server: str, chromium: Browser, watch: Watch):
    page = chromium.new_page(viewport={"width": 1440, "height": 1100}, reduced_motion="reduce")
    watch.over(page)
    frames: list[bytes] = []
    page.on("websocket", lambda one: one.on("framereceived", lambda got: frames.append(_bytes(got))))
    publish(page, server)
    become_donor(page, server)
    frames.clear()
    page.get_by_role("link", name="Coverage for donors").click()
    expect(page.get_by_role("heading", name="Coverage for donors")).to_be_visible(timeout=60_000)
    settled(page)
    page.get_by_test_id("stMain").get_by_role("radio", name="Township", exact=True).click()
    expect(page.get_by_text("At this level every figure is withheld")).to_be_visible(timeout=60_000)
    settled(page)
    html = [told(page.content())]
    html += [told(frame.content()) for frame in page.frames[1:]]
    page.set_viewport_size({"width": 420, "height": 900})
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    received = [*frames, *html, told(page.content())]
    page.close()

    assert found(received, PUBLISHED), "a published count is not found, so the search proves nothing"
    leaks = {count: found(received, count)[:3] for count in SECRET}
    assert {count: where for count, where in leaks.items() if where} == {}
    tables = [table for frame in frames for table in arrow_tables(frame)]
    numbers = {float(one) for table in tables for _, values in under_masks(table) for one in values}
    assert numbers.isdisjoint(map(float, SECRET))
    seen = [number for table in tables for number in numbers_at(table, KACHIN)]
    assert PUBLISHED in seen, "the tables cannot be read, so looking for withheld counts in them proves nothing"
    for place in WITHHELD:
        assert any(place in table.to_pandas().astype(str).to_numpy() for table in tables)
        under = {number for table in tables for number in numbers_at(table, place)}
        assert under <= {0.0}, f"{place}: {under}"


def _bytes(payload: str | bytes) -> bytes:
    return payload.encode() if isinstance(payload, str) else payload
