"""A register small enough to work out on paper: rows with sensible defaults, put into a store in memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import pandas as pd

from data.scope import Scope
from data.store import Store, insert_frame, memory_store
from data.vocabulary import Role

PLANNER = Scope(Role.PLANNER, "planner")
Row = dict[str, object]
DECIDED = datetime(2024, 1, 1, 8, 0)


def case(case_code: str, **values: object) -> Row:
    row: Row = {
        "case_code": case_code,
        "victim_type": "internal",
        "source_agency": "dsw",
        "sex": "female",
        "age_years": 20,
        "ts_pcode": "MMR001001",
        "village_written": "a village",
        "destination": "CHN",
        "recruitment_month": None,
        "identified_month": date(2023, 5, 1),
        "return_month": None,
        "purpose": "forced_labour",
        "is_special": False,
        "family_assessment": "not_done",
        "shelter_id": None,
        "recorded_on": date(2023, 6, 1),
    }
    return row | values


def organisation(organisation_id: str, kind: str = "ngo") -> Row:
    return {"organisation_id": organisation_id, "name": f"Organisation {organisation_id}", "kind": kind}


def presence(presence_id: str, organisation_id: str = "A", **values: object) -> Row:
    row: Row = {
        "presence_id": presence_id,
        "organisation_id": organisation_id,
        "ts_pcode": "MMR001001",
        "presence_type": "resident",
        "is_reintegration": True,
        "activity": None,
        "activity_status": "ongoing",
        "base_presence_id": None,
        "case_workers": None,
        "capacity_people": 10,
        "people_reached": None,
        "serves_children": None,
        "serves_adults": None,
        "from_on": None,
        "to_on": None,
        "last_confirmed_on": None,
        "source": "test",
    }
    return row | values


def assigned(case_code: str, presence_id: str, organisation_id: str, valid_from: date, **values: object) -> Row:
    return _period(case_code, valid_from, values) | {
        "assignment_state": "assigned",
        "presence_id": presence_id,
        "organisation_id": organisation_id,
    }


def unassigned(case_code: str, valid_from: date, reason: str = "no_provider", **values: object) -> Row:
    return (
        {"waiting_since": valid_from}
        | _period(case_code, valid_from, values)
        | {"assignment_state": "unassigned", "unassigned_reason": reason}
    )


def _period(case_code: str, valid_from: date, values: Row) -> Row:
    row: Row = {
        "assignment_id": f"{case_code}/{valid_from}",
        "case_code": case_code,
        "valid_from": valid_from,
        "valid_to": None,
        "end_reason": None,
        "decided_by": "test",
        "decided_at_utc": DECIDED,
    }
    if values.get("valid_to") and "end_reason" not in values:
        values = values | {"end_reason": "closed"}
    return row | values


def event(case_code: str, kind: str, occurred_on: date, **values: object) -> Row:
    row: Row = {"event_id": f"{case_code}/{kind}/{occurred_on}", "case_code": case_code, "event_kind": kind}
    return row | {"occurred_on": occurred_on, "recorded_on": occurred_on} | values


def fill(store: Store, **tables: Iterable[Row]) -> Store:
    """Insert rows by table name, in the order of their references."""
    order = ("organisation", "provider_presence", "presence_service", "victim_case", "case_event", "assignment")
    with store.transaction() as cursor:
        for table in (*order, *(set(tables) - set(order))):
            rows = list(tables.get(table, ()))
            if rows:
                insert_frame(cursor, table, pd.DataFrame(rows))
    return store


def small_store(**tables: Iterable[Row]) -> Store:
    return fill(memory_store(), **tables)


def records(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """Rows as tuples, with None for every kind of missing and date for timestamps."""
    return [tuple(_plain(value) for value in row) for row in frame.itertuples(index=False)]


def _plain(value: object) -> object:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value
