"""What outlasts the program of what was worked out: believed only of a register that nobody touched meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date

import duckdb
import pandas as pd
import pytest

from data import kept_file
from data.demo import DEMO_AS_OF, make_demo
from data.indicator_files import indicators
from data.kept_file import KeptFile, stamp
from data.scope import Scope
from data.store import open_store
from data.vocabulary import Role
from data.vocabulary_indicators import Dimension
from queries import facts
from queries.filters import Filters
from queries.indicators import values

PLANNER = Scope(Role.PLANNER, "p")
FILTERS = Filters(as_of=DEMO_AS_OF)
COUNTED = [
    one
    for table in ("told_assessment", "told_event", "told_period", "told_stay", "fact")
    for one in [one for one in indicators() if table in one.sql and Dimension.SEX in one.dimensions][:2]
]
"""A few, from every table of facts."""


@pytest.fixture(autouse=True)
def small_ones_too(monkeypatch):
    monkeypatch.setattr(kept_file, "LEAST_ROWS", 1)


@pytest.fixture(scope="module")
def sixty(tmp_path_factory):
    """A register of 60 cases that nobody asked anything yet."""
    path = tmp_path_factory.mktemp("sixty") / "atlas.duckdb"
    store = open_store(path)
    make_demo(store, cases=60)
    store.close()
    return path


@pytest.fixture
def path(tmp_path, sixty):
    """The same, closed after a planner asked for some indicators."""
    path = tmp_path / "it's atlas.duckdb"
    shutil.copyfile(sixty, path)
    store = open_store(path)
    asked(store)
    store.close()
    assert beside(path).exists()
    return path


def beside(path):
    return KeptFile(path).path


def asked(store, scope=PLANNER, filters=FILTERS):
    found = values(store, scope, filters, COUNTED, Dimension.SEX)
    return found.sort_values(list(found.columns)).reset_index(drop=True)


def sets_made(store):
    """Sets made or taken over so far."""
    return store._keeping._last


def taken(store):
    """Whether the first set is the one from the file."""
    asked(store)
    return next(one.in_file for one in store._keeping._sets)


def take_back(store):
    """The events of one person who was repatriated are taken back."""
    told = "SELECT min(e.case_code) AS c FROM visible_event('planner', NULL, NULL) e WHERE e.event_kind = 'repatriated'"
    code = store.read(told)["c"].iloc[0]
    with store.transaction() as cursor:
        cursor.execute("UPDATE case_event SET withdrawn = true WHERE case_code = $c", {"c": code})


def from_nothing(path):
    """The answer where there is no file beside the register."""
    copy = path.with_name("copy.duckdb")
    shutil.copyfile(path, copy)
    store = open_store(copy)
    try:
        return asked(store)
    finally:
        store.close()
        copy.unlink()
        KeptFile(copy).remove()


def test_the_next_start_takes_over_what_the_last_one_left_and_says_the_same(path):
    expected = from_nothing(path)
    for _again in range(3):
        store = open_store(path)
        assert taken(store)
        pd.testing.assert_frame_equal(asked(store), expected)
        assert sets_made(store) == 1
        store.close()
        assert beside(path).exists()


def test_what_is_written_later_is_made_anew_from_the_file(path):
    store = open_store(path)
    take_back(store)
    assert not taken(store)
    assert sets_made(store) == 1
    found = asked(store)
    store.close()
    pd.testing.assert_frame_equal(found, from_nothing(path))
    store = open_store(path)
    assert taken(store)
    pd.testing.assert_frame_equal(asked(store), found)
    store.close()


@pytest.mark.parametrize("asks_before", [False, True])
def test_cases_written_and_not_asked_for_are_told_to_the_next_start(path, asks_before):
    before = from_nothing(path)
    store = open_store(path)
    if asks_before:
        assert taken(store)
    take_back(store)
    store.close()
    store = open_store(path)
    found = asked(store)
    assert sets_made(store) == 1
    store.close()
    pd.testing.assert_frame_equal(found, from_nothing(path))
    assert not found.equals(before)


def test_what_was_made_in_the_same_run_is_behind_as_well(path):
    store = open_store(path)
    take_back(store)
    asked(store)  # no longer what the file holds
    take_back(store)
    store.close()
    store = open_store(path)
    found = asked(store)
    assert sets_made(store) == 1
    store.close()
    pd.testing.assert_frame_equal(found, from_nothing(path))


def test_other_statements_work_out_their_own(path, monkeypatch):
    written = facts.statement
    monkeypatch.setattr(facts, "statement", lambda name: "-- another\n" + written(name))
    facts._recipe.cache_clear()
    try:
        store = open_store(path)
        asked(store)
        assert sets_made(store) == 2
        store.close()
    finally:
        monkeypatch.undo()
        facts._recipe.cache_clear()


def test_another_reader_makes_a_set_of_its_own_and_leaves_none(path):
    expected = from_nothing(path)
    store = open_store(path)
    officer = Scope(Role.DSW_OFFICER, "o", shelter_ids=())
    assert not asked(store, officer).equals(expected)
    assert sets_made(store) == 2
    pd.testing.assert_frame_equal(asked(store), expected)
    store.close()
    with duckdb.connect(str(beside(path)), read_only=True) as own:
        assert (
            dict(json.loads(own.execute("SELECT told FROM told").fetchall()[0][0])["made_for"])["role"] == "'planner'"
        )


def written_by_another_program(path):
    with duckdb.connect(str(path)) as other:
        other.execute("UPDATE case_event SET withdrawn = true")


def put_back(path):
    copy = path.with_name("copy.duckdb")
    shutil.copy2(path, copy)
    copy.replace(path)


def touched(path):
    os.utime(path)


def of_another_version(path):
    kept_file_says(path, made_for=[["recipe", "another"]])


def kept_file_says(path, **facts):
    with duckdb.connect(str(beside(path))) as own:
        told = json.loads(own.execute("SELECT told FROM told").fetchall()[0][0])
        own.execute("UPDATE told SET told = ?", [json.dumps(told | facts)])


def not_sealed(path):
    with duckdb.connect(str(beside(path))) as own:
        own.execute("DELETE FROM told")


def cut_off(path):
    os.truncate(beside(path), 5000)


def no_database(path):
    beside(path).write_text("nothing", encoding="utf-8")


def hostile_name(path):
    kept_file_says(path, tables=["fact; DROP TABLE victim_case; --"])


def a_table_is_missing(path):
    with duckdb.connect(str(beside(path))) as own:
        own.execute("DROP TABLE told_stay")


@pytest.mark.parametrize(
    "harm",
    [
        *(written_by_another_program, put_back, touched, of_another_version, not_sealed),
        *(cut_off, no_database, hostile_name, a_table_is_missing),
    ],
)
def test_what_cannot_be_believed_is_worked_out_anew(path, harm):
    harm(path)
    expected = from_nothing(path)
    store = open_store(path)
    pd.testing.assert_frame_equal(asked(store), expected)
    assert [one.in_file for one in store._keeping._sets if one.words][-1] is False
    store.close()
    store = open_store(path)
    assert taken(store)
    pd.testing.assert_frame_equal(asked(store), expected)
    store.close()


def test_after_a_kill_nothing_is_believed_that_was_written_before(path):
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom data.store import open_store\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "with store.transaction() as cursor:\n"
        "    cursor.execute('UPDATE case_event SET withdrawn = true WHERE event_kind = $k', {'k': 'repatriated'})\n"
        "os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, str(path)], check=False).returncode == 9
    assert stamp(path) is None  # what was written stands in the write-ahead log
    store = open_store(path)
    assert not taken(store)
    found = asked(store)
    store.close()
    pd.testing.assert_frame_equal(found, from_nothing(path))


def test_more_writes_than_can_be_told_take_the_file_away(path):
    store = open_store(path)
    with store.transaction() as cursor:
        cursor.execute("UPDATE organisation SET kind = 'government'")
    store.close()
    assert not beside(path).exists()


def test_a_small_register_leaves_no_file(path, monkeypatch):
    monkeypatch.setattr(kept_file, "LEAST_ROWS", 10**6)
    store = open_store(path)
    take_back(store)
    asked(store)
    store.close()
    assert not beside(path).exists()


def test_nothing_stays_where_it_cannot_be_written(path, monkeypatch, caplog):
    store = open_store(path)
    take_back(store)
    asked(store)
    beside(path).unlink()
    beside(path).mkdir()
    store.close()
    assert "could not be" in caplog.text
    beside(path).rmdir()
    store = open_store(path)
    assert not taken(store)
    store.close()


def test_the_register_reaches_no_other_file_through_it(path, tmp_path):
    store = open_store(path)
    for statement in (
        f"ATTACH '{tmp_path / 'other.duckdb'}' AS other",
        "SELECT * FROM read_text('/etc/hostname')",
        f"COPY setting TO '{tmp_path / 'out.csv'}'",
        f"SET allowed_paths = ['{tmp_path}']",
    ):
        with pytest.raises(duckdb.Error):
            store.read(statement)
    store.close()


def test_closing_twice_is_closing_once(path):
    store = open_store(path)
    take_back(store)
    asked(store)
    store.close()
    store.close()
    store = open_store(path)
    assert taken(store)
    store.close()


def test_a_reader_who_does_not_finish_keeps_nobody_from_closing(path, monkeypatch):
    monkeypatch.setattr("data.kept._LAST_WAIT_S", 0.05)
    store = open_store(path)
    take_back(store)
    with store._keeping._turn:
        store.close()
    store = open_store(path)
    assert not taken(store)
    store.close()


def test_a_copy_of_the_register_counts_its_own_tables_alone(path, tmp_path):
    store = open_store(path)
    assert taken(store)
    counts = store.copy_to(tmp_path / "copied.duckdb")
    assert "victim_case" in counts
    assert not any(table.startswith(("fact", "told")) for table in counts)
    store.close()


def test_an_earlier_day_leaves_no_file(sixty, tmp_path):
    path = tmp_path / "atlas.duckdb"
    shutil.copyfile(sixty, path)
    store = open_store(path)
    asked(store, filters=Filters(as_of=date(2020, 1, 1)))
    store.close()
    assert not beside(path).exists()
