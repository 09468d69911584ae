"""The first start, and everything that can go wrong at it: a plain sentence, never a traceback."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import audit
from data.paths import ROOT
from data.scope import Scope
from data.store import open_store
from data.vocabulary import RegisterKind, Role
from tests.pages.visit import schematic
from ui import cached, start
from ui.doorkeeper import Doorkeeper


@pytest.fixture
def place(tmp_path, monkeypatch, request):
    """A folder of the test's own for the register and what the app generates, with nothing in any cache.

    The map's files are there, but for the first start, which draws them.
    """
    monkeypatch.setenv("ATLAS_LOCAL", str(tmp_path))
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / "atlas.duckdb"))
    monkeypatch.setattr(start, "prepare_static", lambda: None)
    if "first_start" not in request.node.name:
        shutil.copytree(schematic(), tmp_path / "boundaries")
    start._done.clear()
    st.cache_data.clear()
    st.cache_resource.clear()
    yield tmp_path
    start._done.clear()
    st.cache_data.clear()
    st.cache_resource.clear()


def opened() -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not at.exception
    return at


def test_the_first_start_builds_the_demonstration_register_with_progress(place, monkeypatch):
    told = []

    def pretend(progress):
        progress(0.5, "Writing the cases")
        store = open_store()
        told.append(store.kind())
        store.close()

    monkeypatch.setattr(start, "ensure_demo", pretend)
    at = opened()
    assert told == [RegisterKind.DEMONSTRATION]
    assert at.title[0].value == "Overview"
    assert not at.error
    opened()
    assert len(told) == 1, "prepared once a process"


def test_a_register_in_use_by_another_program_is_told(place):
    open_store().close()
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(place / "atlas.duckdb")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout.readline().strip() == b"held"
        at = opened()
        assert "is open in another program" in at.error[0].value
        assert not at.title
    finally:
        holder.stdin.close()
        holder.wait(timeout=30)


def test_a_file_that_is_no_register_is_told_and_left_alone(place):
    (place / "atlas.duckdb").write_bytes(b"not a database" * 1000)
    at = opened()
    assert "cannot be opened" in at.error[0].value
    assert (place / "atlas.duckdb").read_bytes() == b"not a database" * 1000


def test_a_register_of_real_cases_is_refused_without_sign_in(place):
    open_store(kind=RegisterKind.REAL).close()
    at = opened()
    assert "no sign-in is configured" in at.error[0].value
    assert not at.title
    assert not at.sidebar.selectbox


def test_a_register_of_real_cases_is_refused_where_files_would_leave_past_the_sign_in(place, monkeypatch):
    open_store(kind=RegisterKind.REAL).close()
    monkeypatch.setattr(start.sign_in, "is_configured", lambda: True)
    monkeypatch.setattr(Doorkeeper, "stands", False)
    at = opened()
    assert "python -m ui.serve" in at.error[0].value
    assert not at.title
    Doorkeeper(lambda *_: None)
    assert "python -m ui.serve" not in "".join(error.value for error in opened().error)


def test_a_failure_while_preparing_is_told(place, monkeypatch):
    from data.errors import RegisterUnreadable

    def fail(_progress):
        raise RegisterUnreadable(path="/x/atlas.duckdb", detail="the disk is full")

    monkeypatch.setattr(start, "ensure_demo", fail)
    assert "the disk is full" in opened().error[0].value


def test_the_server_is_configured_as_promised():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server, client = config["server"], config["client"]
    assert [server[k] for k in ("enableXsrfProtection", "enableCORS", "enableStaticServing")] == [True] * 3
    assert (server["maxUploadSize"], server["fileWatcherType"]) == (10, "none")
    assert (client["showErrorDetails"], client["toolbarMode"], client["disableDataExport"]) == ("none", "minimal", True)
    assert config["browser"]["gatherUsageStats"] is False
    assert "http" not in config["theme"]["font"]


def visited_by(role: Role) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.session_state["atlas_scope"] = Scope(
        role, actor="test", organisation_id="A" if role is Role.NGO_MANAGER else None
    )
    at.run()
    assert not at.exception
    return at


def test_what_the_keeper_should_know_is_told_to_everybody_but_donors(place, monkeypatch):
    open_store().close()
    monkeypatch.setattr(start, "prepare", lambda _progress=None: start._done.set())
    store = open_store()
    with store.transaction(only_audit=True) as cursor:
        audit.append(cursor, Scope(Role.PLANNER, "test"), "read cases", "x", 1)
    store.close()
    (place / "atlas.duckdb.head").unlink()  # somebody deleted the end that is kept outside
    for role in Role:
        told = [one.value for one in visited_by(role).warning if "atlas.duckdb.head" in one.value]
        assert len(told) == (0 if role is Role.DONOR else 1), role
    cached.store().close()
