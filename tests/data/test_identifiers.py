"""No identifier stands twice and no reference leads nowhere, whoever writes, with or without a key in the schema."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd
import pytest

from data.identifiers import IDENTIFIERS, REFERENCES
from data.store import insert_frame
from tests.data import work_rows
from tests.small_register import assigned, case, event, fill, organisation, presence, small_store, unassigned

DAY = date(2024, 5, 1)


def register():
    """A case that waits, one event, one provider, one meeting."""
    return small_store(
        meeting=[work_rows.GOOD["meeting"] | {"meeting_id": "M1", "batch_id": None}],
        organisation=[organisation("A")],
        provider_presence=[presence("P")],
        victim_case=[case("C")],
        case_event=[event("C", "identified", DAY) | {"event_id": "E1"}],
        assignment=[unassigned("C", DAY) | {"assignment_id": "A1"}],
    )


def count(store, table: str) -> int:
    return int(store.read(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0])


EVENT = event("C", "repatriated", DAY)
WAIT = unassigned("C", DAY)
SEEN_BEFORE = [("case_event", [EVENT | {"event_id": "E1"}]), ("assignment", [WAIT | {"assignment_id": "A1"}])]
TWICE_AT_ONCE = [
    ("case_event", [EVENT | {"event_id": "E2"}] * 2),
    ("assignment", [WAIT | {"assignment_id": "A2"}] * 2),
]


@pytest.mark.parametrize(("table", "rows"), SEEN_BEFORE + TWICE_AT_ONCE)
def test_an_identifier_twice_is_refused_and_nothing_of_the_load_stays(table, rows):
    store = register()
    with pytest.raises(duckdb.ConstraintException, match=rf"Duplicate key .*(E|A)[12].* of {table}"):
        fill(store, victim_case=[case("C2")], **{table: rows})
    assert (count(store, table), count(store, "victim_case")) == (1, 1)


@pytest.mark.parametrize(("table", "rows"), SEEN_BEFORE)
def test_rows_written_by_sql_alone_are_looked_through_too(table, rows):
    store = register()
    with pytest.raises(duckdb.ConstraintException, match="Duplicate key"), store.transaction() as cursor:
        cursor.execute(f"INSERT INTO {table} SELECT * FROM {table}")
    assert count(store, table) == 1


def test_new_identifiers_are_taken_and_old_rows_may_change():
    store = register()
    fill(store, case_event=[EVENT | {"event_id": "E2"}], assignment=[WAIT | {"assignment_id": "A2"}])
    with store.transaction() as cursor:
        cursor.execute("UPDATE assignment SET valid_to = ?, end_reason = 'closed' WHERE assignment_id = 'A1'", [DAY])
        cursor.execute("DELETE FROM case_event WHERE event_id = 'E1'")
        insert_frame(cursor, "case_event", pd.DataFrame([EVENT | {"event_id": "E1"}]))
    assert (count(store, "case_event"), count(store, "assignment")) == (2, 2)


NOWHERE = [
    ("provider_presence", presence("P2", presence_type="roving", base_presence_id="no such", capacity_people=None)),
    ("case_event", EVENT | {"event_id": "E2", "organisation_id": "no such"}),
    ("case_event", EVENT | {"event_id": "E2", "shelter_id": "no such"}),
    ("assignment", assigned("C", "P", "no such", DAY) | {"assignment_id": "A2"}),
    ("assignment", WAIT | {"assignment_id": "A2", "worker_id": "no such"}),
    ("assignment", WAIT | {"assignment_id": "A2", "meeting_id": "no such"}),
    *((table, work_rows.GOOD[table] | {"case_code": "no such"}) for table in ("case_need", "assessment", "referral")),
    ("meeting_decision", work_rows.GOOD["meeting_decision"] | {"case_code": "no such", "meeting_id": "M1"}),
    ("legal_proceeding", work_rows.GOOD["legal_proceeding"] | {"case_code": "no such", "batch_id": None}),
    ("referral", work_rows.GOOD["referral"] | {"case_code": "C", "meeting_id": "no such"}),
    ("meeting", work_rows.GOOD["meeting"] | {"batch_id": None, "st_pcode": "no such"}),
]


@pytest.mark.parametrize(("table", "row"), NOWHERE)
def test_a_reference_to_nothing_is_refused(table, row):
    store = register()
    before = count(store, table)
    with pytest.raises(duckdb.ConstraintException, match=f'no such" of {table} does not exist'):
        fill(store, **{table: [row]})
    assert count(store, table) == before


def test_every_identifier_of_the_schema_is_watched_and_every_reference_checked():
    """Each column named as an identifier is one, or a foreign key, or a checked reference."""
    store = small_store()
    columns = store.read(
        "SELECT table_name, column_name, column_index FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal"
        " AND (column_name LIKE '%\\_id' ESCAPE '\\' OR column_name = 'case_code')"
    )
    keys = store.read(
        "SELECT table_name, constraint_type, constraint_column_names FROM duckdb_constraints()"
        " WHERE constraint_type IN ('FOREIGN KEY', 'PRIMARY KEY')"
    )
    held = {(r.table_name, r.constraint_column_names[0]) for r in keys.itertuples()}
    held |= set(IDENTIFIERS.items()) | {(r.table, r.column) for r in REFERENCES}
    loose = {(r.table_name, r.column_name) for r in columns.itertuples()} - held
    outlives, one_of_several = ("audit_log", "organisation_id"), ("meeting_decision", "subject_id")
    assert loose == {outlives, one_of_several}, (
        "the audit log outlives what it names; a decision names rows of 3 tables"
    )
