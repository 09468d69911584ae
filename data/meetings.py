"""R&R operational meetings (2.9, 4.4, 4.6): open a sitting, decide case by case, take back, close the minutes.

A decision and what carries it out stand in one transaction: both are there, or neither. All
days are that of the sitting.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data import assignment_rows as rows
from data import assignment_steps as steps
from data import assignments, audit
from data.assignment_errors import NotYourDecision
from data.assignment_rows import Act
from data.assignment_rules import Held, Operation
from data.assignments import Change, MinimumStep, NewAssignment, NewReferral, deciding
from data.case_events import NewEvent, record_in
from data.errors import N_
from data.frozen import as_frame
from data.lines import one_line
from data.meeting_errors import (
    AttendanceMissing,
    AttendanceWrong,
    CaseDecided,
    DecisionIncomplete,
    DecisionNotFound,
    MayNotMeet,
    MeetingClosed,
    MeetingDayWrong,
    MeetingNotFound,
    MeetingPlaceMissing,
    MeetingThere,
)
from data.permissions import Action, roles_of
from data.scope import Scope
from data.store import Store, insert_frame
from data.vocabulary import EventKind, Role, UnassignedReason
from data.vocabulary_work import AgendaItem, Body, Decision, MeetingKind, MeetingSite

MEETING_ROLES = frozenset(roles_of(Action.HOLD_MEETINGS))
_NOTE = N_("the note on the meeting")
_PROVIDER, _REASON = N_("the provider"), N_("the reason why nobody carries the case")


@dataclass(frozen=True)
class NewDecision:
    """What a meeting decided on a case, and what it takes to carry it out. seen: as in data/assignments.py.

    ASSIGN and REFER need presence_id; KEEP_WAITING needs reason; MINIMUM_MODEL may name the step that was given at
    once, with its cost in kyat. note: one line without names.
    """

    meeting_id: str
    case_code: str
    agenda_item: AgendaItem
    decision: Decision
    seen: str | None
    presence_id: str | None = None
    worker_id: str | None = None
    over_capacity: bool = False
    reason: UnassignedReason | None = None
    step: EventKind | None = None
    amount_mmk: float | None = None
    note: str | None = None


@dataclass(frozen=True)
class _Meeting:
    meeting_id: str
    held_on: dt.date
    closed_at_utc: dt.datetime | None


def open_meeting(store: Store, scope: Scope, kind: MeetingKind, site: MeetingSite | None, held_on: dt.date) -> str:
    """Begin a sitting; returns its identifier. One planned there within a month of it and not held yet is this one.

    Raises MayNotMeet, MeetingPlaceMissing, MeetingDayWrong (in the future), MeetingThere.
    """
    with deciding(store, scope) as act:
        _refuse_role(scope)
        if site is None and kind is MeetingKind.RR_OPERATIONAL:
            raise MeetingPlaceMissing()
        if held_on > act.today:
            raise MeetingDayWrong(held_on=str(held_on), latest=str(act.today))
        _refuse_there(act, kind, site, held_on)
        meeting_id = _planned(act, kind, site, held_on) or f"MT-{secrets.token_hex(6)}"
        row = {"meeting_id": meeting_id, "meeting_kind": str(kind), "meeting_site": site and str(site)}
        told = {"held_on": held_on, "recorded_by": scope.actor, "recorded_at_utc": act.now}
        if not _hold_planned(act, meeting_id, held_on):
            insert_frame(act.cursor, "meeting", as_frame(row | told))
        audit.append(act.cursor, scope, "open meeting", meeting_id, 1, f"{kind} {site or ''} {held_on}".strip())
    return meeting_id


def decide(store: Store, scope: Scope, new: NewDecision) -> str:
    """Write a decision and carry it out; returns its identifier.

    Raises MayNotMeet, MeetingNotFound, MeetingClosed, CaseDecided, DecisionIncomplete, LineWrong (the note), and what
    assign, refer, set_reason and give_minimum of data/assignments.py raise.
    """
    with deciding(store, scope) as act:
        _refuse_role(scope)
        meeting = _open_meeting(act, new.meeting_id)
        standing = rows.periods(act, new.case_code)
        rows.refuse_unseen(act, new.case_code, new.seen, standing[0] if standing else None)
        _refuse_decided(act, new)
        is_closed = rows.held(act, new.case_code, standing[0] if standing else None) is Held.CLOSED
        decision_id = f"MD-{secrets.token_hex(8)}"
        discussed = None if is_closed else _discussed(act, new.case_code, meeting.held_on, decision_id)
        carry_out = _CARRIED_OUT.get(new.decision)
        subject = carry_out(act, new, meeting.held_on) if carry_out else None
        row = {
            "decision_id": decision_id,
            "meeting_id": new.meeting_id,
            "case_code": new.case_code,
            "agenda_item": str(new.agenda_item),
            "decision": str(new.decision),
            "subject_id": subject or discussed,
            "note": one_line(new.note, steps.NOTE) if new.note else None,
            "decided_by": scope.actor,
            "decided_at_utc": act.now,
        }
        insert_frame(act.cursor, "meeting_decision", as_frame(row))
        audit.append(act.cursor, scope, f"meeting decision: {new.decision}", new.case_code, 1, decision_id)
    return decision_id


def undo_decision(store: Store, scope: Scope, decision_id: str) -> None:
    """Take a decision back with what carried it out, by who entered it or a planner, while the minutes are open.

    Raises MayNotMeet, DecisionNotFound, MeetingClosed, NotYourDecision, and ChangedMeanwhile or ReferralAnswered where
    something was built on it since.
    """
    with deciding(store, scope) as act:
        _refuse_role(scope)
        found = act.cursor.execute(
            "SELECT meeting_id, case_code, decision, subject_id, decided_by FROM meeting_decision "
            "WHERE decision_id = ? AND NOT withdrawn",
            [decision_id],
        ).fetchone()
        if not found:
            raise DecisionNotFound(decision_id=decision_id)
        meeting_id, case_code, decision, subject, by = found
        _open_meeting(act, meeting_id)
        if by != scope.actor and scope.role is not Role.PLANNER:
            raise NotYourDecision(case_code=case_code, by=by)
        _undo_subject(act, case_code, Decision(decision), subject)
        act.cursor.execute("UPDATE meeting_decision SET withdrawn = true WHERE decision_id = ?", [decision_id])
        _undo_discussed(act, meeting_id, case_code)
        audit.append(act.cursor, scope, "undo meeting decision", case_code, 1, decision_id)


def close_meeting(
    store: Store, scope: Scope, meeting_id: str, attendance: Mapping[Body, int], note: str | None = None
) -> None:
    """Close the minutes with who came (people by body); nothing is decided or taken back in it any more.

    Raises MayNotMeet, MeetingNotFound, MeetingClosed, AttendanceMissing, AttendanceWrong, LineWrong.
    """
    with deciding(store, scope) as act:
        _refuse_role(scope)
        meeting = _open_meeting(act, meeting_id)
        counted = act.cursor.execute("SELECT body, people FROM meeting_attendance WHERE meeting_id = ?", [meeting_id])
        known = dict(counted.fetchall())
        for body, people in attendance.items():
            if people < 0 or known.get(str(body), people) != people:
                raise AttendanceWrong(body.label, people, str(known.get(str(body), "–")))
        if not sum(known.values()) and not sum(attendance.values()):
            raise AttendanceMissing(held_on=str(meeting.held_on))
        came = {body: people for body, people in attendance.items() if str(body) not in known and people}
        for body, people in came.items():
            act.cursor.execute("INSERT INTO meeting_attendance VALUES (?, ?, ?)", [meeting_id, str(body), people])
        line = one_line(note, _NOTE) if note else None
        act.cursor.execute(
            "UPDATE meeting SET closed_at_utc = ?, note = coalesce(?, note) WHERE meeting_id = ?",
            [act.now, line, meeting_id],
        )
        audit.append(act.cursor, scope, "close meeting", meeting_id, 1, f"{sum(came.values())} people came")


def _refuse_role(scope: Scope) -> None:
    if scope.role not in MEETING_ROLES:
        raise MayNotMeet(role=str(scope.role))


def _refuse_there(act: Act, kind: MeetingKind, site: MeetingSite | None, held_on: dt.date) -> None:
    found = act.cursor.execute(
        "SELECT meeting_id FROM meeting WHERE meeting_kind = ? AND meeting_site IS NOT DISTINCT FROM ? AND held_on = ? "
        "AND NOT withdrawn",
        [str(kind), site and str(site), held_on],
    ).fetchone()
    if found:
        raise MeetingThere(kind.label, site.label if site else "–", str(held_on), found[0])


def _planned(act: Act, kind: MeetingKind, site: MeetingSite | None, held_on: dt.date) -> str | None:
    """The meeting that was planned there and not held yet, the one nearest to the day, if within a month of it."""
    found = act.cursor.execute(
        "SELECT meeting_id FROM meeting WHERE meeting_kind = ? AND meeting_site IS NOT DISTINCT FROM ? "
        "AND held_on IS NULL AND NOT withdrawn AND abs(planned_on - ?::DATE) <= 31 "
        "ORDER BY abs(planned_on - ?::DATE), meeting_id LIMIT 1",
        [str(kind), site and str(site), held_on, held_on],
    ).fetchone()
    return str(found[0]) if found else None


def _hold_planned(act: Act, meeting_id: str, held_on: dt.date) -> bool:
    """Whether the meeting was planned; if so, it is held on that day."""
    planned = act.cursor.execute("SELECT 1 FROM meeting WHERE meeting_id = ?", [meeting_id]).fetchone()
    if planned:
        act.cursor.execute("UPDATE meeting SET held_on = ? WHERE meeting_id = ?", [held_on, meeting_id])
    return planned is not None


def _open_meeting(act: Act, meeting_id: str) -> _Meeting:
    row = act.cursor.execute(
        "SELECT meeting_id, held_on, closed_at_utc FROM meeting "
        "WHERE meeting_id = ? AND held_on IS NOT NULL AND NOT withdrawn",
        [meeting_id],
    ).fetchone()
    if not row:
        raise MeetingNotFound(meeting_id=meeting_id)
    meeting = _Meeting(*row)
    if meeting.closed_at_utc:
        raise MeetingClosed(meeting_id, str(meeting.held_on), f"{meeting.closed_at_utc:%Y-%m-%d %H:%M} UTC")
    return meeting


def _decisions(act: Act, meeting_id: str, case_code: str) -> list[tuple[str, str, str, dt.datetime]]:
    """Standing decisions of a meeting on a case: agenda item, decision, by whom, when (UTC)."""
    return act.cursor.execute(
        "SELECT agenda_item, decision, decided_by, decided_at_utc FROM meeting_decision "
        "WHERE meeting_id = ? AND case_code = ? AND NOT withdrawn",
        [meeting_id, case_code],
    ).fetchall()


def _refuse_decided(act: Act, new: NewDecision) -> None:
    for item, decision, by, at in _decisions(act, new.meeting_id, new.case_code):
        if item == new.agenda_item:
            raise CaseDecided(new.case_code, Decision(decision).label, by, f"{at:%Y-%m-%d %H:%M} UTC")


def _discussed(act: Act, case_code: str, on: dt.date, decision_id: str) -> str:
    """The event that the case was discussed on that day; recorded once, however often it was decided on."""
    found = act.cursor.execute(
        "SELECT event_id FROM case_event WHERE case_code = ? AND event_kind = ? AND occurred_on = ? AND NOT withdrawn",
        [case_code, str(EventKind.DISCUSSED_AT_MEETING), on],
    ).fetchone()
    if found:
        return str(found[0])
    return record_in(act.cursor, act.scope, NewEvent(case_code, EventKind.DISCUSSED_AT_MEETING, on), f"{decision_id}-D")


def _missing(new: NewDecision, what: str) -> DecisionIncomplete:
    return DecisionIncomplete(new.case_code, new.decision.label, what)


def _assign(act: Act, new: NewDecision, on: dt.date) -> str | None:
    if not new.presence_id:
        raise _missing(new, _PROVIDER)
    return assignments.assign_in(
        act,
        NewAssignment(
            case_code=new.case_code,
            presence_id=new.presence_id,
            on=on,
            seen=new.seen,
            worker_id=new.worker_id,
            meeting_id=new.meeting_id,
            note=new.note,
            over_capacity=new.over_capacity,
        ),
    )


def _refer(act: Act, new: NewDecision, on: dt.date) -> str | None:
    if not new.presence_id:
        raise _missing(new, _PROVIDER)
    asked = NewReferral(new.case_code, new.presence_id, on, new.seen, meeting_id=new.meeting_id, note=new.note)
    return assignments.refer_in(act, asked)


def _minimum(act: Act, new: NewDecision, on: dt.date) -> str | None:
    if new.step is None:
        return None
    return assignments.give_minimum_in(act, MinimumStep(new.case_code, new.step, on, new.seen, new.amount_mmk))


def _keep_waiting(act: Act, new: NewDecision, on: dt.date) -> str | None:
    if new.reason is None:
        raise _missing(new, _REASON)
    last = rows.periods(act, new.case_code)
    if last and last[0].valid_to is None and last[0].unassigned_reason == new.reason:
        return None
    change = Change(new.case_code, on, new.seen, reason=new.reason, meeting_id=new.meeting_id, note=new.note)
    return assignments.change_in(act, Operation.SET_REASON, change)


def _alternative(act: Act, new: NewDecision, on: dt.date) -> str | None:
    return record_in(act.cursor, act.scope, NewEvent(new.case_code, EventKind.ALTERNATIVE_PLANNED, on))


_CARRIED_OUT: dict[Decision, Callable[[Act, NewDecision, dt.date], str | None]] = {
    Decision.ASSIGN: _assign,
    Decision.REFER: _refer,
    Decision.MINIMUM_MODEL: _minimum,
    Decision.ALTERNATIVE: _alternative,
    Decision.KEEP_WAITING: _keep_waiting,
}
"""What a decision sets in motion at once; gives the identifier of its period, request or event. Others: nothing."""


def _undo_subject(act: Act, case_code: str, decision: Decision, subject: str | None) -> None:
    """Take back the period, request or event that carries a decision out, but not that the case was discussed."""
    if subject is None:
        return
    if subject.startswith(rows.MADE_HERE):
        steps.undo(act, subject)
    elif decision is Decision.REFER:
        assignments.take_back_referral_in(act, subject)
    elif decision in (Decision.ALTERNATIVE, Decision.MINIMUM_MODEL):
        rows.withdraw_rested(act, case_code, subject, other_than=EventKind.DISCUSSED_AT_MEETING)


def _undo_discussed(act: Act, meeting_id: str, case_code: str) -> None:
    """Where no decision of the meeting on the case is left, the event goes that one of them recorded."""
    found = act.cursor.execute(
        "SELECT e.event_id FROM case_event e JOIN meeting_decision d ON e.event_id = d.decision_id || '-D' "
        "WHERE d.meeting_id = ? AND d.case_code = ? AND NOT e.withdrawn",
        [meeting_id, case_code],
    ).fetchall()
    if not _decisions(act, meeting_id, case_code):
        for (event_id,) in found:
            rows.withdraw_rested(act, case_code, event_id)
