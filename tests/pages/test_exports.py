"""Every page of each role that works with cases: whose rows it shows is on record, and so is every file that it offers.

The register's free texts are attacks, and nothing in a file would run.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import openpyxl
import pytest
import streamlit as st

from data.scope import Scope
from data.store import Store
from data.vocabulary import Role
from tests.hostile_register import MARK, fill_hostile
from tests.pages import visit as visit_module
from tests.pages.visit import register, visit, words
from ui import cached
from ui.navigation import PAGES

# Files that hold no data: an empty form or template may be taken without a word.
EMPTY = re.compile(r"_template\.xlsx$|^one_page_form\.html$|^indicator_template|^register_.*_blank")
MORE: dict[str, tuple[dict[str, str], ...]] = {
    "pages/track/caseload.py": ({"part": "workers"}, {"part": "due"}),
    "pages/track/cases.py": ({"part": "alternatives"},),
    "pages/track/recommendations.py": ({"recommendation": "1.5"},),
    "pages/track/shelter_register.py": ({"tab": "form"}, {"tab": "return"}, {"tab": "census"}),
    "pages/see/hot_spots.py": ({"part": "lists"},),
    "pages/manage/registers.py": ({"register": "health_site"}, {"register": "legal_proceeding"}),
}
OF_CASES = ("cases", "shelter_register", "registers", "caseload", "assignments")
Made = tuple[str, Callable[[], bytes]]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A register whose free texts are attacks, as the app's own; managers and officers are those with most people."""
    named: list[str] = []
    most: dict[Role, str] = {}

    def fill(store: Store) -> None:
        named.extend(fill_hostile(store))
        for role, column, table in ((Role.NGO_MANAGER, "organisation_id", "assignment"),
                                    (Role.DSW_OFFICER, "shelter_id", "victim_case")):  # fmt: skip
            most[role] = str(store.read(f"SELECT mode({column}) AS one FROM {table}")["one"].iloc[0])

    def scope_of(role: Role) -> Scope:
        organisation = most[role] if role is Role.NGO_MANAGER else None
        return Scope(role, f"test.{role}", organisation, (most[role],) if role is Role.DSW_OFFICER else ())

    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("hostile"), patch, fill):
        patch.setattr(visit_module, "scope_of", scope_of)
        yield named[0], named[1]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[Made]:
    """(file name, maker) of each download that the pages visited meanwhile offer."""
    found: list[Made] = []
    original = st.download_button

    def noted(label: str, data: object, **more: object) -> object:
        assert callable(data), f"{more['file_name']} is made before it is asked for"
        if not more.get("disabled"):
            found.append((str(more["file_name"]), data))
        return original(label, data, **more)

    monkeypatch.setattr(st, "download_button", noted)
    return found


def audit_rows() -> int:
    return int(cached.store().read("SELECT count(*) AS n FROM audit_log WHERE action LIKE 'export%'")["n"].iloc[0])


def read_rows() -> int:
    """Rows of the audit log that say that somebody read cases."""
    return int(cached.store().read("SELECT count(*) AS n FROM audit_log WHERE action = 'read cases'")["n"].iloc[0])


def looked_at(page: str, role: Role, query: dict[str, str]) -> bool:
    """Visit a page; whether it showed cases. Each visit that does must be on record."""
    before = read_rows()
    at = visit(page, role, query)
    assert not at.exception
    codes = set(re.findall(r"DM(?:\\\\?)?-\d{6}", words(at)))
    assert not codes or read_rows() > before, f"{page} {query} shows {len(codes)} cases to {role} and nothing says so"
    return bool(codes)


def taken(offered: list[Made]) -> dict[str, bytes]:
    """Each file as it leaves, with exactly one audit row more than before, or none for an empty form."""
    files = {}
    for name, make in dict(offered).items():
        before = audit_rows()
        files[name] = make()
        assert audit_rows() - before == (0 if EMPTY.search(name) else 1), name
    return files


def would_run(text: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula; numbers and telephone numbers are none."""
    seen = text.lstrip(" \t\r\n\x00\ufeff\u200b\u00a0\u2060")
    return seen[:1] in set("=+-@|%＝＋－＠") and not re.fullmatch(r"[+-]?[\d ()./eE-]+", seen)


class Page(HTMLParser):
    """What stands in a page to print beside text: scripts, handlers, things to fetch, addresses that run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "iframe", "object", "embed", "link", "form"):
            self.wrong.append(tag)
        self.wrong += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or "script:" in (value or "")]


def refuse_wrong_file(name: str, data: bytes) -> None:
    match name.rsplit(".", 1)[-1]:
        case "csv":
            rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
            assert not [cell for row in rows for cell in row if would_run(cell)], name
        case "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(data))
            cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
            assert cells
            assert not [c.coordinate for c in cells if c.data_type == "f" or c.hyperlink], name
            assert not [c.value for c in cells if isinstance(c.value, str) and would_run(c.value)], name
        case "html":
            assert Page(data.decode("utf-8")).wrong == [], name
        case "geojson":
            assert json.loads(data)["type"] == "FeatureCollection"
        case other:
            raise AssertionError(f"{name}: nobody said what a {other} file may hold")


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.PLANNER, Role.DSW_OFFICER, Role.NGO_MANAGER])
def test_every_look_and_every_file_of_every_page_is_on_record_and_no_file_harms(role, hostile, offered):
    entries = [e for e in PAGES if role in e.roles and (role is Role.PLANNER or any(n in e.file for n in OF_CASES))]
    asked = [(entry.file, query) for entry in entries for query in ({}, *MORE.get(entry.file, ()))]
    if role is Role.PLANNER:
        asked.append(("pages/track/cases.py", {"case": hostile[0]}))
        asked.append(("pages/decide/rr_meeting.py", {"meeting": hostile[1], "step": "minutes"}))
    showing = [page for page, query in asked if looked_at(page, role, query)]
    assert len(set(showing)) >= (5 if role is Role.PLANNER else 1)
    files = taken(offered)
    for name, data in files.items():
        refuse_wrong_file(name, data)
    if role is Role.PLANNER:
        assert {name.rsplit(".", 1)[-1] for name in files} >= {"csv", "xlsx", "html"}
        met = {m[1] for name, data in files.items() if name.endswith("csv") for m in MARK.finditer(data.decode())}
        assert met >= {"organisation.name", "provider_presence.activity", "import_batch.file_name"}
    assert len(files) >= 8


@pytest.mark.parametrize("text", ["=1+1", "\t=1+1", "\ufeff@x", "＝1", "+1-cmd"])
def test_the_check_would_find_a_formula(text):
    assert would_run(text)
    with pytest.raises(AssertionError):
        refuse_wrong_file("x.csv", f'a\r\n"{text}"\r\n'.encode())


def test_the_check_would_find_a_script_on_paper():
    assert Page("<p onclick='x'>a</p><script>1</script><a href='javascript:1'>").wrong == [
        "p onclick",
        "script",
        "a href",
    ]
