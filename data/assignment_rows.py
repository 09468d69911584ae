"""Periods of assignment and requests as rows: look up, end, open, take back; always in the caller's transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

import duckdb

from data import audit
from data.assignment_begin import AUDIT as AUDIT
from data.assignment_begin import MADE_HERE as MADE_HERE
from data.assignment_errors import (
    HeldByOther,
    PresenceNotTaking,
    PresenceUnknown,
    WorkerElsewhere,
)
from data.assignment_rules import Held
from data.case_errors_work import CaseNotSeen, ChangedMeanwhile
from data.case_record import standing_events, withdraw_in
from data.case_rules import refuse_loose
from data.frozen import as_frame
from data.scope import Scope
from data.store import insert_frame
from data.vocabulary import AssignmentState, EndReason, EventKind, Role


@dataclass(frozen=True)
class Act:
    """One decision while it is being written: its transaction, who decides, and the moment (UTC) of all its rows."""

    cursor: duckdb.DuckDBPyConnection
    scope: Scope
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return self.now.date()


@dataclass(frozen=True)
class Period:
    """A standing row of assignment; columns as in the schema."""

    assignment_id: str
    case_code: str
    assignment_state: AssignmentState
    presence_id: str | None
    organisation_id: str | None
    unassigned_reason: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    waiting_since: dt.date | None
    end_reason: str | None
    decided_by: str
    decided_at_utc: dt.datetime
    worker_id: str | None
    meeting_id: str | None
    note: str | None


_COLUMNS = ", ".join(Period.__dataclass_fields__)
_LATEST_FIRST = "ORDER BY valid_to IS NULL DESC, valid_from DESC, decided_at_utc DESC, assignment_id"


def periods(act: Act, case_code: str) -> list[Period]:
    """The standing periods of a case, the latest first; those decided later stand before those they followed on."""
    rows = act.cursor.execute(
        f"SELECT {_COLUMNS} FROM assignment WHERE case_code = ? AND NOT withdrawn {_LATEST_FIRST}",  # noqa: S608
        [case_code],
    ).fetchall()
    return [_period(*row) for row in rows]


def _period(assignment_id: str, case_code: str, state: str, *others: Any) -> Period:
    return Period(assignment_id, case_code, AssignmentState(state), *others)


def held(act: Act, case_code: str, last: Period | None) -> Held:
    """How the case is held now; a case that came as closed has an event that says so, and no period."""
    if last and last.valid_to is None:
        return Held.CARRIED if last.assignment_state is AssignmentState.ASSIGNED else Held.WAITING
    if last and last.end_reason == EndReason.CLOSED:
        return Held.CLOSED
    found = act.cursor.execute(
        "SELECT 1 FROM case_event WHERE case_code = ? AND event_kind = 'closed' AND NOT withdrawn", [case_code]
    ).fetchone()
    return Held.CLOSED if found else Held.NOWHERE


def is_visible(act: Act, case_code: str) -> bool:
    """Whether the reader sees the case."""
    p = act.scope.params()
    found = act.cursor.execute(
        "SELECT 1 FROM visible_case(?, ?, ?) WHERE case_code = ?",
        [p["role"], p["organisation"], p["shelters"], case_code],
    ).fetchone()
    return found is not None


def refuse_unseen(act: Act, case_code: str, seen: str | None, last: Period | None) -> None:
    """Raises CaseNotSeen, or ChangedMeanwhile where what the reader saw no longer holds.

    seen: identifier of the latest period as the reader saw it; None: there was none. A reader from whose sight the
    case has gone is told that it changed, and not to whom it went, if the period seen was one for the reader to see.
    """
    visible = is_visible(act, case_code)
    if not visible and not _saw(act, case_code, seen):
        raise CaseNotSeen(case_code=case_code)
    if not visible or (seen or None) != (last.assignment_id if last else None):
        raise changed(act, case_code, last, is_told_to_whom=visible)


def _saw(act: Act, case_code: str, seen: str | None) -> bool:
    """Whether the period is one that the reader had sight of: decided, carried, or on the list of those who wait."""
    found = act.cursor.execute(
        "SELECT a.assignment_state, a.organisation_id, a.decided_by "
        "FROM assignment a JOIN victim_case v USING (case_code) "
        "WHERE a.assignment_id = ? AND a.case_code = ? AND NOT v.withdrawn AND v.merged_into IS NULL",
        [seen, case_code],
    ).fetchone()
    if not found:
        return False
    waited = act.scope.role is Role.DSW_OFFICER and found[0] == AssignmentState.UNASSIGNED
    carried = act.scope.role is Role.NGO_MANAGER and found[1] == act.scope.organisation_id
    return waited or carried or found[2] == act.scope.actor


def changed(act: Act, case_code: str, last: Period | None, is_told_to_whom: bool = True) -> ChangedMeanwhile:
    """The refusal that tells what holds now, by whom and since when, as the audit rows of decisions tell it."""
    by, when = last_change(act, case_code) or (
        (last.decided_by, last.decided_at_utc) if last else (str(act.scope.actor), act.now)
    )
    now, at = held(act, case_code, last), f"{when:%Y-%m-%d %H:%M} UTC"
    if is_told_to_whom and now is Held.CARRIED and last:
        return HeldByOther(case_code, now.label, by, at, organisation_name(act, str(last.organisation_id)))
    return ChangedMeanwhile(case_code, now.label, by, at)


def last_change(act: Act, case_code: str) -> tuple[str, dt.datetime] | None:
    """Who last decided on the case here, and when (UTC); None: nobody did."""
    found = act.cursor.execute(
        "SELECT actor, at_utc FROM audit_log WHERE subject = ? AND starts_with(action, ?) ORDER BY seq DESC LIMIT 1",
        [case_code, AUDIT],
    ).fetchone()
    return (found[0], found[1]) if found else None


def organisation_name(act: Act, organisation_id: str) -> str:
    found = act.cursor.execute("SELECT name FROM organisation WHERE organisation_id = ?", [organisation_id]).fetchone()
    return str(found[0]) if found else organisation_id


@dataclass(frozen=True)
class Place:
    """A presence that may take a case. capacity_people: of its pool, None where not told; caseload_people likewise."""

    presence_id: str
    organisation_id: str
    organisation: str
    township: str
    pool_id: str
    capacity_people: int | None
    caseload_people: int


_PLACE = """
WITH active AS (
    SELECT p.*, coalesce(p.base_presence_id, p.presence_id) AS pool_id,
        activity_status = 'ongoing' AND coalesce(from_on <= $on AND from_on <= $today, true)
            AND coalesce(to_on > $on AND to_on > $today, true) AS is_active
    FROM provider_presence p WHERE NOT p.withdrawn
)
SELECT p.presence_id, p.organisation_id, o.name, t.ts_name_en, p.pool_id,
    (SELECT b.capacity_people FROM active b WHERE b.presence_id = p.pool_id AND b.is_active),
    (SELECT coalesce(sum(c.caseload_people), 0)::INTEGER
     FROM presence_caseload('planner', $today) c JOIN active m ON m.presence_id = c.presence_id
     WHERE m.pool_id = p.pool_id),
    p.is_active AND p.is_reintegration
FROM active p
JOIN organisation o ON o.organisation_id = p.organisation_id
JOIN township t ON t.ts_pcode = p.ts_pcode
WHERE p.presence_id = $presence
"""


def place(act: Act, presence_id: str, on: dt.date) -> Place:
    """The presence with the room of its pool as queries/providers.py computes it.

    Raises PresenceUnknown, PresenceNotTaking (not active on `on` and today, or no reintegration provider).
    """
    row = act.cursor.execute(_PLACE, {"presence": presence_id, "on": on, "today": act.today}).fetchone()
    if not row:
        raise PresenceUnknown(presence_id=presence_id)
    if not row[-1]:
        raise PresenceNotTaking(organisation=row[2], township=row[3], on=str(on))
    return Place(*row[:-1])


def refuse_worker(act: Act, worker_id: str, place: Place, on: dt.date) -> None:
    """Raises WorkerElsewhere where the worker is not of the presence or its base, or not there on that day."""
    found = act.cursor.execute(
        "SELECT 1 FROM case_worker WHERE worker_id = ? AND presence_id IN (?, ?) "
        "AND coalesce(from_on <= ?, true) AND coalesce(to_on >= ?, true)",
        [worker_id, place.presence_id, place.pool_id, on, on],
    ).fetchone()
    if not found:
        raise WorkerElsewhere(worker_id=worker_id, organisation=place.organisation)


def audit_row(act: Act, action: str, case_code: str, what: str) -> None:
    """what: identifier of the period, request or event that the decision made or changed."""
    audit.append(act.cursor, act.scope, f"{AUDIT}{action}", case_code, 1, what)


def end_period(act: Act, period: Period, on: dt.date, reason: EndReason) -> None:
    act.cursor.execute(
        "UPDATE assignment SET valid_to = ?, end_reason = ? WHERE assignment_id = ?",
        [on, str(reason), period.assignment_id],
    )


def open_period(act: Act, row: dict[str, object]) -> str:
    """Insert a period that holds; row: what differs from case to case. Returns its identifier."""
    assignment_id = f"{MADE_HERE}{secrets.token_hex(8)}"
    made = {"assignment_id": assignment_id, "decided_by": act.scope.actor, "decided_at_utc": act.now}
    insert_frame(act.cursor, "assignment", as_frame(row | made))
    return assignment_id


def withdraw_period(act: Act, period: Period) -> None:
    act.cursor.execute("UPDATE assignment SET withdrawn = true WHERE assignment_id = ?", [period.assignment_id])


def reopen_period(act: Act, period: Period) -> None:
    act.cursor.execute(
        "UPDATE assignment SET valid_to = NULL, end_reason = NULL WHERE assignment_id = ?", [period.assignment_id]
    )


def event_of(act: Act, case_code: str, kind: EventKind, on: dt.date, by: str) -> str | None:
    """The event that a decision recorded: the last one of its kind, day and author that stands."""
    found = act.cursor.execute(
        "SELECT event_id FROM case_event WHERE case_code = ? AND event_kind = ? AND occurred_on = ? "
        "AND recorded_by = ? AND NOT withdrawn ORDER BY rowid DESC LIMIT 1",
        [case_code, str(kind), on, by],
    ).fetchone()
    return str(found[0]) if found else None


def withdraw_event(act: Act, case_code: str, kind: EventKind, on: dt.date, by: str) -> None:
    """Take back the event that a decision recorded. Raises StillNeeded where another event rests on it."""
    event_id = event_of(act, case_code, kind, on, by)
    if event_id:
        withdraw_rested(act, case_code, event_id)


def withdraw_rested(act: Act, case_code: str, event_id: str, other_than: EventKind | None = None) -> None:
    """Take back an event that stands, unless it is of that kind. Raises StillNeeded where another one rests on it."""
    events = standing_events(act.cursor, case_code)
    gone = next((event for event in events if event.event_id == event_id), None)
    if gone and gone.event_kind is not other_than:
        refuse_loose(events, gone, case_code)
        withdraw_in(act.cursor, act.scope, event_id)


def pool_of(act: Act, presence_id: str) -> str | None:
    """The presence whose workers and capacity this one shares, or itself."""
    found = act.cursor.execute(
        "SELECT coalesce(base_presence_id, presence_id) FROM provider_presence WHERE presence_id = ?", [presence_id]
    ).fetchone()
    return str(found[0]) if found else None


def case_of(act: Act, assignment_id: str) -> str:
    """The case of a period, standing or taken back. Raises CaseNotSeen where there is no such period."""
    found = act.cursor.execute("SELECT case_code FROM assignment WHERE assignment_id = ?", [assignment_id]).fetchone()
    if not found:
        raise CaseNotSeen(case_code=assignment_id)
    return str(found[0])


def closed_by(act: Act, period: Period) -> tuple[str, dt.date] | None:
    """Who recorded the closing that ended the period, and on which day; None: a load did."""
    found = act.cursor.execute(
        "SELECT recorded_by, recorded_on FROM case_event WHERE case_code = ? AND event_kind = 'closed' "
        "AND occurred_on = ? AND recorded_by IS NOT NULL AND NOT withdrawn ORDER BY rowid DESC LIMIT 1",
        [period.case_code, period.valid_to],
    ).fetchone()
    return (str(found[0]), found[1]) if found else None


def is_meeting_open(act: Act, meeting_id: str) -> bool:
    found = act.cursor.execute(
        "SELECT 1 FROM meeting WHERE meeting_id = ? AND closed_at_utc IS NULL AND NOT withdrawn", [meeting_id]
    ).fetchone()
    return found is not None
