"""Each decision about who carries a case, in a transaction that the caller has open: so that a meeting can take it too.

The public functions stand in data/assignments.py; what may follow on what stands in data/assignment_rules.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from data import assignment_rows as rows
from data.assignment_errors import (
    DayOutside,
    NothingToUndo,
    NotYourDecision,
    PresenceFull,
    PresenceOutside,
    PresenceSame,
    ReasonNotTold,
    ReferralWaiting,
    TooLateToUndo,
)
from data.assignment_referrals import Referral, open_referral, reopen_referrals, take_back
from data.assignment_rows import Act, Period, Place
from data.assignment_rules import Held, Operation, Transition, allowed
from data.case_events import NewEvent, record_in
from data.errors import N_
from data.lines import one_line
from data.vocabulary import AssignmentState, EndReason, EventKind, Role, UnassignedReason

NOTE = N_("the note on the decision")


@dataclass(frozen=True)
class Step:
    """What was decided. seen: the case's latest period as the reader saw it; on: the day from which it holds."""

    operation: Operation
    case_code: str
    on: dt.date
    seen: str | None
    presence_id: str | None = None
    reason: UnassignedReason | None = None
    worker_id: str | None = None
    meeting_id: str | None = None
    note: str | None = None
    over_capacity: bool = False


def take(act: Act, step: Step, asked: Referral | None = None) -> str | None:
    """Write one decision with its event and audit row; returns the period that begins, None where none does.

    asked: the request that is being accepted; its provider need not see the case. Raises the errors of
    data/assignment_errors.py, LineWrong, and what data/case_events.py refuses.
    """
    standing = rows.periods(act, step.case_code)
    last = standing[0] if standing else None
    if asked is None:
        rows.refuse_unseen(act, step.case_code, step.seen, last)
    transition = _transition(act, step, last)
    note = one_line(step.note, NOTE) if step.note else None
    refuse_day(act, step.case_code, step.on, last)
    place = _place(act, step, transition, last)
    _settle_referral(act, step, transition, asked)
    if last and last.valid_to is None and transition.ends:
        rows.end_period(act, last, step.on, transition.ends)
    opened = _open(act, step, transition, last, place, note) if transition.opens else None
    if transition.event:
        organisation = place.organisation_id if place else last.organisation_id if last else None
        if act.scope.role is Role.NGO_MANAGER and organisation != act.scope.organisation_id:
            organisation = None
        event = NewEvent(
            step.case_code, transition.event, step.on, organisation_id=organisation, detail=transition.detail
        )
        record_in(act.cursor, act.scope, event)
    rows.audit_row(act, str(step.operation), step.case_code, opened or (last.assignment_id if last else ""))
    return opened


def _transition(act: Act, step: Step, last: Period | None) -> Transition:
    before = rows.held(act, step.case_code, last)
    after = None
    if step.operation is Operation.REOPEN:
        after = Held.CARRIED if step.presence_id else Held.WAITING
    return allowed(step.operation, before, act.scope.role, step.case_code, after)


def refuse_day(act: Act, case_code: str, on: dt.date, last: Period | None) -> None:
    """Raises DayOutside where the day lies in the future, or before what the decision follows on."""
    earliest = (last.valid_to or last.valid_from) if last else dt.date(2000, 1, 1)
    if not earliest <= on <= act.today:
        raise DayOutside(case_code=case_code, on=str(on), earliest=str(earliest), latest=str(act.today))


def _place(act: Act, step: Step, transition: Transition, last: Period | None) -> Place | None:
    """The presence that takes the case; None where none does."""
    if transition.after is not Held.CARRIED or not transition.opens:
        return None
    place = rows.place(act, str(step.presence_id), step.on)
    carried_by = last.presence_id if last and last.valid_to is None else None
    if carried_by == place.presence_id:
        raise PresenceSame(step.case_code, place.organisation, place.township)
    if act.scope.role is Role.NGO_MANAGER and place.organisation_id != act.scope.organisation_id:
        raise PresenceOutside(place.organisation, place.township)
    if not step.over_capacity:
        refuse_full(act, place, carried_by)
    if step.worker_id:
        rows.refuse_worker(act, step.worker_id, place, step.on)
    return place


def refuse_full(act: Act, place: Place, carried_by: str | None = None) -> None:
    """Raises PresenceFull; capacity that is not told is never full. carried_by: who carries the case that comes."""
    is_there_already = carried_by is not None and rows.pool_of(act, carried_by) == place.pool_id
    caseload = place.caseload_people - is_there_already
    if place.capacity_people is not None and caseload >= place.capacity_people:
        raise PresenceFull(place.organisation, place.township, caseload, place.capacity_people)


def _settle_referral(act: Act, step: Step, transition: Transition, asked: Referral | None) -> None:
    """A request that waits is taken back when somebody else gets the case; a case with one is not closed."""
    waiting = open_referral(act, step.case_code)
    if waiting is None or asked or step.operation is Operation.SET_REASON:
        return
    if transition.after is Held.CLOSED:
        raise ReferralWaiting(step.case_code, waiting.organisation, str(waiting.referred_on))
    take_back(act, waiting)


def _open(
    act: Act, step: Step, transition: Transition, last: Period | None, place: Place | None, note: str | None
) -> str:
    row: dict[str, object] = {
        "case_code": step.case_code,
        "valid_from": step.on,
        "worker_id": step.worker_id,
        "meeting_id": step.meeting_id,
        "note": note,
    }
    if place:
        carried = {"presence_id": place.presence_id, "organisation_id": place.organisation_id}
        return rows.open_period(act, row | carried | {"assignment_state": str(AssignmentState.ASSIGNED)})
    reason = step.reason or transition.reason
    if reason is None or reason not in set(UnassignedReason):
        raise ReasonNotTold(case_code=step.case_code)
    since = last.waiting_since if last and last.valid_to is None and last.waiting_since else step.on
    waits = {"unassigned_reason": str(reason), "waiting_since": since}
    return rows.open_period(act, row | waits | {"assignment_state": str(AssignmentState.UNASSIGNED)})


def undo(act: Act, assignment_id: str) -> None:
    """Take the last decision of a case back: what it opened is withdrawn, what it closed holds again.

    Raises CaseNotSeen, ChangedMeanwhile (it is no longer the last one), NothingToUndo, NotYourDecision, TooLateToUndo.
    """
    case_code = rows.case_of(act, assignment_id)
    standing = rows.periods(act, case_code)
    last = standing[0] if standing else None
    by, decided_on = _decided(act, last)
    if by != act.scope.actor:
        rows.refuse_unseen(act, case_code, assignment_id, last)
    if last is None or last.assignment_id != assignment_id:
        raise rows.changed(act, case_code, last, rows.is_visible(act, case_code))
    if last.end_reason != EndReason.CLOSED and not last.assignment_id.startswith(rows.MADE_HERE):
        raise NothingToUndo(case_code=case_code)
    if by != act.scope.actor and act.scope.role is not Role.PLANNER:
        raise NotYourDecision(case_code=case_code, by=by)
    _refuse_late(act, last, decided_on)
    if last.end_reason == EndReason.CLOSED:
        rows.reopen_period(act, last)
        rows.withdraw_event(act, case_code, EventKind.CLOSED, _closed_on(last), by)
    else:
        _undo_opening(act, last, standing[1] if len(standing) > 1 else None)
    act.cursor.execute("UPDATE meeting_decision SET withdrawn = true WHERE subject_id = ?", [assignment_id])
    rows.audit_row(act, "undo", case_code, assignment_id)


def _closed_on(period: Period) -> dt.date:
    return period.valid_to or period.valid_from


def _undo_opening(act: Act, last: Period, before: Period | None) -> None:
    if before is None and not rows.event_of(
        act, last.case_code, EventKind.READMITTED, last.valid_from, last.decided_by
    ):
        raise NothingToUndo(case_code=last.case_code)  # the wait began with the return, which is taken back instead
    rows.withdraw_period(act, last)
    if before and before.valid_to == last.valid_from and before.end_reason != EndReason.CLOSED:
        rows.reopen_period(act, before)
    if before is None or before.end_reason == EndReason.CLOSED:
        rows.withdraw_event(act, last.case_code, EventKind.READMITTED, last.valid_from, last.decided_by)
    elif last.assignment_state is AssignmentState.ASSIGNED:
        rows.withdraw_event(act, last.case_code, EventKind.ASSIGNED, last.valid_from, last.decided_by)
    reopen_referrals(act, last)


def _decided(act: Act, last: Period | None) -> tuple[str, dt.date]:
    """Who took the last decision, and on which day (UTC): a closing is told by its event."""
    if last is None:
        return "", act.today
    if last.end_reason == EndReason.CLOSED:
        return rows.closed_by(act, last) or (last.decided_by, last.decided_at_utc.date())
    return last.decided_by, last.decided_at_utc.date()


def _refuse_late(act: Act, last: Period, decided_on: dt.date) -> None:
    is_sitting = rows.is_meeting_open(act, last.meeting_id) if last.meeting_id else decided_on == act.today
    if last.end_reason == EndReason.CLOSED:
        is_sitting = decided_on == act.today
    if not is_sitting:
        raise TooLateToUndo(case_code=last.case_code, decided_on=str(decided_on))
