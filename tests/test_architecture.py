"""The house stands as docs say it does, and each of these checks is shown to be able to fail."""

from __future__ import annotations

import inspect
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from data.vocabulary import AgendaItem, MeetingSite, ReferralState
from queries import cases
from queries.ask import COUNTED, ask, declared_columns, declared_parameters
from queries.audit import Chosen
from queries.filters import Filters
from queries.matching import Narrowed
from queries.shelter_register import Span
from tests import architecture_rules as rules
from tests.small_register import PLANNER, case, organisation, presence, small_store, unassigned

ROOT = Path(__file__).resolve().parent.parent
# Files of ui that may write HTML of their own, each with its reason.
RAW_HTML_ALLOWED: dict[str, str] = {}

CHECKS = {
    "import table": rules.wrong_imports,
    "packages": rules.missing_init_files,
    "no file directly in pages": rules.files_directly_in_pages,
    "short pages": rules.long_pages,
    "short files": rules.long_files,
    "short functions": rules.long_functions,
    "no swallowed exception": rules.swallowed_exceptions,
    "no raw case table": rules.raw_case_tables,
    "SQL only in the questions": rules.sql_beside_the_questions,
    "one statement a file": rules.several_statements,
    "function and statement one to one": rules.functions_and_statements_apart,
    "nothing beside the checkout": rules.folders_beside_the_checkout,
    "no registry host": rules.registry_hosts,
    "no content host": rules.content_hosts,
    "no raw HTML": lambda root: rules.raw_html(root, RAW_HTML_ALLOWED),
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_house_keeps_its_rules(name):
    assert CHECKS[name](ROOT) == []


ASK = "def f(store):\n    return ask(store, {0!r})\n"
MAIN = "if __name__ == '__main__':\n    from {0} import {1}\n"
EDGE = ("geo.gazetteer", "default_gazetteer")
LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 46
# A file for each rule that must be found, and what must be said of it.
BROKEN = [
    ("import table", {"data/a.py": "import streamlit\n"}, "data may not import streamlit"),
    ("import table", {"data/a.py": "from geo import distance\n"}, "data may not import geo.distance"),
    ("import table", {"geo/a.py": "import duckdb\n"}, "geo may not import duckdb"),
    ("import table", {"geo/a.py": "from data import store\n"}, "geo may not import data.store"),
    ("import table", {"queries/a.py": "def f():\n    import geopandas\n"}, "queries may not import geopandas"),
    ("import table", {"analysis/a.py": "from queries.ask import ask\n"}, "analysis may not import queries.ask.ask"),
    ("import table", {"analysis/a.py": "import importlib\nimportlib.import_module('duckdb')\n"}, "import duckdb"),
    ("import table", {"ui/a.py": "from pages.see import overview\n"}, "ui may not import pages.see.overview"),
    ("import table", {"pages/see/a.py": "import folium\n"}, "pages may not import folium"),
    ("import table", {"pages/see/a.py": "from pages.see import b\n"}, "pages may not import pages.see.b"),
    ("import table", {"pages/see/a.py": "from data.store import open_store\n"}, "data.store.open_store"),
    ("import table", {"app.py": "import duckdb\n"}, "app may not import duckdb"),
    ("import table", {"geo/a.py": "from . import distance\n"}, "relative import"),
    ("import table", {"data/load.py": MAIN.format("streamlit", "cli")}, "data may not import streamlit.cli"),
    ("import table", {"data/other.py": MAIN.format(*EDGE)}, "data may not import geo.gazetteer.default_gazetteer"),
    ("import table", {"data/load.py": MAIN.format("geo", "match")}, "data may not import geo.match"),
    ("import table", {"data/load.py": "from {} import {}\n".format(*EDGE)}, "data may not import geo.gazetteer"),
    ("packages", {"data/a.py": ""}, "data/__init__.py is missing"),
    ("packages", {"pages/see/__init__.py": ""}, "nobody imports a page"),
    ("no file directly in pages", {"pages/a.py": ""}, "pages/a.py"),
    ("short pages", {"pages/see/a.py": "x = 1\n" * 121}, "121 lines"),
    ("short files", {"ui/a.py": "x = 1\n" * 401}, "401 lines"),
    ("short functions", {"ui/a.py": LONG_FUNCTION}, "47 lines"),
    ("no swallowed exception", {"ui/a.py": "try:\n    f()\nexcept Exception:\n    pass\n"}, "ui/a.py:3"),
    ("no raw case table", {"queries/sql/a.sql": "SELECT * FROM victim_case"}, "victim_case"),
    ("no raw case table", {"queries/sql/a.sql": "SELECT * FROM visible_case(1) JOIN Assignment a"}, "assignment"),
    ("no raw case table", {"ui/a.py": "sql = 'SELECT 1 FROM case_event'\n"}, "raw case table"),
    ("no raw case table", {"ui/a.py": "sql = 'SELECT 1 FROM township t, victim_case v'\n"}, "raw case table"),
    ("no raw case table", {"ui/a.py": "sql = 'SELECT 1 FROM main.\"assignment\"'\n"}, "raw case table"),
    ("no raw case table", {"ui/a.py": "sql = f'SELECT {x} FROM assignment'\n"}, "raw case table"),
    ("no raw case table", {"queries/a.py": "sql = 'UPDATE assignment SET a = 1'\n"}, "raw case table"),
    ("SQL only in the questions", {"ui/a.py": "store.read(f'SELECT 1 FROM {t}')\n"}, "ui/a.py:1"),
    ("SQL only in the questions", {"queries/a.py": "def f(c, s):\n    c.execute(s)\n"}, "queries/a.py:2"),
    ("one statement a file", {"queries/sql/a.sql": "SELECT 1; SELECT 2"}, "2 statements"),
    ("function and statement one to one", {"queries/sql/a.sql": "SELECT 1"}, "a.sql has no function"),
    ("function and statement one to one", {"queries/a.py": ASK.format("f")}, "f.sql does not exist"),
    ("function and statement one to one", {"queries/a.py": ASK.format("g")}, "f asks g"),
    ("function and statement one to one", {"queries/a.py": "def f(s, n):\n    ask(s, n)\n"}, "computed name"),
    ("nothing beside the checkout", {"ui/a.py": "p = '../sha" + "red/geo'\n"}, "ui/a.py"),
    ("nothing beside the checkout", {"docs/a.md": "see ../sha" + "red\n"}, "docs/a.md"),
    ("nothing beside the checkout", {"geo/a.py": "p = ROOT.parent / 'sha" + "red'\n"}, "geo/a.py"),
    ("no registry host", {"requirements.txt": "-i https://py" + "pi.org/simple\n"}, "requirements.txt"),
    ("no registry host", {"tests/a.py": "# files.python" + "hosted.org\n"}, "tests/a.py"),
    ("no content host", {"ui/a.py": "u = 'https://unp" + "kg.com/leaflet'\n"}, "ui/a.py"),
    ("no raw HTML", {"pages/see/a.py": "st.markdown('<b>', unsafe_allow_html=True)\n"}, "writes raw HTML"),
    ("no raw HTML", {"ui/a.py": "st.components.v1.html('<b>')\n"}, "writes raw HTML"),
]


@pytest.mark.parametrize(("name", "files", "said"), BROKEN)
def test_each_check_can_fail(name, files, said, tmp_path):
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert any(said in line for line in CHECKS[name](tmp_path)), CHECKS[name](tmp_path)


def test_every_check_is_shown_to_fail():
    assert {name for name, _, _ in BROKEN} == set(CHECKS)


GOOD = {
    "queries/a.py": ASK.format("f"),
    "queries/sql/f.sql": "-- About victim_case.\nSELECT assignment_state FROM visible_assignment($role)",
    "queries/ask.py": "def ask(store, sql):\n    return store.read(sql)\n",
    "ui/a.py": '"""Draws what victim_case holds."""\ntext = "Each assignment, from the first"\nfile.read()\n',
    "pages/see/a.py": "import streamlit as st\nfrom ui import frame\nfrom analysis.coverage import Tier\n",
    "geo/a.py": "import numpy as np\nfrom data import reference\nfrom data.errors import N_\n",
    "data/load.py": MAIN.format(*EDGE),
    "tests/a.py": "FOLDER = ROOT.parent / 'sha" + "red'\n",
    "docs/a.md": "What is shared stands here.\n",
}


@pytest.mark.parametrize("name", [name for name in CHECKS if name != "packages"])
def test_what_is_right_passes(name, tmp_path):
    for path, text in GOOD.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert CHECKS[name](tmp_path) == []


# What the functions of queries are called with; a new parameter needs its value here.
SAMPLES: dict[str, object] = {
    "scope": PLANNER,
    "filters": Filters(as_of=date(2024, 6, 30)),
    "as_of": date(2024, 6, 30),
    "ts_pcode": "MMR001001",
    "first_year": 2020,
    "most": 5,
    "sha256": "0" * 64,
    "batch": "LOAD-1",
    "cap_days": 730,
    "list_id": "hotspots-2024-v1",
    "plan_id": "plan-1",
    "publication_id": "publication-v1",
    "last_year": 2024,
    "narrowed": Narrowed(),
    "within": cases.Narrowed(late=True),
    "things": cases.DueOf(),
    "year": 2024,
    "case_code": "C",
    "long_days": 30,
    "skip": 0,
    "search": None,
    "span": Span(date(2024, 1, 1), date(2024, 6, 30), date(2024, 6, 30)),
    "pool_id": "P",
    "meeting_id": "M-1",
    "site": MeetingSite.MANDALAY,
    "item": AgendaItem.WAITING_LONG,
    "state": ReferralState.OPEN,
    "months": 6,
    "limit": 10,
    "offset": 0,
    "account": "a@example.org",
    "key": "idle_minutes",
    "chosen": Chosen(),
}
QUESTIONS = [(module, function) for module, function, _ in rules.statements_asked(ROOT)]


@pytest.fixture(scope="module")
def stores():
    one = small_store(
        organisation=[organisation("A")],
        provider_presence=[presence("P")],
        victim_case=[case("C", ts_pcode=None)],
        assignment=[unassigned("C", date(2024, 1, 1))],
    )
    return {"empty": small_store(), "one case": one}


@pytest.mark.parametrize("kind", ["empty", "one case"])
@pytest.mark.parametrize(("module", "name"), QUESTIONS)
def test_header_and_parameters_are_those_that_run(module, name, kind, stores, monkeypatch):
    """The function binds what the statement declares (ask raises otherwise) and gets the columns of the header."""
    here = import_module(f"queries.{module}")
    bound: dict[str, set[str]] = {}

    def watched(store, statement, scope=None, **params):
        bound[statement] = set(params) | (set(scope.params()) if scope else set())
        return ask(store, statement, scope, **params)

    monkeypatch.setattr(here, "ask", watched)
    function = getattr(here, name)
    arguments = {p: SAMPLES[p] for p in inspect.signature(function).parameters if p != "store"}
    found = function(stores[kind], **arguments)
    columns = declared_columns(name)
    assert tuple(found.columns) == tuple(column.name for column in columns)
    assert declared_parameters(name) <= bound[name]
    for column in columns:
        if column.unit in COUNTED:
            assert found[column.name].dtype.kind == "i"
        if column.null is None:
            assert found[column.name].notna().all(), column


def test_there_are_questions_to_check():
    assert len(QUESTIONS) >= 20


@pytest.mark.parametrize(("module", "name"), QUESTIONS)
def test_every_question_says_what_comes_back(module, name):
    doc = getattr(import_module(f"queries.{module}"), name).__doc__ or ""
    told = [column.name for column in declared_columns(name) if column.name in doc]
    assert len(told) >= len(declared_columns(name)) / 2, "the docstring names the result columns"
