"""A list of hot spots is frozen once, by planners, whole or not at all, and stays as it was."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import audit
from data.frozen_errors import (
    EntryWrong,
    LineBroken,
    LineHasIdentity,
    LineHasTelephone,
    LineNamesPerson,
    LineTooLong,
    ListDouble,
    ListEmpty,
    ListFrozenMeanwhile,
    ListToCorrectMissing,
    ListTownshipsUnknown,
    ListYearWrong,
    MayNotFreeze,
    ReasonMissing,
)
from data.hotspot_lists import entries_of, freeze, verify
from data.scope import Scope
from data.vocabulary import Role
from tests.frozen_lists import BHAMO, BY_HAND, HLAINGTHARYA_EAST, HLAINGTHARYA_WEST, a_list, entry
from tests.small_register import PLANNER, small_store

ROOT = Path(__file__).resolve().parents[2]
OTHER = Scope(Role.PLANNER, "other planner")


@pytest.fixture
def store():
    return small_store()


def tables(store) -> str:
    return "".join(store.read(f"SELECT * FROM {t} ORDER BY ALL").to_csv() for t in ("hotspot_list", "hotspot_entry"))


def rows(store, table: str) -> int:
    return int(store.read(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0])


def test_what_is_frozen_is_what_was_given(store):
    assert freeze(store, PLANNER, a_list()) == "hotspots-2024-v1"
    head = store.read("SELECT * FROM hotspot_list").iloc[0]
    assert (head["version"], head["townships"], head["frozen_by"], head["rule_most"]) == (1, 2, "planner", 20)
    assert (head["note"], head["method"]) == ("Annual review", '{"alpha": 0.05, "seed": 2010}')
    assert head["supersedes"] is None
    assert pd.isna(store.read("SELECT supersedes FROM hotspot_list")["supersedes"].iloc[0])
    kept = store.read("SELECT * FROM hotspot_entry ORDER BY ts_pcode").to_dict("records")
    for given, row in zip((entry(), BY_HAND), kept, strict=True):
        for name, value in given.__dict__.items():
            assert (row[name] == value) or (value is None and pd.isna(row[name])), name
    assert verify(store) == ()


def test_each_list_has_its_audit_row_with_its_digest_in_an_unbroken_chain(store):
    freeze(store, PLANNER, a_list())
    freeze(store, OTHER, a_list(supersedes="hotspots-2024-v1"))
    log = store.read("SELECT * FROM audit_log ORDER BY seq")
    digests = store.read("SELECT content_sha256 FROM hotspot_list ORDER BY version")["content_sha256"]
    assert log[["actor", "role", "action", "subject", "records", "reason"]].to_numpy().tolist() == [
        ["planner", "planner", "freeze hot-spot list", "hotspots-2024-v1", 2, f"sha256 {digests[0]}"],
        ["other planner", "planner", "freeze hot-spot list", "hotspots-2024-v2", 2, f"sha256 {digests[1]}"],
    ]
    before = audit.FIRST_HASH
    for row in log.astype(object).where(log.notna(), None).itertuples(index=False):
        plain = (row.seq, row.at_utc.to_pydatetime(), *row[2:7], row.records, row.reason, row.previous_hash)
        assert row.previous_hash == before
        assert audit.row_hash(plain) == row.row_hash
        before = row.row_hash


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PLANNER])
def test_nobody_but_planners_freezes(store, role):
    with pytest.raises(MayNotFreeze, match=str(role)):
        freeze(store, Scope(role, "someone", "A"), a_list())
    assert rows(store, "hotspot_list") == rows(store, "audit_log") == 0


REFUSED = [
    (lambda: a_list(entries=()), ListEmpty, "list of 2024 has no township"),
    (lambda: a_list(list_year=2025), ListYearWrong, "2025 .* 2024-12-31"),
    (lambda: a_list(list_year=1999), ListYearWrong, "before 2000"),
    (lambda: a_list(entry(), BY_HAND, entry(rank=1)), ListDouble, r"Of the 3 entries .*: Bhamo \(MMR001010\)"),
    (lambda: a_list(entry("MMR013008"), entry("MMR999999")), ListTownshipsUnknown, "330 townships: MMR013008, MMR99"),
    (lambda: a_list(replace(BY_HAND, reason=None)), ReasonMissing, r"\(MMR013046\)"),
    (lambda: a_list(replace(BY_HAND, reason="  ")), ReasonMissing, r"\(MMR013046\)"),
    (lambda: a_list(supersedes="hotspots-2024-v7"), ListToCorrectMissing, "no list hotspots-2024-v7 of 2024"),
    (lambda: a_list(entry(reason="U Ba Maung told us")), LineNamesPerson, r"the reason of Bhamo \(MMR001010\)"),
    (lambda: a_list(entry(reason="seen there by Daw Mya Mya Win, of the ward")), LineNamesPerson, "name a person"),
    (lambda: a_list(entry(reason="ask 09 250 123 456")), LineHasTelephone, "telephone"),
    (lambda: a_list(entry(reason="see 12/ABCDEF(N)123456")), LineHasIdentity, "identity card"),
    (lambda: a_list(note="Chaired by U Ba Maung"), LineNamesPerson, "the note"),
    (lambda: a_list(entry(reason="x" * 201)), LineTooLong, "201 characters; one line of at most 200"),
    (lambda: a_list(entry(reason="one\ntwo")), LineBroken, "several lines"),
    *(
        (lambda wrong=wrong: a_list(entry(**wrong)), EntryWrong, rf"Bhamo \(MMR001010\) has {next(iter(wrong))} = ")
        for wrong in (
            {"rank_low": 3}, {"rank_low": 0}, {"rank_high": 1}, {"space_time": "hot"}, {"victims_people": -1},
            {"smoothed_per_100k": float("nan")}, {"smoothed_per_100k": -0.5}, {"corridor": "moon"},
            {"corridor_share_0_1": 1.5}, {"tier": 7}, {"tier": 0}, {"unassigned_people": -1}, {"how": "lot"},
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("new", "error", "said"), REFUSED)
def test_what_cannot_be_is_refused_with_its_facts_and_nothing_stays(store, new, error, said):
    with pytest.raises(error, match=said):
        freeze(store, PLANNER, new())
    assert rows(store, "hotspot_list") == rows(store, "hotspot_entry") == rows(store, "audit_log") == 0


@pytest.mark.parametrize("text", ["U Ba Maung told us", "ask 09 250 123 456", "see 12/ABCDEF(N)123456"])
def test_a_refusal_does_not_repeat_what_was_written(store, text):
    with pytest.raises(Exception, match="reason of Bhamo") as refused:
        freeze(store, PLANNER, a_list(entry(reason=text)))
    assert text not in str(refused.value)


HARMLESS = [
    "New road to the border; Muse, Namhkan and Kutkai report recruiters",
    "We saw many victims from here",
    "နယ်စပ်ကူး လမ်းသစ်",
    "Three villages of Mon State, Kayin State and Bago Region",
    "Waiting since 2023; 41 people in 2024",
]


@pytest.mark.parametrize("reason", HARMLESS)
def test_what_names_nobody_is_kept(store, reason):
    freeze(store, PLANNER, a_list(entry(reason=reason)))
    assert store.read("SELECT reason FROM hotspot_entry")["reason"].tolist() == [reason]


def test_a_corrected_list_is_a_new_version_that_names_the_one_before(store):
    first = freeze(store, PLANNER, a_list())
    before = tables(store)
    second = freeze(store, OTHER, a_list(entry(), supersedes=first))
    found = store.read("SELECT list_id, version, supersedes FROM hotspot_list ORDER BY version")
    assert found["list_id"].tolist() == [first, second]
    assert found["version"].tolist() == [1, 2]
    assert found["supersedes"].tolist()[1] == first
    assert before.splitlines()[1] in tables(store), "the first list stands as it was"
    assert freeze(store, PLANNER, a_list(list_year=2023)) == "hotspots-2023-v1", "each year counts for itself"


@pytest.mark.parametrize("start", [None, "hotspots-2024-v1"])
def test_a_list_that_does_not_start_from_the_latest_is_refused(store, start):
    first = freeze(store, PLANNER, a_list())
    freeze(store, OTHER, a_list(supersedes=first))
    with pytest.raises(ListFrozenMeanwhile, match=r"other planner has frozen .*\(version 2, 2 townships, 20\d\d-"):
        freeze(store, PLANNER, a_list(supersedes=start))
    assert rows(store, "hotspot_list") == rows(store, "audit_log") == 2


def test_of_many_at_once_one_freezes_and_each_other_is_told_by_whom(store):
    begin, results = threading.Barrier(6), {}

    def one(name: str) -> None:
        begin.wait()
        try:
            results[name] = freeze(store, Scope(Role.PLANNER, name), a_list(note=f"by {name}"))
        except ListFrozenMeanwhile as error:
            results[name] = error

    threads = [threading.Thread(target=one, args=(f"planner-{i}",)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = (name for name, result in results.items() if result == "hotspots-2024-v1")
    told = [result for name, result in results.items() if name != winner]
    assert [(error.frozen_by, error.version, error.townships) for error in told] == [(winner, 1, 2)] * 5
    assert (rows(store, "hotspot_list"), rows(store, "hotspot_entry"), rows(store, "audit_log")) == (1, 2, 1)
    assert verify(store) == ()


TAMPERING = [
    "UPDATE hotspot_entry SET victims_people = 4 WHERE ts_pcode = 'MMR001010'",
    "UPDATE hotspot_entry SET reason = 'another' WHERE how = 'hand'",
    "DELETE FROM hotspot_entry WHERE ts_pcode = 'MMR001010'",
    "UPDATE audit_log SET reason = 'sha256 0'",
    "DELETE FROM audit_log",
]


@pytest.mark.parametrize("statement", TAMPERING)
def test_a_row_changed_behind_the_atlas_is_told(store, statement):
    first = freeze(store, PLANNER, a_list())
    assert verify(store) == ()
    with store.transaction() as cursor:
        cursor.execute(statement)
    assert verify(store) == (first,)


HEADS = ["note = NULL", "as_of = as_of + 1", "content_sha256 = repeat('0', 64)", "frozen_by = 'another'"]


def around(store, *statements: str) -> None:
    for statement in statements:
        with store.transaction() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("change", HEADS)
def test_the_store_itself_refuses_to_change_a_list_and_the_roundabout_way_is_told(store, change):
    first = freeze(store, PLANNER, a_list())
    with pytest.raises(duckdb.ConstraintException, match="still referenced"):
        around(store, f"UPDATE hotspot_list SET {change}")
    assert verify(store) == ()
    aside = ("CREATE TABLE aside AS SELECT * FROM hotspot_entry", "DELETE FROM hotspot_entry")
    back = ("INSERT INTO hotspot_entry SELECT * FROM aside", "DROP TABLE aside")
    around(store, *aside, *back)
    assert verify(store) == ()
    around(store, *aside, f"UPDATE hotspot_list SET {change}", *back)
    assert verify(store) == (first,)


def test_a_list_taken_away_whole_is_told(store):
    first = freeze(store, PLANNER, a_list())
    for table in ("hotspot_entry", "hotspot_list"):
        with store.transaction() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    assert verify(store) == (first,)


FROZEN = r"(?:hotspot_list|hotspot_entry|allocation_plan)"
CHANGES = re.compile(
    rf"\b(?:update|delete\s+from|truncate|drop\s+table|or\s+replace\s+into|alter\s+table)\s+{FROZEN}", re.I
)


def test_no_statement_of_the_atlas_changes_or_removes_a_frozen_row():
    files = [p for room in ("data", "queries", "ui", "pages", "analysis") for p in (ROOT / room).rglob("*.*")]
    texts = {p: p.read_text(encoding="utf-8") for p in files if p.suffix in (".py", ".sql")}
    assert len(texts) > 100
    assert [str(path) for path, text in texts.items() if CHANGES.search(text)] == []
    assert all(CHANGES.search(s) for s in TAMPERING if "audit_log" not in s)


def test_entries_come_from_the_rows_that_were_proposed(store):
    row = dict(entry().__dict__) | {"is_listed": True, "st_pcode": "x", "standing": "certain", "why": "w"}
    for name in ("how", "reason"):
        del row[name]
    pair = {"unit_pcode": "MMR013008", "space_time": None, "smoothed_per_100k": 1.5, "corridor_share_0_1": None}
    east = row | pair | {"ts_pcode": HLAINGTHARYA_EAST, "is_listed": False}
    west = row | pair | {"ts_pcode": HLAINGTHARYA_WEST}
    listed = pd.DataFrame([row, east, west])
    made = entries_of(listed, {HLAINGTHARYA_EAST: "Asked for by the region", HLAINGTHARYA_WEST: "As its neighbour"})
    assert made[0] == entry(how="rule")
    assert [(e.how, e.reason) for e in made[1:]] == [("hand", "Asked for by the region"), ("rule", "As its neighbour")]
    assert made[1].space_time is made[1].corridor_share_0_1 is None
    assert freeze(store, PLANNER, a_list(*made, as_of=date(2025, 3, 1))) == "hotspots-2024-v1"
    assert BHAMO in tables(store)
