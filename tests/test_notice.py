"""NOTICE names every source of the reference tables and every library that is installed."""

from __future__ import annotations

import ast
import csv
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
TABLES = sorted((ROOT / "data" / "reference").glob("*.csv"))
# A word in a source column -> what NOTICE calls the publisher.
PUBLISHERS = {
    r"UNODC": "UNODC",
    r"\bUNIAP\b": "UNIAP Myanmar datasheet 2010",
    r"irrawaddy": "The Irrawaddy",
    r"bnionline": "Burma News International",
    r"coconuts": "Coconuts Yangon",
    r"Eleven Media": "Eleven Media",
    r"humanrightssociety": "humanrightssociety.org",
    r"Mizzima": "Mizzima",
    r"ecoi\.net": "ecoi.net",
    r"MITV": "MITV",
    r"Global New Light": "Global New Light of Myanmar",
    r"\bMIMU PCode 9\.6\b": "9.6",
    r"\bMIMU (v|PCode )?9\.[36]": "Myanmar Information Management Unit",
}
OWN = re.compile(r"^assumed\b", re.I)
LISTS = {"curated", "geonames", "mimu2014", "mimu93", "mimu93poly", "mimu96", "myanmarapi", "nayyar", "public lists"}


def sources() -> set[tuple[str, str]]:
    """(table, source as written) of every row of every table that has such a column."""
    return {
        (table.name, row[column])
        for table in TABLES
        for row in csv.DictReader(table.open(encoding="utf-8"))
        for column in ("source", "coord_source", "evidence")
        if column in row
    }


def publishers(source: str) -> list[str]:
    return [name for pattern, name in PUBLISHERS.items() if re.search(pattern, source, re.I)]


def test_every_row_has_a_source_that_is_known():
    assert len(sources()) > 40
    unknown = [one for one in sources() if not publishers(one[1]) and not OWN.match(one[1])]
    assert unknown == []


def test_notice_names_every_publisher_that_a_row_names():
    named = {name for _, source in sources() for name in publishers(source)}
    assert named == set(PUBLISHERS.values()), "each publisher is still the source of something"
    assert [name for name in sorted(named) if name not in NOTICE] == []


def test_notice_names_every_list_of_alternate_spellings():
    table = ROOT / "data" / "reference" / "township_alternate_names.csv"
    used = {one for row in csv.DictReader(table.open(encoding="utf-8")) for one in row["sources"].split("+")}
    assert used <= LISTS
    assert [one for one in used if not re.search(rf"\b{one}\b", NOTICE)] == []
    assert "geonames.org, CC BY 4.0" in NOTICE


def libraries(file: str) -> list[str]:
    return re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / file).read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_notice_names_every_library_and_each_is_pinned(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r"))]
    assert len(libraries(file)) == len(wanted), "every line is pinned to one version"
    assert [name for name in libraries(file) if name.casefold() not in NOTICE.casefold()] == []


def test_what_the_app_imports_is_pinned():
    """Not left to what another library happens to bring with it."""
    files = [
        ROOT / "app.py",
        *(p for d in ("data", "geo", "queries", "analysis", "ui", "pages") for p in (ROOT / d).rglob("*.py")),
    ]
    names = set()
    for node in (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module).split(".")[0])
    third = names - set(sys.stdlib_module_names) - {"data", "geo", "queries", "analysis", "ui", "pages"}
    distributions = packages_distributions()
    pinned = {re.sub(r"[-_.]+", "-", name).casefold() for name in libraries("requirements.txt")}
    loose = {n for n in third if not pinned & {re.sub(r"[-_.]+", "-", d).casefold() for d in distributions[n]}}
    assert len(third) > 10
    assert loose == set()
