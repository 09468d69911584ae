"""A register of another version is refused with its reason; a mere demonstration of an earlier one is made anew."""

from __future__ import annotations

import pytest

from data.demo import ensure_demo, make_demo
from data.errors import RegisterOtherVersion
from data.load import load
from data.store import SCHEMA_VERSION, open_store
from data.vocabulary import RegisterKind
from tests.data.case_files import PLANNER, as_csv, checked, row

FROZEN = (
    "INSERT INTO hotspot_list VALUES ('H', 2024, 1, NULL, '2024-12-31', '0', 20, '{}', NULL, 1, '0', 'planner', now())"
)


def register(path, kind=RegisterKind.DEMONSTRATION, cases: bytes | None = None, also: str = ""):
    """A register at `path`, marked as of version 1. also: a statement that a person's work stands for."""
    store = open_store(path, kind)
    if kind is RegisterKind.DEMONSTRATION:
        make_demo(store, 20, events=False)
    if cases:
        load(store, checked(cases), PLANNER)
    with store.transaction() as cursor:
        if also:
            cursor.execute(also)
        cursor.execute("UPDATE setting SET value = '1' WHERE key = 'schema_version'")
    store.close()  # too old to be brought forward: data/migrations.py


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / "atlas.duckdb"))
    return tmp_path / "atlas.duckdb"


def test_an_earlier_version_is_refused_and_the_file_left_as_it_is(path):
    register(path)
    before = path.read_bytes()
    for _ in range(2):
        with pytest.raises(RegisterOtherVersion) as caught:
            open_store(path)
    assert (caught.value.found, caught.value.wanted) == (1, SCHEMA_VERSION)
    assert "make demo" in str(caught.value)
    assert path.read_bytes() == before


def test_a_register_without_the_newest_tables_is_judged_all_the_same(path):
    register(path, also="DROP TABLE allocation_plan")
    assert ensure_demo() is not None


def test_the_first_start_makes_a_mere_demonstration_anew(path):
    register(path)
    assert ensure_demo() is not None
    open_store(path).close()
    assert ensure_demo() is None


@pytest.mark.parametrize(
    ("kind", "cases", "also"),
    [
        (RegisterKind.DEMONSTRATION, as_csv([row()]), ""),
        (RegisterKind.DEMONSTRATION, None, FROZEN),
        (RegisterKind.REAL, None, ""),
    ],
)
def test_what_people_brought_in_is_never_made_anew(path, kind, cases, also):
    register(path, kind, cases, also)
    before = path.read_bytes()
    assert ensure_demo() is None
    assert path.read_bytes() == before
    with pytest.raises(RegisterOtherVersion):
        open_store(path)
