"""A load that a kill broke off is told to whoever looks next, in both languages; one that stands or goes on is not."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

import pytest

from data.burmese import burmese
from data.case_errors import MayNotDecide
from data.load import load
from data.load_begun import BrokenOff, broken_off, forget, noted
from data.scope import Scope
from data.store import open_store
from data.vocabulary import Role
from tests.data.case_files import PLANNER, as_csv, checked, row

OFFICER = Scope(Role.DSW_OFFICER, "officer@test", shelter_ids=("SH-1",))
LEFT = BrokenOff("LOAD-1", "people.csv", "ab" * 32, "other@test", "2026-11-30 08:15")


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "atlas.duckdb")
    yield opened
    opened.close()


def left(store, note: BrokenOff = LEFT):
    """The note of a load whose program was ended."""
    path = store.path.with_name(f"{store.path.name}.{note.batch_id}.load-begun.json")
    path.write_text(json.dumps(asdict(note)), encoding="utf-8")
    return path


def test_it_is_told_with_file_moment_person_and_what_to_do_in_both_languages(store):
    left(store)
    (found,) = broken_off(store, PLANNER)
    english, other = found.remark.message(), found.remark.message(burmese)
    for said in (english, other):
        assert all(fact in said for fact in ("people.csv", "2026-11-30 08:15", "other@test"))
    assert english.endswith("Nothing of it was loaded. Bring that file again.")
    assert len(re.findall("[\u1000-\u109f]", other)) > 40


def test_once_read_it_goes_and_the_audit_log_says_who_read_it(store):
    path = left(store)
    forget(store, PLANNER, "LOAD-1")
    assert not path.exists()
    assert broken_off(store, PLANNER) == ()
    told = store.read("SELECT actor, action, subject, records FROM audit_log")
    assert told.values.tolist() == [["planner@test", "load broken off", "people.csv", 0]]
    forget(store, PLANNER, "LOAD-1")
    assert len(store.read("SELECT * FROM audit_log")) == 1


def test_an_officer_is_told_of_their_own_loads_only(store):
    left(store)
    left(store, BrokenOff("LOAD-2", "own.csv", "cd" * 32, OFFICER.actor, "2026-11-30 08:16"))
    assert [note.file for note in broken_off(store, OFFICER)] == ["own.csv"]
    with pytest.raises(MayNotDecide):
        forget(store, OFFICER, "LOAD-1")
    assert len(broken_off(store, PLANNER)) == 2


def test_a_load_that_goes_on_or_ends_leaves_no_word(store):
    with noted(store, "LOAD-3", "a.csv", "00" * 32, PLANNER):
        assert broken_off(store, PLANNER) == ()
        assert len(list(store.path.parent.glob("*load-begun.json"))) == 1
    with pytest.raises(ZeroDivisionError), noted(store, "LOAD-4", "a.csv", "00" * 32, PLANNER):
        raise ZeroDivisionError
    assert list(store.path.parent.glob("*load-begun.json")) == []


def test_bringing_that_file_again_settles_it_and_so_does_its_standing_already(store):
    again = checked(as_csv([row()]))
    left(store, BrokenOff("LOAD-5", "national.csv", again.raw.sha256, "other@test", "2026-11-30 08:15"))
    report = load(store, again, PLANNER)
    assert broken_off(store, PLANNER) == ()
    left(store, BrokenOff(str(report.batch_id), "national.csv", again.raw.sha256, "planner@test", "2026-11-30 08:15"))
    assert broken_off(store, PLANNER) == ()
    assert list(store.path.parent.glob("*load-begun.json")) == []


def test_a_note_that_was_itself_cut_off_says_nothing_and_breaks_nothing(store):
    left(store).write_text('{"batch_id": "LOAD-1", "fi', encoding="utf-8")
    assert broken_off(store, PLANNER) == ()
