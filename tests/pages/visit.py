"""A visit to the app in one role, on a register of the test's own."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape
from pathlib import Path
from types import FunctionType

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.paths import ROOT
from data.scope import Scope
from data.store import Store, open_store
from data.vocabulary import Role
from geo import boundaries
from tests import empty_register
from ui import cached, start
from ui.navigation import pages_of

ORGANISATION = "A"


def scope_of(role: Role) -> Scope:
    """A reader of the role: the manager of organisation A, an officer without shelters."""
    return Scope(role, actor=f"test.{role}", organisation_id=ORGANISATION if role is Role.NGO_MANAGER else None)


@contextmanager
def register(path: Path, monkeypatch: pytest.MonkeyPatch, fill: Callable[[Store], object]) -> Iterator[None]:
    """The register that the app opens, filled by the test; nothing of another test's is left in the caches."""
    if _depends_on_nothing(fill) and not (path / "atlas.duckdb").exists():  # a test may have put one there
        shutil.copytree(_filled(fill), path, dirs_exist_ok=True)
    else:
        _fill(path, fill)
    monkeypatch.setenv("ATLAS_DB", str(path / "atlas.duckdb"))
    shutil.copytree(schematic(), path / "boundaries", dirs_exist_ok=True)
    monkeypatch.setenv("ATLAS_LOCAL", str(path))
    monkeypatch.setattr(start, "prepare", lambda _progress=None: start._done.set())
    opened: list[Store] = []
    monkeypatch.setattr(cached, "open_store", lambda: opened.append(open_store()) or opened[-1])
    _forget()
    try:
        yield
    finally:
        for one in opened:
            one.close()
        _forget()


def _depends_on_nothing(fill: Callable[[Store], object]) -> bool:
    """Whether it is a function of a module, so that it fills every register with the same."""
    return isinstance(fill, FunctionType) and not fill.__closure__ and "<locals>" not in fill.__qualname__


@cache
def _filled(fill: Callable[[Store], object]) -> Path:
    """A folder with a register that the function filled, once in this process."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-filled-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _fill(folder, fill)
    return folder


def _fill(path: Path, fill: Callable[[Store], object]) -> None:
    if not (path / "atlas.duckdb").exists():
        empty_register.lay(path / "atlas.duckdb")
    store = open_store(path / "atlas.duckdb")
    fill(store)
    store.close()


@cache
def schematic() -> Path:
    """The schematic's files, drawn once in this process: it takes seconds and is the same for every register."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-schematic-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_LOCAL", str(folder))
        boundaries.current()
    return folder / "boundaries"


def _forget() -> None:
    st.cache_data.clear()
    st.cache_resource.clear()


def visit(page: str, role: Role, query: dict[str, str] | None = None) -> AppTest:
    """The page as a reader of the role gets it on opening it by its address."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.session_state["atlas_scope"] = scope_of(role)
    for key, value in (query or {}).items():
        at.query_params[key] = value
    return arrive(at, page, role)


def arrive(at: AppTest, page: str, role: Role) -> AppTest:
    """Run the page at once; by way of the front door where the role has no such page: only so it is found out."""
    allowed = [entry.file for entry in pages_of(role)]
    if page not in allowed:
        at.run()
        assert not at.exception
    return (at if page == allowed[0] else at.switch_page(page)).run()


def words(at: AppTest) -> str:
    """Everything that the page says outside its tables and figures, the sidebar apart."""
    said = []
    for element in at.main:
        for attribute in ("label", "value", "body", "delta"):
            found = getattr(element, attribute, None)
            if found is not None:
                said.append(str(found))
        proto = getattr(element, "proto", None)
        if proto is not None:
            said.append(str(proto))
    return "\n".join(said)


def metrics(at: AppTest) -> dict[str, str]:
    """Title -> value of the headline's cards, without the unit."""
    return {metric.label: metric.value.split(" ")[0] for metric in at.metric}


def reading_tables(at: AppTest) -> list[str]:
    """The HTML of each table of sentences."""
    return [element.proto.body for element in at.get("html") if "atlas-reading" in element.proto.body]


def sentences(at: AppTest) -> dict[str, list[list[str]]]:
    """Title of each table of sentences -> its rows of cells."""
    return {
        unescape(re.findall('aria-label="([^"]*)"', text)[0]): [
            [unescape(cell) for cell in re.findall("<td>(.*?)</td>", line)]
            for line in re.findall("<tr>(<td>.*?)</tr>", text)
        ]
        for text in reading_tables(at)
    }
