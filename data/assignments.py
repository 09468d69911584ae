"""Who carries a case: assign, ask, pass on, decline, end, readmit, take back; each in one audited transaction.

Every decision says which period its author saw; if another holds by now it is refused (ChangedMeanwhile) and nothing is
overwritten. What may follow on what, and for which role: data/assignment_rules.py. Days lie between the beginning of
what a decision follows on and today (UTC); else DayOutside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from data import assignment_referrals as referrals
from data import assignment_rows as rows
from data import assignment_steps as steps
from data.assignment_errors import NotPossible, PresenceSame, ReferralNotFound, ReferralWaiting
from data.assignment_rows import Act
from data.assignment_rules import MINIMUM_STEPS, Operation, allowed
from data.assignment_steps import NOTE, Step
from data.case_events import NewEvent, record_in
from data.errors import N_
from data.frozen import now
from data.lines import one_line
from data.scope import Scope
from data.store import Store
from data.vocabulary import EndReason, EventKind, ReferralState, Role, UnassignedReason

REASON = N_("the reason why the request is declined")
ENDINGS = {
    EndReason.CLOSED: Operation.CLOSE,
    EndReason.PROVIDER_LEFT: Operation.PROVIDER_LEFT,
    EndReason.LEFT: Operation.LEFT,
}
"""How `end` may end a period: the case is closed, or the person waits again."""


@dataclass(frozen=True)
class NewAssignment:
    """A case for a presence from the day `on`; seen: the open period that its author saw.

    worker_id: a case worker of the presence or its base. meeting_id: the sitting that decided it. note: one line
    without names. over_capacity: also where its room is used up.
    """

    case_code: str
    presence_id: str
    on: dt.date
    seen: str | None
    worker_id: str | None = None
    meeting_id: str | None = None
    note: str | None = None
    over_capacity: bool = False


@dataclass(frozen=True)
class NewReferral:
    """A question to a presence whether it takes a case; fields as in NewAssignment."""

    case_code: str
    presence_id: str
    on: dt.date
    seen: str | None
    meeting_id: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Change:
    """Any other decision on a case. reason: why the person waits from then on; None: the usual one of the step."""

    case_code: str
    on: dt.date
    seen: str | None
    reason: UnassignedReason | None = None
    meeting_id: str | None = None
    note: str | None = None


@contextmanager
def deciding(store: Store, scope: Scope) -> Iterator[Act]:
    """One transaction for one decision, all of whose rows bear the same moment."""
    with store.transaction() as cursor:
        yield Act(cursor, scope, now())


def assign(store: Store, scope: Scope, new: NewAssignment) -> str:
    """Give a waiting case to a presence; returns the new period's identifier.

    Raises CaseNotSeen, ChangedMeanwhile, NotPossible, MayNotAssign, DayOutside, PresenceUnknown, PresenceNotTaking,
    PresenceFull, WorkerElsewhere, LineWrong (the note). A request to another provider that waits is taken back.
    """
    return _placed(store, scope, Operation.ASSIGN, new)


def transfer(store: Store, scope: Scope, new: NewAssignment) -> str:
    """Pass a carried case on to another presence; a manager, to presences of the own organisation only.

    Raises what `assign` raises, PresenceSame, PresenceOutside.
    """
    return _placed(store, scope, Operation.TRANSFER, new)


def _placed(store: Store, scope: Scope, operation: Operation, new: NewAssignment) -> str:
    with deciding(store, scope) as act:
        return assign_in(act, new, operation)


def assign_in(act: Act, new: NewAssignment, operation: Operation = Operation.ASSIGN) -> str:
    """As assign or transfer, in an open transaction."""
    return str(steps.take(act, Step(operation=operation, **vars(new))))


def decline(store: Store, scope: Scope, change: Change) -> str:
    """The person declines the provider, or all of them: unassigned, by default for that reason."""
    return str(_changed(store, scope, Operation.DECLINE, change))


def set_reason(store: Store, scope: Scope, change: Change) -> str:
    """Another reason why nobody carries the case; the wait goes on unbroken. Raises ReasonNotTold without one."""
    return str(_changed(store, scope, Operation.SET_REASON, change))


def end(store: Store, scope: Scope, change: Change, how: EndReason) -> str | None:
    """End a period: the case is closed (returns None), or the provider or the person left and the case waits again.

    Raises what the others raise; ReferralWaiting where a case is closed that somebody was asked to take; KeyError where
    `how` is not one of ENDINGS.
    """
    return _changed(store, scope, ENDINGS[how], change)


def reopen(store: Store, scope: Scope, change: Change, presence_id: str | None = None) -> str:
    """Readmit a closed case: it waits, or is carried by `presence_id` at once (whatever its room); its past stays."""
    step = Step(operation=Operation.REOPEN, presence_id=presence_id, over_capacity=True, **vars(change))
    with deciding(store, scope) as act:
        return str(steps.take(act, step))


def begin(store: Store, scope: Scope, change: Change) -> str:
    """A person comes to need support, by return or by identification inside Myanmar: the wait begins."""
    return str(_changed(store, scope, Operation.BEGIN, change))


def _changed(store: Store, scope: Scope, operation: Operation, change: Change) -> str | None:
    with deciding(store, scope) as act:
        return change_in(act, operation, change)


def change_in(act: Act, operation: Operation, change: Change) -> str | None:
    """As decline, set_reason, end and begin, in an open transaction."""
    return steps.take(act, Step(operation=operation, **vars(change)))


def undo(store: Store, scope: Scope, assignment_id: str) -> None:
    """Take back the decision that opened this period, or that closed the case with it; what it ended holds again.

    Only the last decision of a case, by who made it or a planner, while its meeting's minutes are open or, outside a
    meeting, on the day of the decision (UTC). Raises CaseNotSeen, ChangedMeanwhile, NothingToUndo, NotYourDecision,
    TooLateToUndo.
    """
    with deciding(store, scope) as act:
        steps.undo(act, assignment_id)


def refer(store: Store, scope: Scope, new: NewReferral) -> str:
    """Ask a presence to take a case, which stays where it is until the answer; returns the request's identifier.

    Raises as assign, but never PresenceFull: who is asked knows best. ReferralWaiting where somebody is asked already.
    """
    with deciding(store, scope) as act:
        return refer_in(act, new)


def refer_in(act: Act, new: NewReferral) -> str:
    """As refer, in an open transaction."""
    standing = rows.periods(act, new.case_code)
    last = standing[0] if standing else None
    rows.refuse_unseen(act, new.case_code, new.seen, last)
    allowed(Operation.REFER, rows.held(act, new.case_code, last), act.scope.role, new.case_code)
    steps.refuse_day(act, new.case_code, new.on, last)
    place = rows.place(act, new.presence_id, new.on)
    if last and last.valid_to is None and last.presence_id == place.presence_id:
        raise PresenceSame(new.case_code, place.organisation, place.township)
    waiting = referrals.open_referral(act, new.case_code)
    if waiting:
        raise ReferralWaiting(new.case_code, waiting.organisation, str(waiting.referred_on))
    note = one_line(new.note, NOTE) if new.note else None
    asked = {"presence_id": place.presence_id, "organisation_id": place.organisation_id, "note": note}
    told = {"case_code": new.case_code, "referred_on": new.on, "meeting_id": new.meeting_id}
    referral_id = referrals.ask(act, told | asked)
    rows.audit_row(act, str(Operation.REFER), new.case_code, referral_id)
    return referral_id


def answer_referral(
    store: Store,
    scope: Scope,
    referral_id: str,
    accept: bool,
    reason: str | None = None,
    *,
    on: dt.date | None = None,
    worker_id: str | None = None,
    over_capacity: bool = False,
) -> str | None:
    """Accept a request (returns the period that begins on `on`, by default today) or decline it (returns None).

    By a manager of the organisation that is asked, or a planner. reason: one line why it is declined, always told.
    Raises MayNotAssign, ReferralNotFound, ReferralAnswered, and as assign.
    """
    with deciding(store, scope) as act:
        asked = _asked(act, referral_id)
        if not accept:
            referrals.settle(act, asked, ReferralState.DECLINED, one_line(reason or "", REASON))
            rows.audit_row(act, "decline request", asked.case_code, referral_id)
            return None
        step = Step(
            operation=Operation.ACCEPT,
            case_code=asked.case_code,
            on=on or act.today,
            seen=None,
            presence_id=asked.presence_id,
            worker_id=worker_id,
            over_capacity=over_capacity,
        )
        opened = steps.take(act, step, asked)
        referrals.settle(act, asked, ReferralState.ACCEPTED)
        return opened


def _asked(act: Act, referral_id: str) -> referrals.Referral:
    """The open request, for who may answer it."""
    found = referrals.find(act, referral_id)
    is_planner = act.scope.role is Role.PLANNER
    is_asked = act.scope.role is Role.NGO_MANAGER and found and found.organisation_id == act.scope.organisation_id
    if found is None or not (is_planner or is_asked):
        raise ReferralNotFound(referral_id=referral_id)
    referrals.refuse_answered(found)
    return found


def take_back_referral(store: Store, scope: Scope, referral_id: str) -> None:
    """Take a request back, by who asked or by a planner. Raises ReferralNotFound, ReferralAnswered."""
    with deciding(store, scope) as act:
        take_back_referral_in(act, referral_id)


def take_back_referral_in(act: Act, referral_id: str) -> None:
    """As take_back_referral, in an open transaction."""
    found = referrals.find(act, referral_id)
    if found is None or not (act.scope.role is Role.PLANNER or found.referred_by == act.scope.actor):
        raise ReferralNotFound(referral_id=referral_id)
    referrals.refuse_answered(found)
    referrals.take_back(act, found)


@dataclass(frozen=True)
class MinimumStep:
    """One step of the minimum model (4.5) that was given. amount_mmk: what it cost, in kyat; None: not told."""

    case_code: str
    step: EventKind
    on: dt.date
    seen: str | None
    amount_mmk: float | None = None


def give_minimum(store: Store, scope: Scope, given: MinimumStep) -> str:
    """Record a step of the minimum model for a person who waits; returns the event's identifier.

    Raises CaseNotSeen, ChangedMeanwhile, MayNotAssign, NotPossible (somebody carries the case, or it is closed),
    DayOutside, and what data/case_events.py refuses.
    """
    with deciding(store, scope) as act:
        return give_minimum_in(act, given)


def give_minimum_in(act: Act, given: MinimumStep) -> str:
    """As give_minimum, in an open transaction."""
    standing = rows.periods(act, given.case_code)
    last = standing[0] if standing else None
    rows.refuse_unseen(act, given.case_code, given.seen, last)
    before = rows.held(act, given.case_code, last)
    allowed(Operation.MINIMUM, before, act.scope.role, given.case_code)
    if given.step not in {step for steps_ in MINIMUM_STEPS.values() for step in steps_}:
        raise NotPossible(given.case_code, given.step.label, before.label)
    steps.refuse_day(act, given.case_code, given.on, last)
    event = NewEvent(given.case_code, given.step, given.on, amount=given.amount_mmk)
    event_id = record_in(act.cursor, act.scope, event)
    rows.audit_row(act, str(Operation.MINIMUM), given.case_code, event_id)
    return event_id
