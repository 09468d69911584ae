"""A running atlas over a temporary register and a real Chromium, shared by all browser tests.

Fixtures: `atlas` (session: the server's address) and `visit(path, width, height)`, which opens a page and waits until
it is idle. Every test fails if one of its pages reached beyond 127.0.0.1, opened a dialog or told an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from data.demo import DEMO_AS_OF, rebuild_demo
from data.store import open_store
from tests.browser.driver import (
    ARGUMENTS,
    BROWSERS,
    HERE,
    PATIENCE_MS,
    Watch,
    browser_path,
    plant_hostile_names,
    settled,
    start_server,
    stop_server,
    warm_up,
)
from tests.browser.people import wanted_by_several

expect.set_options(timeout=PATIENCE_MS)  # a busy machine must not fail a true statement


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session. Absent: skipped on a desk, a failure where CI=true."""
    path = browser_path()
    if path is None:
        reason = f"none of {', '.join(BROWSERS)} is installed"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration register of its usual size, with one hostile organisation."""
    path = tmp_path_factory.mktemp("atlas") / "atlas.duckdb"
    rebuild_demo(path)
    plant_hostile_names(path)
    return path


@pytest.fixture(scope="session")
def assignable(register: Path) -> str:
    """Code of a person whom several providers could take; looked up before a server has the register open."""
    store = open_store(register)
    try:
        return next(wanted_by_several(store, DEMO_AS_OF))
    finally:
        store.close()


@pytest.fixture(scope="session")
def atlas(register: Path, assignable: str, chromium: Browser) -> Iterator[str]:
    """Address of a running atlas over the temporary register; none is started where there is no browser."""
    server = start_server(register, register.parent)
    try:
        warm_up(chromium, server.url)
        yield server.url
    finally:
        stop_server(server.process)


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """Fails the test afterwards if its pages reached out, opened a dialog or told an error."""
    seen = Watch()
    yield seen
    assert not seen.outside, f"requests left {HERE}: {sorted(set(seen.outside))}"
    assert not seen.dialogs, f"dialogs opened: {seen.dialogs}"
    assert not seen.errors, f"errors on the console: {seen.errors}"


Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def desk(chromium: Browser) -> Iterator[BrowserContext]:
    """What visitors of plain tests share: a browser that has the atlas's scripts from an earlier visit."""
    context = chromium.new_context(reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def visit(atlas: str, desk: BrowserContext, watch: Watch) -> Iterator[Visit]:
    """visit("coverage_map?level=state", width=420): a new visitor opens a page and waits until it is idle."""
    pages: list[Page] = []

    def open_page(path: str = "", width: int = 1440, height: int = 1100, url: str = "") -> Page:
        page = desk.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        watch.over(page)
        page.goto(f"{url or atlas}/{path}")
        settled(page)
        return page

    yield open_page
    for page in pages:
        if not page.is_closed():
            page.evaluate("() => localStorage.clear()")
            page.close()
    desk.clear_cookies()
