"""A small register in which somebody waits, somebody is carried and one case is closed; what was decided on them."""

from __future__ import annotations

from datetime import date

from data.assignments import Change, NewAssignment
from data.scope import Scope
from data.store import Store
from data.vocabulary import Role
from tests.small_register import (
    assigned,
    case,
    event,
    organisation,
    presence,
    records,
    small_store,
    unassigned,
)

OFFICER = Scope(Role.DSW_OFFICER, "officer")
MANAGER_A = Scope(Role.NGO_MANAGER, "manager of A", "A")
MANAGER_B = Scope(Role.NGO_MANAGER, "manager of B", "B")
DONOR = Scope(Role.DONOR, "donor")

SINCE = date(2024, 1, 10)
DAY = date(2024, 3, 1)
LATER = date(2024, 4, 1)
WAITING, CARRIED = f"W/{SINCE}", f"C/{SINCE}"
"""Identifiers of the open periods of the cases W (waits) and C (carried by A at P)."""


def register() -> Store:
    """W waits and C is carried by A at P since SINCE; Z was closed on DAY; N has no period yet. P has room for two."""
    return small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[
            presence("P", "A", capacity_people=2),
            presence(
                "P2", "A", presence_type="roving", base_presence_id="P", capacity_people=None, ts_pcode="MMR001002"
            ),
            presence("Q", "B", capacity_people=None),
            presence("OTHER", "B", is_reintegration=False),
            presence("GONE", "B", to_on=date(2024, 2, 1)),
        ],
        case_worker=[worker("W-P", "P"), worker("W-Q", "Q"), worker("W-GONE", "P", to_on=date(2024, 2, 1))],
        victim_case=[case(code) for code in "WCZ"] + [case("N", victim_type="g2g")],
        case_event=[event("Z", "closed", DAY)],
        assignment=[
            unassigned("W", SINCE),
            assigned("C", "P", "A", SINCE),
            assigned("Z", "P", "A", SINCE, valid_to=DAY),
        ],
    )  # fmt: skip


def worker(worker_id: str, presence_id: str, **values: object) -> dict[str, object]:
    row = {"worker_id": worker_id, "presence_id": presence_id, "code": worker_id, "from_on": None, "to_on": None}
    return row | {"recorded_by": "test", "recorded_at_utc": date(2024, 1, 1)} | values


def to(
    presence_id: str, case_code: str = "W", seen: str | None = None, on: date = DAY, **values: object
) -> NewAssignment:
    """The case for a presence, by who saw its open period."""
    known = {"W": WAITING, "C": CARRIED}
    return NewAssignment(case_code, presence_id, on, seen or known.get(case_code), **values)  # type: ignore[arg-type]


def change(case_code: str = "C", seen: str | None = None, on: date = DAY, **values: object) -> Change:
    known = {"W": WAITING, "C": CARRIED, "Z": f"Z/{SINCE}"}
    return Change(case_code, on, seen or known.get(case_code), **values)  # type: ignore[arg-type]


def history(store: Store, case_code: str) -> list[tuple[object, ...]]:
    """The standing periods of a case, the first one first: by whom or why not, from, to, why it ended."""
    return records(
        store.read(
            "SELECT coalesce(presence_id, unassigned_reason), valid_from, valid_to, end_reason FROM assignment "
            "WHERE case_code = $case AND NOT withdrawn "
            "ORDER BY valid_from, valid_to IS NULL, decided_at_utc, assignment_id",
            {"case": case_code},
        )
    )


def events(store: Store, case_code: str) -> list[tuple[object, ...]]:
    """The standing events that were recorded here: kind, day, organisation, who recorded it."""
    return records(
        store.read(
            "SELECT event_kind, occurred_on, organisation_id, recorded_by FROM case_event "
            "WHERE case_code = $case AND NOT withdrawn AND recorded_by IS NOT NULL ORDER BY rowid",
            {"case": case_code},
        )
    )


def actions(store: Store) -> list[tuple[object, ...]]:
    """What the audit log says of decisions: action, actor, case."""
    return records(
        store.read(
            "SELECT action, actor, subject FROM audit_log WHERE starts_with(action, 'assignment: ') ORDER BY seq"
        )
    )


def everything(store: Store) -> list[list[tuple[object, ...]]]:
    """All rows of the tables that a decision may touch: a refusal leaves them as they are."""
    tables = ("assignment", "case_event", "referral", "meeting_decision", "audit_log")
    return [records(store.read(f"SELECT * FROM {table} ORDER BY ALL")) for table in tables]
