"""From the change of a filter to the redrawn map: the atlas's map beside plain folium.GeoJson in st_folium.

    python -m benchmarks.map_change [--quick]

One run, one Chromium, one machine; 330 townships with MIMU's boundaries where they stand beside the checkout
(../shared/geo), else the schematic ones, and 500 presences. Measured from the click to the drawn map (medians), with
the bytes received over the websocket and whether the frame was rebuilt. The third row is the atlas's own page, with
its queries, legend and notes, on the demonstration register.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Frame, Locator, Page, sync_playwright

from benchmarks.common import RUNS, machine, table, versions
from data.demo import rebuild_demo
from data.paths import ROOT
from geo import boundaries
from geo.published import map_dir
from tests.browser.driver import ARGUMENTS, browser_path, settled, start_server, stop_server, warm_up
from ui.assets import prepare_static

REAL = ROOT.parent / "shared" / "geo" / "mimu_townships_v93.geojson"
TIMES_FASTER = 5.0
BYTES_MOST = 60_000
_PATIENCE_S = 30.0
_APP = "from benchmarks.map_variants import main\n\nmain()\n"

# A map is ready when it holds all its shapes and the browser has drawn a frame since.
_ATLAS_READY = "() => { const s = window.atlas?.board?.state; return s && s.drawn === s.applied ? s.applied : 0; }"
_PLAIN_READY = "() => window.map && Object.keys(window.map._layers).length > 820 ? 1 : 0"
_NEXT_PAINT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))"


@dataclass(frozen=True)
class Row:
    """One kind of map. change_ms: median, with least and most; received_bytes: median; rebuilt: of `runs` changes."""

    name: str
    change_ms: float
    least_ms: float
    most_ms: float
    received_bytes: int
    rebuilt: int
    runs: int


@dataclass(frozen=True)
class Result:
    """boundaries: real or schematic; the rows atlas, page, plain."""

    boundaries: str
    atlas: Row
    page: Row
    plain: Row

    @property
    def times_faster(self) -> float:
        """Plain against the same bare map."""
        return self.plain.change_ms / self.atlas.change_ms

    @property
    def page_times_faster(self) -> float:
        """Plain and bare against the atlas's whole page."""
        return self.plain.change_ms / self.page.change_ms


def run(quick: bool = False) -> Result:
    """Measure all three. RuntimeError where there is no browser."""
    path = browser_path()
    if path is None:
        raise RuntimeError("no Chromium, Chrome or Edge is installed")
    runs = RUNS if quick else 2 * RUNS + 1
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as scratch, _boundaries_in(Path(scratch)) as kind:
        register = Path(scratch) / "atlas.duckdb"
        rebuild_demo(register)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            measured = {
                name: _measure(name, browser, Path(scratch), register, runs) for name in ("plain", "atlas", "page")
            }
            browser.close()
    return Result(kind, measured["atlas"], measured["page"], measured["plain"])


@contextmanager
def _boundaries_in(local: Path) -> Iterator[str]:
    """Put the real boundaries in force for servers that use `local`; afterwards nothing of them is left."""
    before = set(map_dir().glob("geometry-*.js"))
    kept = os.environ.get("ATLAS_LOCAL")
    os.environ["ATLAS_LOCAL"] = str(local)
    try:
        prepare_static()
        if REAL.is_file():
            boundaries.install(REAL)
        boundaries.current()
        yield "real (MIMU 9.3)" if REAL.is_file() else "schematic (no real boundaries beside the checkout)"
    finally:
        os.environ.pop("ATLAS_LOCAL") if kept is None else os.environ.update(ATLAS_LOCAL=kept)
        if REAL.is_file():
            for file in set(map_dir().glob("geometry-*.js")) - before:
                file.unlink()


def _measure(name: str, browser: Browser, scratch: Path, register: Path, runs: int) -> Row:
    folder = ROOT
    if name != "page":
        folder = scratch / name
        folder.mkdir()
        (folder / "app.py").write_text(_APP)
        (folder / "static").symlink_to(ROOT / "static")
        (folder / ".streamlit").symlink_to(ROOT / ".streamlit")
    server = start_server(register, scratch, folder=folder, more={"ATLAS_BENCHMARK_MAP": name})
    try:
        if name == "page":
            warm_up(browser, server.url)
        url = f"{server.url}/coverage_map" if name == "page" else server.url
        return _changes(name, browser.new_page(viewport={"width": 1440, "height": 1000}), url, runs)
    finally:
        stop_server(server.process)


def _changes(name: str, page: Page, url: str, runs: int) -> Row:
    received: list[int] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: received.append(len(data))))
    page.goto(url)
    ready = _PLAIN_READY if name == "plain" else _ATLAS_READY
    _wait(page, ready, lambda _frame, answer: bool(answer))
    taken, bytes_each, rebuilt = [], [], 0
    for turn in range(runs + 1):
        settled(page)
        frame = _wait(page, ready, lambda _frame, answer: bool(answer))
        frame.evaluate("() => { window.unchanged = true; }")
        before = int(frame.evaluate(ready))
        received.clear()
        choice = _choice(page, name, turn)
        began = time.perf_counter()
        choice.click()
        changed = _wait(page, ready, _changed_since(before))
        changed.evaluate(_NEXT_PAINT)
        elapsed = time.perf_counter() - began
        settled(page)
        if turn:  # the first change warms caches
            taken.append(elapsed * 1000)
            bytes_each.append(sum(received))
            rebuilt += not changed.evaluate("() => window.unchanged")
    page.close()
    return Row(
        name, statistics.median(taken), min(taken), max(taken), int(statistics.median(bytes_each)), rebuilt, runs
    )


def _changed_since(before: int) -> Callable[[Frame, int], bool]:
    return lambda frame, answer: answer > before or not frame.evaluate("() => window.unchanged")


def _choice(page: Page, name: str, turn: int) -> Locator:
    """Another value of the filter at each turn: the year; on the atlas's page the special cases."""
    if name == "page":
        words = ("Only", "Without", "All")[turn % 3]
        return page.get_by_test_id("stSidebar").get_by_text(words, exact=True).last
    years = page.get_by_test_id("stRadio").locator("label")
    return years.nth(2 + turn % 7)


def _frame(page: Page) -> Frame | None:
    return next((frame for frame in page.frames if "streamlit_folium" in frame.url), None)


def _wait(page: Page, ready: str, enough: Callable[[Frame, int], bool]) -> Frame:
    """The map's frame as soon as it is ready and `enough` agrees; RuntimeError after half a minute."""
    deadline = time.perf_counter() + _PATIENCE_S
    while time.perf_counter() < deadline:
        frame = _frame(page)
        try:
            answer = frame.evaluate(ready) if frame else 0
            if frame and answer and enough(frame, int(answer)):
                return frame
        except Exception as gone:  # the frame was taken away while it was asked
            if "detached" not in str(gone) and "destroyed" not in str(gone) and "closed" not in str(gone):
                raise
        page.wait_for_timeout(5)
    raise RuntimeError("the map did not draw in time")


def report(result: Result) -> str:
    """The rows side by side, the ratios, and whether the goals are met."""
    names = {
        "atlas": "the atlas's map",
        "page": "the atlas's whole page",
        "plain": "folium.GeoJson in st_folium",
    }
    rows = [
        (names[r.name], r.change_ms, r.least_ms, r.most_ms, r.received_bytes / 1000, f"{r.rebuilt} of {r.runs}")
        for r in (result.plain, result.page, result.atlas)
    ]
    headings = ("map", "change ms", "least", "most", "kB a change", "frame rebuilt")
    largest = max(result.atlas.received_bytes, result.page.received_bytes)
    return "\n".join(
        [
            f"Boundaries: {result.boundaries}; 330 townships, 500 presences (the page: those of the register).",
            table(headings, rows),
            f"The same map: {result.times_faster:.1f} times faster (goal: {TIMES_FASTER:.0f}); the whole page: "
            f"{result.page_times_faster:.1f} times. "
            f"Received: at most {largest / 1000:.0f} kB (goal: {BYTES_MOST // 1000}).",
        ]
    )


def main(arguments: list[str] | None = None) -> None:
    """Print the table and the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{RUNS} changes each")
    chosen = parser.parse_args(arguments)
    print(machine().line())
    print(versions("streamlit", "streamlit-folium", "folium"))
    print(report(run(chosen.quick)))


if __name__ == "__main__":
    main()
