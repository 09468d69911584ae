"""Record a dated event of a case, or take it back: judged by the rules, one transaction, one audit row, nothing lost.

The role, the sight of the case and the rules are judged inside the transaction that writes.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import duckdb

from data import audit, frozen
from data.assignment_begin import begin_wait, end_wait
from data.case_errors_work import (
    AmountWrong,
    CaseNotSeen,
    ChangedMeanwhile,
    DetailNoCode,
    EventUnknown,
    MayNotRecord,
    NotYours,
    RecordedElsewhere,
)
from data.case_rules import (
    COMES_WITH_ANOTHER_ACT,
    RECORDING_ROLES,
    CaseFacts,
    Event,
    kinds_for,
    refuse_impossible,
    refuse_loose,
)
from data.errors import N_
from data.scope import Scope
from data.store import Store
from data.vocabulary import EventKind, Role, VictimType

RECORD: Final = "record event"
TAKE_BACK: Final = "take back event"
_CODE = re.compile(r"[a-z0-9_]{1,40}")
_CHANGED = N_("something was recorded or taken back")
_OTHER_ORGANISATION = N_("an act of another organisation")


@dataclass(frozen=True)
class NewEvent:
    """What happened. detail: a code, never free text. amount: in the unit of the kind (kyat, points); None: none."""

    case_code: str
    event_kind: EventKind
    occurred_on: dt.date
    organisation_id: str | None = None
    shelter_id: str | None = None
    detail: str | None = None
    amount: float | None = None


def record(store: Store, scope: Scope, new: NewEvent) -> str:
    """Record one event; returns its identifier.

    Raises CaseNotSeen, MayNotRecord, RecordedElsewhere, DetailNoCode, AmountWrong and what
    data.case_rules.refuse_impossible raises; nothing is written then.
    """
    if scope.role in RECORDING_ROLES and new.event_kind in COMES_WITH_ANOTHER_ACT:
        raise RecordedElsewhere(new.event_kind)
    if new.event_kind not in kinds_for(scope.role):
        raise MayNotRecord(str(scope.role), new.event_kind.label)
    with store.transaction() as cursor:
        return record_in(cursor, scope, new)


def record_in(cursor: duckdb.DuckDBPyConnection, scope: Scope, new: NewEvent, event_id: str | None = None) -> str:
    """As record, in the caller's open transaction and for any kind.

    Who records what comes with another act (an assignment, a closing, a flag, an assessment) has judged the sight of
    the case itself, since that act may have changed it.
    """
    if scope.role not in RECORDING_ROLES:
        raise MayNotRecord(str(scope.role), new.event_kind.label)
    if new.event_kind not in COMES_WITH_ANOTHER_ACT:
        refuse_unseen(cursor, scope, new.case_code)
    _refuse_form(scope, new)
    today = frozen.now().date()
    told = Event(new.event_kind, new.occurred_on, "", new.shelter_id, new.detail)
    refuse_impossible(standing_events(cursor, new.case_code), told, case_facts(cursor, new.case_code), today)
    event_id = event_id or f"EV-{uuid4().hex[:16]}"
    organisation_id = new.organisation_id
    if scope.role is Role.NGO_MANAGER:
        organisation_id = scope.organisation_id
    cursor.execute(
        "INSERT INTO case_event (event_id, case_code, event_kind, occurred_on, recorded_on, organisation_id, "
        "shelter_id, detail, amount, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [event_id, new.case_code, str(new.event_kind), new.occurred_on, today, organisation_id, new.shelter_id,
         new.detail, new.amount, scope.actor],
    )  # fmt: skip
    _keep_shelter(cursor, new.case_code)
    begin_wait(cursor, scope, new.case_code, new.event_kind, new.occurred_on)
    audit.append(cursor, scope, RECORD, new.case_code, 1, f"{new.event_kind} {new.occurred_on} {event_id}")
    return event_id


def take_back(store: Store, scope: Scope, event_id: str, seen: str) -> None:
    """Withdraw an event that was recorded by mistake; the row stays and nothing counts it.

    seen: version of the case's time line as the reader saw it (`version` of queries.cases.case, or version()). Raises
    EventUnknown, ChangedMeanwhile, NotYours, RecordedElsewhere (comes back with its assignment, assessment or flag),
    StillNeeded.
    """
    with store.transaction() as cursor:
        case_code, kind, by = _event(cursor, scope, event_id)
        if seen != version_in(cursor, case_code):
            raise changed(cursor, case_code)
        if kind in COMES_WITH_ANOTHER_ACT:
            raise RecordedElsewhere(kind)
        refuse_stranger(scope, by, kind.label)
        events = standing_events(cursor, case_code)
        refuse_loose(events, next(event for event in events if event.event_id == event_id), case_code)
        withdraw_in(cursor, scope, event_id)


def withdraw_in(cursor: duckdb.DuckDBPyConnection, scope: Scope, event_id: str) -> None:
    """Withdraw an event with its audit row, in the transaction of the act that it belongs to; judged by the caller."""
    row = cursor.execute(
        "UPDATE case_event SET withdrawn = true WHERE event_id = ? AND NOT withdrawn "
        "RETURNING case_code, event_kind, occurred_on",
        [event_id],
    ).fetchone()
    if row is None:
        raise EventUnknown(event_id)
    _keep_shelter(cursor, row[0])
    end_wait(cursor, scope, row[0], EventKind(row[1]), row[2])
    audit.append(cursor, scope, TAKE_BACK, row[0], 1, f"{row[1]} {event_id}")


def version(store: Store, scope: Scope, case_code: str) -> str:
    """The version of a case's time line: changes with every event recorded or taken back. Raises CaseNotSeen."""
    with store.transaction(only_audit=True) as cursor:
        refuse_unseen(cursor, scope, case_code)
        return version_in(cursor, case_code)


def version_in(cursor: duckdb.DuckDBPyConnection, case_code: str) -> str:
    """As version, in an open transaction; for whoever is known to see the case."""
    row = cursor.execute(
        "SELECT coalesce(md5(string_agg(event_id, ',' ORDER BY event_id)), '') FROM case_event "
        "WHERE case_code = ? AND NOT withdrawn",
        [case_code],
    ).fetchone()
    return str(row[0]) if row else ""


def refuse_unseen(cursor: duckdb.DuckDBPyConnection, scope: Scope, case_code: str) -> None:
    """Raises CaseNotSeen where the reader does not see the case, whether or not there is one."""
    found = cursor.execute(
        "SELECT 1 FROM visible_case($role, $organisation, $shelters) WHERE case_code = $case",
        scope.params() | {"case": case_code},
    ).fetchone()
    if found is None:
        raise CaseNotSeen(case_code)


def refuse_stranger(scope: Scope, by: str | None, what: str) -> None:
    """Raises MayNotRecord, NotYours: only who recorded something, or a planner, takes it back."""
    if scope.role not in RECORDING_ROLES:
        raise MayNotRecord(str(scope.role), what)
    if scope.role is not Role.PLANNER and by != scope.actor:
        raise NotYours(by or "–")


def changed(cursor: duckdb.DuckDBPyConnection, case_code: str) -> ChangedMeanwhile:
    """The refusal that tells who last wrote to a case, and when."""
    row = cursor.execute(
        "SELECT actor, at_utc FROM audit_log WHERE subject = ? ORDER BY seq DESC LIMIT 1", [case_code]
    ).fetchone()
    by, when = (row[0], f"{row[1]:%Y-%m-%d %H:%M} UTC") if row else ("–", "–")
    return ChangedMeanwhile(case_code, _CHANGED, by, when)


def standing_events(cursor: duckdb.DuckDBPyConnection, case_code: str) -> list[Event]:
    """The events of a case that were not taken back, for the rules."""
    rows = cursor.execute(
        "SELECT event_kind, occurred_on, event_id, shelter_id, detail FROM case_event "
        "WHERE case_code = ? AND NOT withdrawn ORDER BY occurred_on, event_id",
        [case_code],
    ).fetchall()
    return [Event(EventKind(kind), on, event_id, shelter, detail) for kind, on, event_id, shelter, detail in rows]


def case_facts(cursor: duckdb.DuckDBPyConnection, case_code: str) -> CaseFacts:
    """What the rules ask of the case beside its events. Raises CaseNotSeen where there is none that stands."""
    row = cursor.execute(
        "SELECT identified_month, victim_type FROM victim_case "
        "WHERE case_code = ? AND NOT withdrawn AND merged_into IS NULL",
        [case_code],
    ).fetchone()
    if row is None:
        raise CaseNotSeen(case_code)
    return CaseFacts(case_code, row[0], VictimType(row[1]))


def _event(cursor: duckdb.DuckDBPyConnection, scope: Scope, event_id: str) -> tuple[str, EventKind, str | None]:
    """case_code, kind and who recorded it. Raises EventUnknown; ChangedMeanwhile where it was taken back already."""
    row = cursor.execute(
        "SELECT case_code, event_kind, recorded_by, withdrawn FROM case_event WHERE event_id = ?", [event_id]
    ).fetchone()
    if row is None:
        raise EventUnknown(event_id)
    try:
        refuse_unseen(cursor, scope, row[0])
    except CaseNotSeen as error:
        raise EventUnknown(event_id) from error
    if row[3]:
        raise changed(cursor, row[0])
    return row[0], EventKind(row[1]), row[2]


def _refuse_form(scope: Scope, new: NewEvent) -> None:
    if new.detail is not None and not _CODE.fullmatch(new.detail):
        raise DetailNoCode(new.case_code)
    if new.amount is not None and not 0 <= new.amount < float("inf"):
        raise AmountWrong(new.case_code, new.amount)
    if scope.role is Role.NGO_MANAGER and new.organisation_id not in (None, scope.organisation_id):
        raise MayNotRecord(str(scope.role), _OTHER_ORGANISATION)


def _keep_shelter(cursor: duckdb.DuckDBPyConnection, case_code: str) -> None:
    """The shelter of a case is the one entered first, so that its officers see the case; a case without stays as is."""
    row = cursor.execute(
        "SELECT v.shelter_id, (SELECT arg_min(e.shelter_id, e.occurred_on) FROM case_event e WHERE "
        "e.case_code = v.case_code AND e.event_kind = 'shelter_in' AND e.shelter_id IS NOT NULL AND NOT e.withdrawn), "
        "(SELECT count(*) FROM case_event e WHERE e.case_code = v.case_code AND e.event_kind = 'shelter_in' "
        "AND e.shelter_id = v.shelter_id) FROM victim_case v WHERE v.case_code = ?",
        [case_code],
    ).fetchone()
    if row is None:
        return
    kept, first, told = row
    if kept != first and (kept is None or told):
        cursor.execute("UPDATE victim_case SET shelter_id = ? WHERE case_code = ?", [first, case_code])
