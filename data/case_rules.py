"""What can happen to a case in which order, and the stage that follows from it: the rules in tables, in one place.

The macro case_stage of schema.sql tells the stages of all cases by the same rule; a test holds the two equal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from data.case_errors_work import (
    AbroadForInternal,
    AfterClosure,
    AlreadyRecorded,
    BeforeIdentified,
    ClosedTooEarly,
    ClosedTwice,
    ComesTooEarly,
    ComesTooLate,
    EventImpossible,
    InTheFuture,
    NothingBefore,
    NotInShelter,
    ReadmittedWhileOpen,
    ReturnBeforeAdmission,
    StillInShelter,
    StillNeeded,
    VisitBeforeReturn,
)
from data.vocabulary import EventKind as E
from data.vocabulary import Role, Stage, VictimType


@dataclass(frozen=True)
class Event:
    """One event of a case. event_id: "" for one that is not recorded yet."""

    event_kind: E
    occurred_on: dt.date
    event_id: str = ""
    shelter_id: str | None = None
    detail: str | None = None


@dataclass(frozen=True)
class CaseFacts:
    """What the rules ask of a case beside its events. identified_month: first day of the month."""

    case_code: str
    identified_month: dt.date | None = None
    victim_type: VictimType | None = None


@dataclass(frozen=True)
class Standing:
    """The stage that a case has reached. since: its first day without a break; None: nothing has happened."""

    stage: Stage
    since: dt.date | None


AT_HOME = frozenset(
    {E.RETURNED_HOME, E.FIRST_VISIT, E.MINIMUM_ACCOMPANIED, E.MINIMUM_REUNITED, E.MINIMUM_ASSESSED}
)  # fmt: skip

# (earlier, later): the first `later` never lies before the first `earlier`, where both are recorded.
NEVER_BEFORE: tuple[tuple[E, E, type[EventImpossible]], ...] = (
    (E.ADMITTED_ABROAD, E.REPATRIATED, ReturnBeforeAdmission),
    (E.RETURNED_HOME, E.FIRST_VISIT, VisitBeforeReturn),
    *(
        (earlier, later, ComesTooEarly)
        for earlier, later in (
            (E.ADMITTED_ABROAD, E.CASE_FILE_RECEIVED),
            (E.ADMITTED_ABROAD, E.TRAINED_ABROAD),
            (E.TRAINED_ABROAD, E.REPATRIATED),
            (E.VIDEO_SHOWN, E.REPATRIATED),
            (E.PRENOTIFIED, E.REPATRIATED),
            (E.FAMILY_TRACED, E.FAMILY_ASSESSED),
            (E.REPATRIATED, E.SHELTER_IN),
            (E.REPATRIATED, E.RETURNED_HOME),
            (E.REPATRIATED, E.ASSIGNED),
            (E.REPATRIATED, E.FIRST_VISIT),
            (E.SHELTER_IN, E.STAY_OFFERED),
            (E.MEDICAL_ACCEPTED, E.MEDICAL_ASSESSED),
        )
    ),
)

# What makes an event possible: one of these must be recorded on or before its day.
NEEDS: dict[E, E] = {
    E.FAMILY_TOLD: E.ESCAPED,
    E.MEDICAL_ACCEPTED: E.MEDICAL_INFORMED,
    E.ASSESSMENT_REVIEWED: E.FAMILY_ASSESSED,
    E.KIT_RATED: E.KIT_GIVEN,
    E.HEALTH_COMPLETED: E.HEALTH_REFERRED,
    E.LEGAL_ACCOMPANIED: E.LEGAL_STARTED,
    E.REVISITED: E.CLOSED,
}

ONCE = frozenset({E.IDENTIFIED, E.REPATRIATED})
ONCE_AN_EPISODE = frozenset({E.FIRST_VISIT})
ABROAD = frozenset({E.ADMITTED_ABROAD, E.TRAINED_ABROAD, E.VIDEO_SHOWN, E.PRENOTIFIED, E.REPATRIATED})
INSIDE = frozenset({VictimType.INTERNAL, VictimType.SELF_INTERNAL})
# May still happen, or be found out, after a case was closed.
AFTER_CLOSURE = frozenset({E.REVISITED, E.READMITTED, E.LEGAL_STARTED, E.LEGAL_ACCOMPANIED, E.FAMILY_CONTACT})
# Come with a period of assignment, an assessment or a flag, never by themselves.
COMES_WITH_ANOTHER_ACT = frozenset({E.ASSIGNED, E.CLOSED, E.READMITTED, E.FAMILY_ASSESSED, E.SPECIAL_FLAGGED})
_REPEATED_IN_A_DAY = frozenset({E.ASSIGNED, E.CLOSED, E.READMITTED})

# Who may record which kinds: DSW what happens until the person is handed over, and what offices do; NGOs what happens
# at home, with the family and at court; planners everything.
_BY_DSW = frozenset(E) - COMES_WITH_ANOTHER_ACT
_BY_NGO = frozenset(
    {
        E.FAMILY_CONTACT, E.FAMILY_TRACED, E.FAMILY_PREPARED, E.NEEDS_ASSESSED, E.ASSESSMENT_REVIEWED, E.LIFE_PLAN,
        E.SERVICE_DECLINED, E.ALTERNATIVE_PLANNED, E.RETURNED_HOME, E.FIRST_VISIT, E.SERVICE_GIVEN,
        E.FAMILY_CONSULTED, E.HEALTH_REFERRED, E.HEALTH_COMPLETED, E.MINIMUM_ACCOMPANIED, E.MINIMUM_REUNITED,
        E.MINIMUM_ASSESSED, E.MINIMUM_ITEMS, E.MINIMUM_TRANSPORT, E.MINIMUM_GRANT, E.LEGAL_STARTED,
        E.LEGAL_ACCOMPANIED, E.MONITORING_PLAN, E.REVISITED,
    }
)  # fmt: skip
_BY_ROLE = {Role.PLANNER: _BY_DSW, Role.DSW_OFFICER: _BY_DSW, Role.NGO_MANAGER: _BY_NGO}
RECORDING_ROLES = frozenset(_BY_ROLE)


def kinds_for(role: Role) -> tuple[E, ...]:
    """The kinds of event that a role may record by themselves, in the order of the stages."""
    return tuple(kind for kind in E if kind in _BY_ROLE.get(role, frozenset()))


def stage(events: Iterable[Event]) -> Stage:
    """The stage of a case with these events; PRE_RETURN where nothing has happened."""
    return standing(events).stage


def standing(events: Iterable[Event]) -> Standing:
    """The stage and its first day without a break, day by day; events of one day have no order among themselves."""
    ordered = sorted(events, key=lambda event: event.occurred_on)
    found = Standing(Stage.PRE_RETURN, ordered[0].occurred_on if ordered else None)
    for day, group in groupby(ordered, key=lambda event: event.occurred_on):
        today = {event.event_kind for event in group}
        reached = _reached(today, [event for event in ordered if event.occurred_on <= day])
        if reached is not None and reached is not found.stage:
            found = Standing(reached, day)
    return found


def _reached(today: set[E], so_far: list[Event]) -> Stage | None:
    """The stage that the events of a day set, given all until that day; None: the day leaves it as it was."""
    kinds = {event.event_kind for event in so_far}
    if _open_balance(so_far, E.CLOSED, E.READMITTED) > 0:
        return Stage.CLOSED
    if E.READMITTED in kinds:
        return Stage.READMITTED
    if today & AT_HOME:
        return Stage.COMMUNITY
    if {E.SHELTER_IN, E.SHELTER_OUT} <= today:
        return Stage.SHELTER if _open_balance(so_far, E.SHELTER_IN, E.SHELTER_OUT) > 0 else Stage.COMMUNITY
    is_received = bool(kinds & {E.SHELTER_IN, E.REPATRIATED})
    if E.SHELTER_OUT in today or (E.ESCAPED in today and is_received):
        return Stage.COMMUNITY
    if today & {E.SHELTER_IN, E.REPATRIATED}:
        return Stage.SHELTER
    return Stage.COMMUNITY if E.ASSIGNED in today and not is_received else None


def _open_balance(events: Iterable[Event], begins: E, ends: E) -> int:
    return sum((event.event_kind is begins) - (event.event_kind is ends) for event in events)


def refuse_impossible(
    events: Sequence[Event], new: Event, case: CaseFacts | None = None, today: dt.date | None = None
) -> None:
    """Raise what `new` contradicts among the standing events of its case; return where it contradicts nothing.

    Raises InTheFuture, BeforeIdentified, AbroadForInternal, AlreadyRecorded, NothingBefore, ComesTooEarly (also
    ReturnBeforeAdmission, VisitBeforeReturn), ComesTooLate, StillInShelter, NotInShelter, ClosedTwice,
    ClosedTooEarly, ReadmittedWhileOpen, AfterClosure.
    """
    facts = case or CaseFacts("")
    _refuse_by_case(new, facts, today)
    for refuse in (_refuse_twice, _refuse_closure, _refuse_need, _refuse_order, _refuse_shelter):
        refuse(events, new, facts.case_code)


def refuse_loose(events: Sequence[Event], gone: Event, case_code: str = "") -> None:
    """Raise StillNeeded where another standing event rests on `gone`, which is to be taken back."""
    left = [event for event in events if event.event_id != gone.event_id]
    for event in sorted(left, key=lambda event: event.occurred_on):
        others = [other for other in left if other is not event]
        rests = _possible([*others, gone], event) and not _possible(others, event)
        if rests and event.occurred_on >= gone.occurred_on:
            raise StillNeeded(
                case_code, gone.event_kind, str(gone.occurred_on), event.event_kind, str(event.occurred_on)
            )


def _possible(events: Sequence[Event], event: Event) -> bool:
    try:
        for refuse in (_refuse_closure, _refuse_need, _refuse_shelter):
            refuse(events, event, "")
    except EventImpossible:
        return False
    return True


def _refuse_by_case(new: Event, case: CaseFacts, today: dt.date | None) -> None:
    if today is not None and new.occurred_on > today:
        raise InTheFuture(case.case_code, str(new.occurred_on), str(today))
    if case.identified_month is not None and new.occurred_on < case.identified_month:
        raise BeforeIdentified(case.case_code, str(new.occurred_on), f"{case.identified_month:%Y-%m}")
    if case.victim_type in INSIDE and new.event_kind in ABROAD:
        raise AbroadForInternal(case.case_code, new.event_kind)


def _refuse_twice(events: Sequence[Event], new: Event, case_code: str) -> None:
    kind, day = new.event_kind, new.occurred_on
    same = [event for event in events if event.event_kind is kind]
    if kind in ONCE_AN_EPISODE:
        begun = max(
            (e.occurred_on for e in events if e.event_kind is E.READMITTED and e.occurred_on <= day), default=None
        )
        same = [event for event in same if begun is None or event.occurred_on >= begun]
    elif kind not in ONCE:
        facts = (day, new.shelter_id, new.detail)
        same = [event for event in same if (event.occurred_on, event.shelter_id, event.detail) == facts]
    if same and kind not in _REPEATED_IN_A_DAY:
        raise AlreadyRecorded(case_code, kind, str(day), kind, str(same[0].occurred_on))


def _refuse_closure(events: Sequence[Event], new: Event, case_code: str) -> None:
    kind, day = new.event_kind, new.occurred_on
    marks = sorted(
        (event for event in events if event.event_kind in (E.CLOSED, E.READMITTED)), key=lambda event: event.occurred_on
    )
    until = [event for event in marks if event.occurred_on <= day]
    is_closed = _open_balance(until, E.CLOSED, E.READMITTED) > 0
    following = next((event for event in marks if event.occurred_on > day), None)
    if kind is E.CLOSED:
        _refuse_closing(events, new, case_code, next((e for e in reversed(until) if is_closed), following))
    elif kind is E.READMITTED:
        if not is_closed or (following is not None and following.event_kind is E.READMITTED):
            last = until[-1] if until else min(events, key=lambda e: e.occurred_on, default=new)
            raise ReadmittedWhileOpen(case_code, kind, str(day), last.event_kind, str(last.occurred_on))
    elif is_closed and kind not in AFTER_CLOSURE:
        before = [event for event in marks if event.occurred_on < day]
        if _open_balance(before, E.CLOSED, E.READMITTED) > 0:
            raise AfterClosure(case_code, kind, str(day), E.CLOSED, str(before[-1].occurred_on))


def _refuse_closing(events: Sequence[Event], new: Event, case_code: str, mark: Event | None) -> None:
    """mark: the closure that stands on that day, else the next closure or readmission."""
    day = new.occurred_on
    if mark is not None and mark.event_kind is E.CLOSED:
        raise ClosedTwice(case_code, E.CLOSED, str(day), E.CLOSED, str(mark.occurred_on))
    later = [
        event
        for event in events
        if event.occurred_on > day
        and event.event_kind not in AFTER_CLOSURE
        and (mark is None or event.occurred_on < mark.occurred_on)
    ]
    if later:
        first = min(later, key=lambda event: event.occurred_on)
        raise ClosedTooEarly(case_code, E.CLOSED, str(day), first.event_kind, str(first.occurred_on))


def _refuse_need(events: Sequence[Event], new: Event, case_code: str) -> None:
    needed = NEEDS.get(new.event_kind)
    if needed and not any(e.event_kind is needed and e.occurred_on <= new.occurred_on for e in events):
        raise NothingBefore(case_code, new.event_kind, str(new.occurred_on), needed, "")


def _refuse_order(events: Sequence[Event], new: Event, case_code: str) -> None:
    first: dict[E, dt.date] = {}
    for event in sorted(events, key=lambda event: event.occurred_on):
        first.setdefault(event.event_kind, event.occurred_on)
    kind, day = new.event_kind, new.occurred_on
    for earlier, later, error in NEVER_BEFORE:
        if kind is later and earlier in first and day < first[earlier]:
            raise error(case_code, kind, str(day), earlier, str(first[earlier]))
        if kind is earlier and earlier not in first and later in first and day > first[later]:
            raise ComesTooLate(case_code, kind, str(day), later, str(first[later]))


def _refuse_shelter(events: Sequence[Event], new: Event, case_code: str) -> None:
    kind, day = new.event_kind, new.occurred_on
    if kind not in (E.SHELTER_IN, E.SHELTER_OUT):
        return
    stays = sorted(
        (e for e in events if e.event_kind in (E.SHELTER_IN, E.SHELTER_OUT) and e.occurred_on <= day),
        key=lambda event: event.occurred_on,
    )
    is_inside = _open_balance(stays, E.SHELTER_IN, E.SHELTER_OUT) > 0
    if kind is E.SHELTER_IN and is_inside:
        entered = [event for event in stays if event.event_kind is E.SHELTER_IN][-1]
        raise StillInShelter(case_code, kind, str(day), entered.event_kind, str(entered.occurred_on))
    if kind is E.SHELTER_OUT and not stays:
        raise NothingBefore(case_code, kind, str(day), E.SHELTER_IN, "")
    if kind is E.SHELTER_OUT and not is_inside:
        raise NotInShelter(case_code, kind, str(day), stays[-1].event_kind, str(stays[-1].occurred_on))
