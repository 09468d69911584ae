"""The server itself turns to no other machine: not at its start, not for a visit, not for a foreign origin."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from data import kept_file
from data.kept_file import KeptFile
from tests.browser.driver import ROOT, SERVE, free_port, settled, start_server, stop_server

pytestmark = pytest.mark.browser
QUIET = Path(__file__).parent / "quiet"


def test_the_watch_sees_a_look_up(tmp_path: Path) -> None:
    log = tmp_path / "network.log"
    code = "import socket\ntry: socket.getaddrinfo('example.org', 80)\nexcept OSError: pass"
    surroundings = os.environ | {"PYTHONPATH": str(QUIET), "ATLAS_NETWORK_LOG": str(log)}
    subprocess.run([sys.executable, "-c", code], env=surroundings, check=True)
    assert log.read_text(encoding="utf-8") == "socket.getaddrinfo example.org\n"


def test_start_visit_and_foreign_origin_ask_nobody(register: Path, chromium: Browser, tmp_path: Path) -> None:
    log = tmp_path / "network.log"
    log.touch()
    copy = tmp_path / "atlas.duckdb"
    copy.write_bytes(register.read_bytes())
    watched = {"PYTHONPATH": f"{QUIET}{os.pathsep}{ROOT}", "ATLAS_NETWORK_LOG": str(log)}
    server = start_server(copy, tmp_path, more=watched)
    try:
        page = chromium.new_page()
        page.goto(server.url)
        settled(page)
        page.close()
        assert _handshake_status(server.url, origin=f"http://elsewhere.invalid:{free_port()}") != 101
    finally:
        stop_server(server.process)
    assert log.read_text(encoding="utf-8").splitlines() == []


def test_a_shared_link_opened_first_shows_its_page_and_no_dialog(
    register: Path, chromium: Browser, tmp_path: Path
) -> None:
    copy = tmp_path / "atlas.duckdb"
    copy.write_bytes(register.read_bytes())
    server = start_server(copy, tmp_path, command=SERVE)
    try:
        page = chromium.new_page()
        page.goto(f"{server.url}/gaps")
        settled(page)
        assert page.get_by_role("heading", level=1).inner_text() == "Gaps"
        assert page.get_by_role("dialog").count() == 0
        page.close()
    finally:
        stop_server(server.process)


def test_a_server_that_is_stopped_leaves_what_was_worked_out_to_the_next_one(
    register: Path, chromium: Browser, tmp_path: Path
) -> None:
    copy = tmp_path / "atlas.duckdb"
    copy.write_bytes(register.read_bytes())
    beside = KeptFile(copy).path
    whatever_its_size = "import data.kept_file as k; k.LEAST_ROWS = 1; from ui import serve; serve.main()"
    written = []
    for _start in range(2):
        server = start_server(copy, tmp_path, command=("-c", whatever_its_size))
        try:
            page = chromium.new_page()
            page.goto(f"{server.url}/indicators?role=planner")
            settled(page)
            page.close()
        finally:
            stop_server(server.process)
        with duckdb.connect(str(beside), read_only=True) as own:
            stamp = json.loads(own.execute("SELECT told FROM told").fetchall()[0][0])["stamp"]
            rows = own.execute("SELECT count(*) FROM fact").fetchall()[0][0]
        assert stamp == kept_file.stamp(copy)
        written.append(rows)
    with duckdb.connect(str(copy), read_only=True) as own:
        seen = own.execute("SELECT count(*) FROM visible_case('planner', NULL, NULL)").fetchall()[0][0]
    assert written == [seen, seen]


def _handshake_status(url: str, origin: str) -> int:
    """HTTP status of a websocket handshake that names another origin (101: let in)."""
    import http.client
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Origin": origin,
    }
    connection.request("GET", "/_stcore/stream", headers=headers)
    return connection.getresponse().status
