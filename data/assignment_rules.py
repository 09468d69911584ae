"""What may follow on what, and who may do it: the one table of decisions about who carries a case (4.4).

From need to closure a case has exactly one open period (docs/decisions/0004-assignment-as-periods.md). A decision ends
it, opens the next one, or does both.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.assignment_errors import MayNotAssign, NotPossible
from data.code import Code
from data.errors import N_
from data.permissions import Action, roles_of
from data.vocabulary import EndReason, EventKind, Role, UnassignedReason


class Held(Code):
    """How a case is held on a day; the label continues "the case is …"."""

    NOWHERE = "nowhere", N_("not in need of a provider yet")
    WAITING = "waiting", N_("not assigned")
    CARRIED = "carried", N_("assigned to a provider")
    CLOSED = "closed", N_("closed")


class Operation(Code):
    """Steps that a person decides; not stored: what they leave are periods, requests and events."""

    BEGIN = "begin", N_("putting it on the list of those who wait")
    ASSIGN = "assign", N_("assigning it to a provider")
    ACCEPT = "accept", N_("accepting it from the list of requests")
    TRANSFER = "transfer", N_("passing it on to another provider")
    REFER = "refer", N_("asking a provider to take it")
    DECLINE = "decline", N_("recording that the person declines the provider")
    SET_REASON = "set_reason", N_("changing the reason why nobody carries it")
    MINIMUM = "minimum", N_("giving the minimum model")
    PROVIDER_LEFT = "provider_left", N_("recording that the provider left the township")
    LEFT = "left", N_("recording that the person moved away or lost contact")
    CLOSE = "close", N_("closing it")
    REOPEN = "reopen", N_("readmitting it")


@dataclass(frozen=True)
class Transition:
    """One permitted step. ends: why the open period ends (None: it goes on, or there is none).

    opens: whether a new period begins. event: what is recorded beside it, with its detail. reason: of the wait that
    follows, where nobody says another one; None: it must be said.
    """

    operation: Operation
    before: Held
    after: Held
    roles: frozenset[Role]
    ends: EndReason | None = None
    opens: bool = True
    event: EventKind | None = None
    detail: str | None = None
    reason: UnassignedReason | None = None


_CENTRAL = frozenset(roles_of(Action.READ_WAITING))
_ALL = frozenset(roles_of(Action.ASSIGN))
_W, _C = Held.WAITING, Held.CARRIED

TRANSITIONS = (
    Transition(Operation.BEGIN, Held.NOWHERE, _W, _CENTRAL, reason=UnassignedReason.NOT_CONSIDERED),
    Transition(Operation.ASSIGN, _W, _C, _CENTRAL, EndReason.ASSIGNED, event=EventKind.ASSIGNED),
    Transition(Operation.ACCEPT, _W, _C, _ALL, EndReason.ASSIGNED, event=EventKind.ASSIGNED),
    Transition(Operation.ACCEPT, _C, _C, _ALL, EndReason.TRANSFERRED, event=EventKind.ASSIGNED, detail="transferred"),
    Transition(Operation.TRANSFER, _C, _C, _ALL, EndReason.TRANSFERRED, event=EventKind.ASSIGNED, detail="transferred"),
    Transition(Operation.REFER, _W, _W, _CENTRAL, opens=False),
    Transition(Operation.REFER, _C, _C, _ALL, opens=False),
    Transition(Operation.DECLINE, _W, _W, _CENTRAL, EndReason.REASON_CHANGED, reason=UnassignedReason.DECLINED),
    Transition(Operation.DECLINE, _C, _W, _ALL, EndReason.DECLINED, reason=UnassignedReason.DECLINED),
    Transition(Operation.SET_REASON, _W, _W, _CENTRAL, EndReason.REASON_CHANGED),
    Transition(Operation.MINIMUM, _W, _W, _CENTRAL, opens=False),
    Transition(Operation.PROVIDER_LEFT, _C, _W, _ALL, EndReason.PROVIDER_LEFT, reason=UnassignedReason.NO_PROVIDER),
    Transition(Operation.LEFT, _C, _W, _ALL, EndReason.LEFT, reason=UnassignedReason.NOT_CONSIDERED),
    Transition(Operation.CLOSE, _W, Held.CLOSED, _CENTRAL, EndReason.CLOSED, opens=False, event=EventKind.CLOSED),
    Transition(Operation.CLOSE, _C, Held.CLOSED, _ALL, EndReason.CLOSED, opens=False, event=EventKind.CLOSED),
    Transition(
        Operation.REOPEN, Held.CLOSED, _W, _ALL, event=EventKind.READMITTED, reason=UnassignedReason.NOT_CONSIDERED
    ),
    Transition(Operation.REOPEN, Held.CLOSED, _C, _ALL, event=EventKind.READMITTED),
)

MINIMUM_STEPS = {
    "child": (
        EventKind.MINIMUM_ACCOMPANIED, EventKind.MINIMUM_REUNITED, EventKind.MINIMUM_ASSESSED, EventKind.MINIMUM_ITEMS,
    ),
    "adult": (EventKind.MINIMUM_TRANSPORT, EventKind.MINIMUM_GRANT),
}  # fmt: skip
"""Steps of the minimum model for a child (4.5.1) and for an adult (4.5.2), in their order."""


def allowed(operation: Operation, before: Held, role: Role, case_code: str, after: Held | None = None) -> Transition:
    """The step from `before` (to `after`, where the same operation leads to more than one).

    Raises NotPossible where the table has no such step, MayNotAssign where it has, but not for this role.
    """
    if not any(role in step.roles for step in TRANSITIONS if step.operation is operation):
        raise MayNotAssign(role=str(role), operation=operation.label)
    steps = [
        step
        for step in TRANSITIONS
        if step.operation is operation and step.before is before and after in (None, step.after)
    ]
    if not steps:
        raise NotPossible(case_code=case_code, operation=operation.label, holds=before.label)
    if role not in steps[0].roles:
        raise MayNotAssign(role=str(role), operation=operation.label)
    return steps[0]


def possible(before: Held, role: Role) -> tuple[Operation, ...]:
    """What this role may do with a case that is held so, in the order of the table."""
    found = [step.operation for step in TRANSITIONS if step.before is before and role in step.roles]
    return tuple(dict.fromkeys(found))
