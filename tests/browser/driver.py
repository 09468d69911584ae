"""Start an atlas, drive it in Chromium, wait for it: what browser tests and benchmarks share."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Error, Frame, Page

from data.store import insert_frame, open_store

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = "127.0.0.1"
PATIENCE_MS = 30_000
FIRST_PATIENCE_MS = 120_000  # the first visit imports everything and draws what is not there yet

# An organisation whose name tries every door: markup, template literal, backtick, end of script, Markdown.
HOSTILE_NAME = (
    'Evil <img src=x onerror="window.top.atlasHit=1;alert(1)"> ${window.top.atlasHit=2} ${alert(2)} ` </script>'
    "<script>window.top.atlasHit=3</script> {{ 7*7 }} [x](javascript:alert(3)) _a_b_"
)
HOSTILE_TOWNSHIP = "MMR001017"  # Nawngmun, the northernmost: few others are near


@dataclass
class Watch:
    """What a visit must not do, with the facts of each time that it did."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Begin to watch a page."""
        page.on("request", lambda request: self._request(request.url))
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        # On a page's own address Streamlit's front end first asks below that address, then above it.
        probing = re.search(r"/_stcore/(health|host-config)$", message.location.get("url", ""))
        if message.type == "error" and not probing:
            self.errors.append(message.text)

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != HERE:
            self.outside.append(url)


def browser_path() -> str | None:
    """The installed Chromium, Chrome or Edge; None where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as s:
        s.bind((HERE, 0))
        return int(s.getsockname()[1])


def plant_hostile_names(path: Path) -> None:
    """Add the hostile organisation, resident in HOSTILE_TOWNSHIP, to a register."""
    store = open_store(path)
    try:
        with store.transaction() as cursor:
            organisation = {"organisation_id": "HOSTILE", "name": HOSTILE_NAME, "kind": "ngo"}
            insert_frame(cursor, "organisation", pd.DataFrame([organisation]))
            presence = {
                "presence_id": "HOSTILE-1",
                "organisation_id": "HOSTILE",
                "ts_pcode": HOSTILE_TOWNSHIP,
                "presence_type": "resident",
                "is_reintegration": True,
                "activity": HOSTILE_NAME,
                "activity_status": "ongoing",
                "capacity_people": 5,
                "source": HOSTILE_NAME,
            }
            insert_frame(cursor, "provider_presence", pd.DataFrame([presence]))
    finally:
        store.close()


@dataclass(frozen=True)
class Server:
    """A running atlas: its address without a slash at the end, and the server's process."""

    url: str
    process: subprocess.Popen[bytes]


STREAMLIT = ("-m", "streamlit", "run", "app.py")
SERVE = ("-m", "ui.serve")


def start_server(
    register: Path,
    local: Path,
    base_path: str = "",
    folder: Path = ROOT,
    more: dict[str, str] | None = None,
    command: tuple[str, ...] = STREAMLIT,
    port: int | None = None,
) -> Server:
    """Start `streamlit run app.py` (or `command`) in `folder`, wait until it answers; more: environment variables.

    RuntimeError with its log where it ends first.
    """
    port = port or free_port()
    log = local / f"server-{port}.log"
    options = [f"--server.port={port}", f"--server.address={HERE}", "--server.headless=true"]
    if base_path:
        options.append(f"--server.baseUrlPath={base_path}")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *command, *options],
            cwd=folder,
            env=os.environ
            | {"ATLAS_DB": str(register), "ATLAS_LOCAL": str(local), "PYTHONPATH": str(ROOT)}
            | (more or {}),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    url = f"http://{HERE}:{port}" + (f"/{base_path}" if base_path else "")
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text(errors='replace')[-2000:]}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):  # noqa: S310 (our own server)
                return Server(url, process)
        except OSError:
            time.sleep(0.1)
    stop_server(process)
    raise RuntimeError(f"the server did not answer in time: {log.read_text(errors='replace')[-2000:]}")


def warm_up(browser: Browser, url: str) -> None:
    """Let the first visitor in by the front door: until then Streamlit does not know the pages of the navigation."""
    page = browser.new_page()
    page.goto(url, timeout=FIRST_PATIENCE_MS)
    settled(page, FIRST_PATIENCE_MS)
    page.close()


def stop_server(process: subprocess.Popen[bytes]) -> None:
    """End a server that start_server began."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def settled(page: Page, patience_ms: int = PATIENCE_MS) -> None:
    """Wait until Streamlit has run and drawn: connected, not running, nothing stale, no skeleton."""
    page.wait_for_function(
        """() => {
          const app = document.querySelector('[data-testid=stApp]');
          return app && app.dataset.testConnectionState === 'CONNECTED' && app.dataset.testScriptState === 'notRunning'
            && document.querySelector('[data-testid=stMainBlockContainer] [data-testid=stElementContainer]')
            && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
        }""",
        timeout=patience_ms,
    )


def fits(page: Page) -> None:
    """Assert that nothing is wider than the screen: as wide as the page is now, and as wide as a phone."""
    now = page.viewport_size
    assert now
    for width in (now["width"], 420):
        page.set_viewport_size({"width": width, "height": 1100})
        page.wait_for_function("innerWidth => window.innerWidth === innerWidth", arg=width)
        page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")


def map_frame(page: Page) -> Frame:
    """The map's frame, once it has drawn what it was sent; another one if the page put it in its place meanwhile."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while True:
        handle = page.wait_for_selector("iframe[title^='streamlit_folium']", timeout=PATIENCE_MS)
        assert handle
        frame = handle.content_frame()
        assert frame
        try:
            drawn(frame)
        except Error:
            if not frame.is_detached() or time.monotonic() > deadline:
                raise
        else:
            return frame


def drawn(frame: Frame, after: int = 0) -> None:
    """Wait until the map has drawn more than `after` changes, and all that it was sent."""
    frame.wait_for_function(
        """after => { const s = window.atlas && window.atlas.board && window.atlas.board.state;
             return s && s.applied > after && s.drawn === s.applied; }""",
        arg=after,
        timeout=PATIENCE_MS,
    )
