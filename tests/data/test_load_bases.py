"""Roving sets come in from a file: covered townships share the room of the row where the worker lives."""

from __future__ import annotations

import datetime as dt

import pytest

from data.load import load
from data.providers_format import PROVIDERS
from data.scope import Scope
from data.store import memory_store
from data.validate import Options, check
from data.vocabulary import Role
from data.workbook import read_file
from geo.gazetteer import default_gazetteer
from queries.providers import presences_at

PLANNER = Scope(Role.PLANNER, "planner@test")
HEAD = "Organisation,Activity,Township,Presence,Reintegration,Capacity,Case workers,Base township,Base P-code"
BASE = "Help,Home visits,Muse,roving,yes,20,1,,"
COVERED = "Help,Home visits,Lashio,roving,yes,,,Muse,"


def loaded(*rows: str, store=None):
    store = store or memory_store()
    raw = read_file("\n".join([HEAD, *rows]).encode(), "sets.csv")
    return store, load(store, check(raw, PROVIDERS, default_gazetteer(), Options(today=dt.date(2024, 6, 30))), PLANNER)


def bases(store) -> dict[str, str | None]:
    """Township -> township of its base."""
    found = store.read(
        "SELECT p.ts_pcode, b.ts_pcode AS base FROM provider_presence p "
        "LEFT JOIN provider_presence b ON b.presence_id = p.base_presence_id"
    )
    return {row.ts_pcode: row.base if isinstance(row.base, str) else None for row in found.itertuples()}


MUSE, LASHIO, KUTKAI = "MMR015009", "MMR015001", "MMR015011"


@pytest.mark.parametrize(
    "rows",
    [
        (BASE, COVERED),
        (COVERED, BASE),
        (BASE.replace(",20,1,,", ",20,1,Muse,"), COVERED),
        (BASE.replace("roving", "resident"), COVERED.replace("roving", "outreach")),
        (BASE, COVERED.replace("Muse,", "Muse,MMR015009")),
        (BASE, COVERED.replace("Muse,", ",MMR015009")),
    ],
)
def test_a_set_shares_the_room_of_its_base(rows):
    store, report = loaded(*rows)
    assert (report.rows_loaded, report.rows_rejected) == (2, 0)
    assert bases(store) == {MUSE: None, LASHIO: MUSE}
    pools = presences_at(store, PLANNER, dt.date(2024, 7, 1))
    assert pools["pool_id"].nunique() == 1
    assert pools["pool_capacity_people"].tolist() == [20, 20], "counted once, seen from both townships"


def test_the_base_may_stand_in_the_register_already_and_the_set_may_come_twice():
    store, _ = loaded(BASE)
    _, report = loaded(COVERED, store=store)
    assert (report.rows_loaded, bases(store)) == (1, {MUSE: None, LASHIO: MUSE})
    _, again = loaded(BASE, COVERED, COVERED.replace("Lashio", "Kutkai"), store=store)
    assert (again.rows_loaded, again.rows_double) == (1, 2)
    assert bases(store) == {MUSE: None, LASHIO: MUSE, KUTKAI: MUSE}


def test_a_file_without_bases_is_as_before():
    store, report = loaded(BASE, BASE.replace("Muse", "Lashio"))
    assert (report.rows_loaded, bases(store)) == (2, {MUSE: None, LASHIO: None})


@pytest.mark.parametrize(
    ("rows", "row", "kind", "column", "written"),
    [
        ((COVERED,), 2, "BaseMissing", "Base township", "Muse"),
        ((BASE.replace("Help", "Other"), COVERED), 3, "BaseMissing", "Base township", "Muse"),
        ((BASE.replace("yes", "no"), COVERED), 3, "BaseMissing", "Base township", "Muse"),
        ((BASE.replace("20", "-20"), COVERED), 3, "BaseMissing", "Base township", "Muse"),
        ((BASE, COVERED, COVERED.replace("Lashio", "Kutkai").replace("Muse", "Lashio")), 4, "BaseMissing",
         "Base township", "Lashio"),
        ((BASE, COVERED.replace("yes,,", "yes,5,")), 3, "RoomOfCovered", "Capacity", "5"),
        ((BASE, COVERED.replace("yes,,,", "yes,,0,")), 3, "RoomOfCovered", "Case workers", "0"),
        ((BASE, COVERED.replace("roving", "resident")), 3, "BaseOfResident", "Base township", "Muse"),
        ((BASE, COVERED.replace("Muse", "Mooze")), 3, "TownshipUnknown", "Base township", "Mooze"),
        ((BASE, COVERED.replace("Muse,", "Muse,MMR015001")), 3, "TownshipDisagrees", "Base P-code", "MMR015001"),
        ((BASE.replace("Home", "First"), BASE.replace("Home", "Second"), COVERED), 4, "BaseUncertain",
         "Base township", "Muse"),
    ],
)  # fmt: skip
def test_a_base_that_cannot_be_told_is_a_question(rows, row, kind, column, written):
    store, report = loaded(*rows)
    (fault,) = [fault for fault in report.rejects if fault.row == row]
    assert (type(fault).__name__, fault.column, fault.written) == (kind, column, written)
    assert f"Row {row}, column {column}" in str(fault)
    assert written in str(fault)
    assert store.read("SELECT count(*) n FROM provider_presence")["n"].iloc[0] == report.rows_loaded
    assert report.rows_loaded + report.rows_rejected == len(rows)


def test_of_several_rows_there_the_base_is_that_of_the_same_activity():
    store, report = loaded(BASE.replace("Home visits", "Training"), BASE, COVERED)
    assert (report.rows_loaded, report.rows_rejected) == (3, 0)
    base = store.read(
        "SELECT b.activity FROM provider_presence p JOIN provider_presence b ON b.presence_id = p.base_presence_id"
    )
    assert base["activity"].tolist() == ["Home visits"]


def test_no_presence_is_its_own_base():
    store, _ = loaded(BASE.replace(",20,1,,", ",20,1,Muse,MMR015009"), COVERED)
    own = store.read("SELECT count(*) n FROM provider_presence WHERE base_presence_id = presence_id")
    assert own["n"].iloc[0] == 0
    assert bases(store)[MUSE] is None
