"""From `streamlit run` to the first drawn map on a prepared checkout, and the server's peak memory.

    python -m benchmarks.start_up [--quick]

Warm: the register and the static files are made, the files of the libraries lie in the system's cache after a first
start that is not counted. Peak memory: the server's largest resident set after the map was drawn and ten filters
changed (VmHWM of /proc; n/a on systems without it).
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.common import RUNS, machine, table, versions
from data.demo import rebuild_demo
from geo import boundaries
from tests.browser.driver import ARGUMENTS, browser_path, drawn, map_frame, settled, start_server, stop_server
from ui.assets import prepare_static

CHANGES = 10


@dataclass(frozen=True)
class Start:
    """Seconds from the command to the answering server and to the drawn map; peak resident memory in MiB or None."""

    server_s: float
    map_s: float
    peak_mib: float | None


def run(quick: bool = False) -> list[Start]:
    """Start again and again; the first start is not among the results. RuntimeError where there is no browser."""
    path = browser_path()
    if path is None:
        raise RuntimeError("no Chromium, Chrome or Edge is installed")
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as scratch, sync_playwright() as playwright:
        register = Path(scratch) / "atlas.duckdb"
        rebuild_demo(register)
        prepare_static()
        boundaries.current()
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        starts = [_start(browser, register, Path(scratch)) for _ in range(1 + (RUNS if quick else 2 * RUNS - 1))]
        browser.close()
    return starts[1:]


def _start(browser: Browser, register: Path, scratch: Path) -> Start:
    began = time.perf_counter()
    server = start_server(register, scratch)
    try:
        server_s = time.perf_counter() - began
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(server.url)
        page.get_by_role("link", name="Coverage map").click()
        frame = map_frame(page)
        map_s = time.perf_counter() - began
        for turn in range(CHANGES):
            settled(page)
            before = int(frame.evaluate("() => window.atlas.board.state.applied"))
            words = ("Only", "Without", "All")[turn % 3]
            page.get_by_test_id("stSidebar").get_by_text(words, exact=True).last.click()
            drawn(frame, before)
        page.close()
        return Start(server_s, map_s, _peak_mib(server.process.pid))
    finally:
        stop_server(server.process)


def _peak_mib(pid: int) -> float | None:
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return None
    lines = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) / 1024 if lines else None


def report(starts: list[Start]) -> str:
    """Medians with the least and the most."""
    peaks = [s.peak_mib for s in starts if s.peak_mib is not None]
    rows = [
        ("server answers, s", *_spread([s.server_s for s in starts])),
        ("first map drawn, s", *_spread([s.map_s for s in starts])),
        ("peak memory of the server, MiB", *(_spread(peaks) if peaks else ("n/a",) * 3)),
    ]
    return table((f"warm start, {len(starts)} runs", "median", "least", "most"), rows)


def _spread(values: list[float]) -> tuple[float, float, float]:
    return statistics.median(values), min(values), max(values)


def main(arguments: list[str] | None = None) -> None:
    """Print the table and the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{RUNS} starts")
    chosen = parser.parse_args(arguments)
    print(machine().line())
    print(versions("streamlit", "duckdb", "pandas"))
    print(report(run(chosen.quick)))


if __name__ == "__main__":
    main()
