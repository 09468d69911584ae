"""Why a decision about who carries a case was not taken, or not taken back: each refusal with its facts.

Where one of them is met nothing was written. Facts named in `labels` are msgids and are put into the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from data.case_errors_work import ChangedMeanwhile
from data.errors import N_, AtlasError


@dataclass
class Refused(AtlasError):
    """A refusal some of whose facts are themselves words to be translated."""

    labels: ClassVar[tuple[str, ...]] = ()

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with its facts, all in the language of `translate`."""
        facts = self.facts()
        told = {name: translate(str(value)) if name in self.labels else value for name, value in facts.items()}
        return translate(self.template).format(**told)


@dataclass
class HeldByOther(ChangedMeanwhile):
    """The case has gone to a provider. now: how it is held, a msgid; when: UTC."""

    organisation: str
    template = N_(
        "Case {case_code} has changed since you looked: it is now {now}, {organisation} ({by}, {when}). Nothing was "
        "overwritten; look at the case again and decide anew."
    )

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence; how the case is held in the language of `translate`."""
        return translate(self.template).format(**(self.facts() | {"now": translate(self.now)}))


@dataclass
class MayNotAssign(Refused):
    """The reader's role may not take this step."""

    role: str
    operation: str
    labels = ("operation",)
    refuses = True
    template = N_(
        "Your role, {role}, may not do this: {operation}. Ask a planner of the Central Body; nothing was changed."
    )


@dataclass
class NotPossible(Refused):
    """The step cannot follow on what holds."""

    case_code: str
    operation: str
    holds: str
    labels = ("operation", "holds")
    template = N_(
        "Case {case_code} is {holds}, so this is not possible: {operation}. Look at the case again; nothing was "
        "changed."
    )


@dataclass
class DayOutside(AtlasError):
    """The day of a decision lies before what it ends, or in the future."""

    case_code: str
    on: str
    earliest: str
    latest: str
    template = N_(
        "The decision on case {case_code} cannot be dated {on}: choose a day from {earliest} to {latest}. Nothing was "
        "changed."
    )


@dataclass
class PresenceUnknown(AtlasError):
    """No such presence, or its load was undone."""

    presence_id: str
    template = N_("The directory has no provider {presence_id}. Choose another one; nothing was changed.")


@dataclass
class PresenceNotTaking(AtlasError):
    """The presence takes no case on that day: not active, or another project than reintegration."""

    organisation: str
    township: str
    on: str
    template = N_(
        "{organisation} in {township} takes no case on {on}: by the directory it is not at work there, or is there for "
        "another project. Choose another provider or correct the directory; nothing was changed."
    )


@dataclass
class PresenceFull(AtlasError):
    """The pool of the presence has no room left."""

    organisation: str
    township: str
    caseload_people: int
    capacity_people: int
    template = N_(
        "{organisation} in {township} is full: it carries {caseload_people} of at most {capacity_people} people. "
        "Choose another provider, or say that it shall go beyond its room; nothing was changed."
    )


@dataclass
class PresenceSame(AtlasError):
    """The case is carried there already."""

    case_code: str
    organisation: str
    township: str
    template = N_("Case {case_code} is already with {organisation} in {township}. Nothing was changed.")


@dataclass
class PresenceOutside(AtlasError):
    """A manager gives cases to presences of the own organisation only; others are asked."""

    organisation: str
    township: str
    template = N_(
        "{organisation} in {township} is not of your organisation: you cannot give it a case, but you can ask it to "
        "take one. Nothing was changed."
    )


@dataclass
class WorkerElsewhere(AtlasError):
    """The case worker does not belong to the presence or its base, or not on that day."""

    worker_id: str
    organisation: str
    template = N_(
        "The case worker {worker_id} does not work for this place of {organisation} on that day. Choose another one; "
        "nothing was changed."
    )


@dataclass
class ReasonNotTold(AtlasError):
    """A person who waits does so for a reason that is told."""

    case_code: str
    template = N_("Say why case {case_code} is not assigned: choose one of the reasons. Nothing was changed.")


@dataclass
class ReferralWaiting(AtlasError):
    """A provider was asked already and has not answered."""

    case_code: str
    organisation: str
    referred_on: str
    template = N_(
        "{organisation} was asked on {referred_on} to take case {case_code} and has not answered. Wait for the answer "
        "or take the request back; nothing was changed."
    )


@dataclass
class ReferralNotFound(AtlasError):
    """No such request, or none that this reader may answer or take back."""

    referral_id: str
    template = N_("There is no request {referral_id} for you to answer. Reload the list of requests.")


@dataclass
class ReferralAnswered(Refused):
    """The request is no longer open. state: what became of it; when: UTC."""

    case_code: str
    state: str
    by: str
    when: str
    labels = ("state",)
    template = N_(
        "The request about case {case_code} is no longer open: {state} (by {by} on {when}). Nothing of yours was "
        "written; reload the list of requests."
    )


@dataclass
class NothingToUndo(AtlasError):
    """The period was not decided here, but came with a load or with the return of the person."""

    case_code: str
    template = N_(
        "The last period of case {case_code} was no decision: it came with a file or with the return. Take that back."
    )


@dataclass
class NotYourDecision(AtlasError):
    """Somebody else decided, and the reader is no planner."""

    case_code: str
    by: str
    template = N_(
        "The decision on case {case_code} was made by {by}: only {by} or a planner can take it back. Nothing was "
        "changed."
    )


@dataclass
class TooLateToUndo(AtlasError):
    """The sitting is over: its minutes are closed, or the day on which it was decided has passed."""

    case_code: str
    decided_on: str
    template = N_(
        "The decision on case {case_code} of {decided_on} can no longer be taken back: that is possible on the same "
        "day, and until the minutes of its meeting are closed. Decide anew instead; nothing was changed."
    )
