"""Who carried a case and who carries it: every period with its reasons, and closing, leaving or readmitting.

A readmission begins a new episode beside the old one, which stays as it was. What a person decides on is what they saw:
if somebody else decided meanwhile, the form says so and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

import streamlit as st

from data import assignments
from data.assignment_rules import Held, Operation, possible
from data.vocabulary import EndReason, UnassignedReason
from ui import cached, case_forms, case_pass_on, case_words, state
from ui.case_facts import Line, lines
from ui.case_read import Case
from ui.case_story import Period
from ui.text import _, day, label

# Decisions that have their place here; giving a case that waits to a provider has its own page.
_HERE: Final = (
    Operation.CLOSE, Operation.REOPEN, Operation.TRANSFER, Operation.REFER, Operation.LEFT, Operation.PROVIDER_LEFT,
    Operation.DECLINE, Operation.SET_REASON,
)  # fmt: skip
_PASSES_ON: Final = (Operation.TRANSFER, Operation.REFER)


def held(periods: Sequence[Period]) -> Held:
    """How the case is held after its periods, oldest first."""
    if not periods:
        return Held.NOWHERE
    last = periods[-1]
    if last.end is None:
        return Held.CARRIED if last.organisation is not None else Held.WAITING
    return Held.CLOSED if last.end_reason is EndReason.CLOSED else Held.NOWHERE


def show(periods: Sequence[Period], today: date) -> None:
    """Every period, newest first."""
    if not periods:
        st.caption(_("Nobody was asked to carry this case yet."))
        return
    told = [
        Line(period.words(), " · ".join(_about(period, today)), "plain" if period.end is None else "past")
        for period in reversed(periods)
    ]
    lines(told, _("Who carried the case"))


def _about(period: Period, today: date) -> Iterator[str]:
    span = case_words.how_long(period.begin, period.end or max(today, period.begin))
    if period.end is None:
        yield _("since {day}, {time}").format(day=day(period.begin), time=span)
    else:
        yield _("{first} to {last}, {time}").format(first=day(period.begin), last=day(period.end), time=span)
    if period.end_reason is not None:
        yield _("ended: {why}").format(why=label(period.end_reason))
    if period.worker:
        yield _("case worker {code}").format(code=period.worker)
    if period.note:
        yield period.note
    yield _("decided by {who}").format(who=period.by)


def form(found: Case) -> None:
    """What this role may decide here on the case as it is held; nothing where there is nothing."""
    case_code, periods = found.case_code, found.periods
    if periods and case_forms.shown_before("period", case_code, periods[-1].assignment_id) != periods[-1].assignment_id:
        case_forms.changed_meanwhile(case_code)
        return
    now = held(periods)
    offered = [
        step
        for step in possible(now, state.scope().role)
        if step in _HERE and (now is Held.CARRIED or step not in _PASSES_ON)
    ]
    if not offered:
        return
    operation = st.selectbox(
        _("Decide on this case"), offered, index=None, format_func=lambda step: operation_words()[step],
        key=case_forms.key("decide", case_code), placeholder=_("Choose"),
    )  # fmt: skip
    if operation is None:
        return
    if operation in _PASSES_ON:
        case_pass_on.form(found, operation, operation_words()[operation])
        return
    with st.form(key=case_forms.key(f"decide_{operation}", case_code), enter_to_submit=False):
        on = case_forms.day_asked(_("From which day"), f"decide_on_{operation}", case_code)
        reason = _reason(case_code, operation)
        presence_id = _back_to(case_code, operation, periods)
        note = case_forms.note_asked(f"decide_note_{operation}", case_code)
        pressed = case_forms.submit(operation_words()[operation])
    if pressed:
        seen = periods[-1].assignment_id
        change = assignments.Change(case_code, on, seen, reason, None, note)
        case_forms.save(
            _write(operation, change, presence_id), _done()[operation], undo=lambda made: str(made) if made else seen
        )


def operation_words() -> dict[Operation, str]:
    """What each decision is called on its button."""
    return {
        Operation.CLOSE: _("Close the case"),
        Operation.REOPEN: _("Readmit the person"),
        Operation.TRANSFER: _("Pass the case on to another provider"),
        Operation.REFER: _("Ask another provider to take the case"),
        Operation.LEFT: _("Person moved away or lost contact"),
        Operation.PROVIDER_LEFT: _("Provider left the township"),
        Operation.DECLINE: _("Person declines the provider"),
        Operation.SET_REASON: _("Change the reason for waiting"),
    }


def _done() -> dict[Operation, str]:
    return {
        Operation.CLOSE: _("The case is closed. Its revisit falls due as the countdown says (3.6)."),
        Operation.REOPEN: _("The person is readmitted; the earlier episode stays as it was."),
        Operation.LEFT: _("The provider no longer carries the case; the person waits again."),
        Operation.PROVIDER_LEFT: _("The provider no longer carries the case; the person waits again."),
        Operation.DECLINE: _("That the person declines is recorded, and the person waits again."),
        Operation.SET_REASON: _("The reason is changed; the wait goes on unbroken."),
    }


def _reason(case_code: str, operation: Operation) -> UnassignedReason | None:
    if operation is not Operation.SET_REASON:
        return None
    return st.selectbox(
        _("Why nobody carries the case"), list(UnassignedReason), index=None, format_func=label,
        key=case_forms.key("reason", case_code), placeholder=_("Choose"),
    )  # fmt: skip


def _back_to(case_code: str, operation: Operation, periods: Sequence[Period]) -> str | None:
    """After a readmission: the provider that carried the case last, or nobody yet."""
    last = next((period for period in reversed(periods) if period.presence_id), None)
    if operation is not Operation.REOPEN or last is None:
        return None
    words = {last.presence_id: _("{provider}, as before").format(provider=last.words()), None: _("Nobody yet: waits")}
    return st.radio(
        _("Who carries the person now"), list(words), format_func=words.__getitem__,
        key=case_forms.key("back_to", case_code),
    )  # fmt: skip


def _write(operation: Operation, change: assignments.Change, presence_id: str | None) -> Callable[[], object]:
    """The decision as it is written, by the reader of that moment."""

    def write() -> object:
        store, reader = cached.store(), state.scope()
        match operation:
            case Operation.REOPEN:
                return assignments.reopen(store, reader, change, presence_id)
            case Operation.DECLINE:
                return assignments.decline(store, reader, change)
            case Operation.SET_REASON:
                return assignments.set_reason(store, reader, change)
            case _:
                return assignments.end(store, reader, change, EndReason(str(_ENDS[operation])))

    return write


_ENDS: Final = {step: reason for reason, step in assignments.ENDINGS.items()}
