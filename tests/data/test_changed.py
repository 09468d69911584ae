"""What a transaction writes is found from its statements: the cases, or that it can be any case."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.changed import KEYS, MOST_CASES, SHARED, Watched
from data.paths import ROOT
from data.store import insert_frame, schema_statements
from tests.small_register import assigned, case, event, organisation, presence, small_store

DAY = date(2023, 3, 1)


@pytest.fixture
def store():
    made = small_store(
        organisation=[organisation("A")],
        provider_presence=[presence("P")],
        victim_case=[case(code, recorded_on=DAY) for code in "uvwxyz"],
        case_event=[event(code, "repatriated", DAY) for code in "xyz"],
        assignment=[assigned("x", "P", "A", DAY)],
    )
    yield made
    made.close()


def written(store, *statements, params=None):
    """The cases of a transaction that does nothing but those statements, and is given up again."""
    cursor = store._connection.cursor()
    cursor.execute("BEGIN TRANSACTION")
    try:
        watched = Watched(cursor)
        for statement in statements:
            watched.execute(statement, params)
        return watched.cases()
    finally:
        cursor.execute("ROLLBACK")
        cursor.close()


def test_reading_and_tables_of_other_things_write_no_case(store):
    assert written(store, "SELECT count(*) FROM victim_case") == frozenset()
    assert written(store, "WITH a AS (SELECT 1) SELECT * FROM a WHERE 'update insert' <> ''") == frozenset()
    assert written(store, "CREATE TEMP TABLE mine AS SELECT * FROM victim_case") == frozenset()
    assert written(store, "UPDATE provider_presence SET capacity_people = 3") == frozenset()
    assert (
        written(store, "INSERT INTO organisation (organisation_id, name, kind) VALUES ('Z', 'Z', 'ngo')") == frozenset()
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_event SET withdrawn = true WHERE case_code = 'x'",
        "update case_event set withdrawn = true where case_code = 'x';",
        "UPDATE case_event AS e SET withdrawn = true WHERE e.case_code = 'x'",
        "UPDATE case_event SET withdrawn = true WHERE case_code = 'x' RETURNING event_kind",
        "UPDATE victim_case SET sex = (SELECT min(o.sex) FROM victim_case o) WHERE case_code = 'x'",
        "UPDATE victim_case SET sex = NULL WHERE case_code IN (SELECT a.case_code FROM assignment a)",
        "UPDATE assignment SET valid_to = DATE '2024-01-01', end_reason = 'closed' WHERE assignment_id LIKE 'x/%'",
        "INSERT INTO case_event (event_id, case_code, event_kind, occurred_on, recorded_on) "
        "SELECT 'new', 'x', 'closed', DATE '2024-01-01', DATE '2024-01-02'",
        "INSERT INTO case_source (case_code, agency) VALUES ('x', 'atu')",
    ],
)
def test_the_cases_of_one_statement(store, statement):
    assert written(store, statement) == {"x"}


def test_statements_add_up_and_nothing_written_says_nothing(store):
    withdraw = "UPDATE case_event SET withdrawn = true WHERE case_code IN ('x', 'y')"
    special = "UPDATE victim_case SET is_special = true WHERE case_code = 'z'"
    assert written(store, withdraw, special) == {"x", "y", "z"}
    assert written(store, "UPDATE case_event SET withdrawn = true WHERE case_code = 'u'") == frozenset()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE victim_case SET merged_into = 'y' WHERE case_code = 'x'",
        "UPDATE victim_case SET case_code = case_code || '~' WHERE case_code = 'u'",
        "UPDATE case_event SET case_code = 'y' WHERE case_code = 'x'",
        "UPDATE victim_case AS s SET sex = o.sex FROM victim_case o WHERE s.case_code = 'x' AND o.case_code = 'y'",
        "UPDATE victim_case SET is_special = true",
        "UPDATE victim_case SET is_special = true -- everybody\nWHERE case_code = 'x'",
        "UPDATE organisation SET kind = 'government'",
        "UPDATE township SET st_pcode = st_pcode",
        "DELETE FROM case_event WHERE case_code = 'x'",
        "WITH a AS (SELECT 'x' AS c) UPDATE victim_case SET is_special = true FROM a WHERE case_code = a.c",
        "SELECT 1; UPDATE victim_case SET is_special = true WHERE case_code = 'x'",
        "UPDATE victim_case SET is_special = true WHERE case_code = 'x'; UPDATE victim_case SET sex = NULL",
        "INSERT OR REPLACE INTO victim_case SELECT * FROM victim_case WHERE case_code = 'u'",
        "INSERT INTO main.case_source (case_code, agency) VALUES ('x', 'atu')",
        "INSERT INTO \"case_source\" (case_code, agency) VALUES ('x', 'atu')",
        "UPDATE main.victim_case SET is_special = true WHERE case_code = 'x'",
        "UPDATE /* ' */ victim_case SET is_special = true WHERE case_code = 'x' /* ' */",
        "CREATE TABLE more AS SELECT 1 AS a",
        "CREATE TEMP TABLE more AS SELECT 1 AS a; UPDATE victim_case SET sex = NULL",
    ],
)
def test_what_cannot_be_told_counts_as_all_cases(store, statement):
    cursor = store._connection.cursor()
    cursor.execute("BEGIN TRANSACTION")
    watched = Watched(cursor)
    with suppress(duckdb.ConstraintException):  # a table may refuse it; that it was tried is what counts
        watched.execute(statement)
    assert watched._all
    cursor.close()


def test_many_statements_at_once_count_as_all_cases(store):
    with store.transaction() as cursor:
        cursor.executemany("UPDATE victim_case SET is_special = true WHERE case_code = ?", [["x"], ["y"]])
    assert store._writes.since(store._writes.done - 1, store._writes.done) is None


def test_another_way_to_write_counts_as_all_cases(store):
    with store.transaction() as cursor:
        cursor.append("case_source", pd.DataFrame([{"case_code": "x", "agency": "atu"}]), by_name=True)
    assert store._writes.since(store._writes.done - 1, store._writes.done) is None


def test_risks_belong_to_the_case_of_their_assessment(store):
    with store.transaction() as cursor:
        cursor.execute(
            "INSERT INTO assessment (assessment_id, case_code, assessed_on, recorded_on, outcome, is_child, "
            "recorded_by) VALUES ('R1', 'w', DATE '2024-01-01', DATE '2024-01-01', 'positive', false, 'somebody')"
        )
    add = "INSERT INTO assessment_risk (assessment_id, risk_item, risk_rank) VALUES ('R1', 'family_debt', 'low')"
    assert written(store, add) == {"w"}


def test_rows_of_a_frame_are_told(store):
    with store.transaction() as cursor:
        insert_frame(cursor, "victim_case", pd.DataFrame([case("new", recorded_on=DAY)]))
    assert store._writes.since(store._writes.done - 1, store._writes.done) == {"new"}


def test_more_cases_than_are_told_count_as_all(store):
    many = (
        "INSERT INTO case_event SELECT 'm' || i, 'x' || i, 'closed', DATE '2024-01-01', DATE '2024-01-02', "
        f"NULL, NULL, NULL, NULL, NULL, false FROM range({MOST_CASES} + %d) r(i)"
    )
    assert len(written(store, many % 0)) == MOST_CASES
    assert written(store, many % 1) is None


@pytest.mark.parametrize(
    ("statement", "params"),
    [
        (
            "UPDATE victim_case SET sex = ?, purpose = CASE '?' WHEN '' THEN '?' ELSE purpose END "
            "WHERE case_code = ? AND destination = ?",
            [None, "x", "CHN"],
        ),
        ("UPDATE victim_case SET sex = $sex WHERE case_code = $code", {"sex": None, "code": "x"}),
        ("UPDATE victim_case SET sex = $sex WHERE sex <> $sex AND case_code = 'x'", {"sex": "male"}),
    ],
)
def test_an_update_s_condition_gets_its_own_parameters(store, statement, params):
    assert written(store, statement, params=params) == {"x"}


def test_numbered_parameters_are_not_told_apart(store):
    assert written(store, "UPDATE victim_case SET sex = $2 WHERE case_code = $1", params=["x", "male"]) is None


def test_results_are_those_of_the_cursor_itself(store):
    cursor = store._connection.cursor()
    cursor.execute("BEGIN TRANSACTION")
    watched = Watched(cursor)
    update = "UPDATE case_event SET withdrawn = true WHERE case_code IN ('x', 'y')"
    assert watched.execute(update).fetchone() == (2,)
    assert watched.execute(update).fetchall() == [(2,)]
    returning = watched.execute(f"{update} RETURNING case_code, event_kind")
    assert sorted(returning.fetchall()) == [("x", "repatriated"), ("y", "repatriated")]
    assert watched.execute("SELECT 5").fetchall() == [(5,)]
    assert watched.execute("SELECT $a + 1", {"a": 1}).fetchone() == (2,)
    assert list(watched.execute("SELECT 1 AS one").df().columns) == ["one"]
    cursor.close()


def test_every_table_that_the_facts_are_made_of_is_watched():
    """Whoever lets a table of facts read a further table must say here how its rows belong to cases."""
    macros, tables = {}, set()
    for statement in schema_statements():
        if made := re.match(r"CREATE TABLE (\w+)", statement):
            tables.add(made[1])
        elif made := re.match(r"CREATE MACRO (\w+)", statement):
            macros[made[1]] = statement
    files = Path(ROOT / "queries" / "sql" / "facts").glob("*.sql")
    waiting = [re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8")) for file in files]
    assert len(waiting) == 5
    read, seen = set(), set()
    while waiting:
        words = set(re.findall(r"\w+", waiting.pop()))
        read |= words & tables
        waiting += [macros[name] for name in words & set(macros) - seen]
        seen |= words & set(macros)
    assert read == set(KEYS) | set(SHARED)
