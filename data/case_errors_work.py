"""Why something was not recorded of a case: each refusal with its facts, worded once; nothing was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.errors import N_, AtlasError
from data.vocabulary import EventKind
from data.vocabulary_work import RiskItem


@dataclass
class CaseNotSeen(AtlasError):
    """There is no such case, or the reader may not see it: the same answer for both, so that codes cannot be tried."""

    case_code: str
    refuses = True
    template = N_("There is no case {case_code} in your list. Nothing was changed; check the code.")


@dataclass
class MayNotRecord(AtlasError):
    """The reader's role records nothing of cases, or nothing of this kind."""

    role: str
    what: str
    refuses = True
    template = N_("Your role ({role}) may not record this: {what}. Nothing was changed.")

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with what was to be recorded, in the language of `translate`."""
        return translate(self.template).format(role=self.role, what=translate(self.what))


@dataclass
class ChangedMeanwhile(AtlasError):
    """What a person saw no longer holds, so what follows from it was not written."""

    case_code: str
    now: str
    by: str
    when: str
    template = N_(
        "Case {case_code} has changed since you looked: {now} ({by}, {when}). Nothing was overwritten; look at the "
        "case again and decide anew."
    )

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence; what holds now in the language of `translate` where the catalogue has it."""
        now = translate(self.now) if self.now else ""
        return translate(self.template).format(case_code=self.case_code, now=now, by=self.by, when=self.when)


@dataclass
class EventImpossible(AtlasError):
    """An event that contradicts what stands: kind and on are its own, other and other_on what it contradicts."""

    case_code: str
    kind: EventKind
    on: str
    other: EventKind
    other_on: str

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, both events by their names in the language of `translate`."""
        names = {"kind": translate(self.kind.label), "other": translate(self.other.label)}
        return translate(self.template).format(**(self.facts() | names))


@dataclass
class ComesTooEarly(EventImpossible):
    template = N_(
        "Case {case_code}: “{kind}” on {on} cannot lie before “{other}” ({other_on}). Mend the day; nothing was "
        "recorded."
    )


@dataclass
class ReturnBeforeAdmission(ComesTooEarly):
    """Repatriated before the person was admitted abroad."""


@dataclass
class VisitBeforeReturn(ComesTooEarly):
    """Visited at home before the return home."""


@dataclass
class ComesTooLate(EventImpossible):
    template = N_(
        "Case {case_code}: “{kind}” on {on} cannot lie after “{other}” ({other_on}). Mend the day; nothing was "
        "recorded."
    )


@dataclass
class NothingBefore(EventImpossible):
    """An event that only another one makes possible, and that one is not recorded by its day."""

    template = N_(
        "Case {case_code}: “{kind}” on {on} needs “{other}” on or before that day, which is not recorded. Record that "
        "first."
    )


@dataclass
class ClosedTwice(EventImpossible):
    template = N_(
        "Case {case_code} cannot be closed on {on}: it was closed on {other_on} and not readmitted in between. Nothing "
        "was recorded."
    )


@dataclass
class ReadmittedWhileOpen(EventImpossible):
    template = N_(
        "Case {case_code} cannot be readmitted on {on}: it is open ({other}, {other_on}). Only a closed case is "
        "readmitted."
    )


@dataclass
class AfterClosure(EventImpossible):
    template = N_(
        "Case {case_code} was closed on {other_on}: “{kind}” on {on} needs a readmission first. Nothing was recorded."
    )


@dataclass
class ClosedTooEarly(EventImpossible):
    template = N_(
        "Case {case_code} cannot be closed on {on}: “{other}” is recorded on {other_on}, after that day. Mend the day; "
        "nothing was recorded."
    )


@dataclass
class StillInShelter(EventImpossible):
    template = N_(
        "Case {case_code} entered a shelter on {other_on} and has not left it by {on}. Record the leaving first."
    )


@dataclass
class NotInShelter(EventImpossible):
    template = N_(
        "Case {case_code} is not in a shelter on {on} (last: “{other}”, {other_on}). Record the entering first."
    )


@dataclass
class AlreadyRecorded(EventImpossible):
    template = N_("Case {case_code}: “{kind}” is recorded already, on {other_on}. Nothing was recorded twice.")


@dataclass
class StillNeeded(EventImpossible):
    """An event that others rest on cannot be taken back before them."""

    template = N_(
        "Case {case_code}: “{kind}” on {on} cannot be taken back while “{other}” ({other_on}) rests on it. Take that "
        "back first."
    )


@dataclass
class InTheFuture(AtlasError):
    case_code: str
    on: str
    today: str
    template = N_("Case {case_code}: {on} is later than today ({today}). Only what has happened is recorded.")


@dataclass
class BeforeIdentified(AtlasError):
    case_code: str
    on: str
    identified_month: str
    template = N_(
        "Case {case_code}: {on} lies before the month in which the person was identified ({identified_month}). Mend "
        "the day; nothing was recorded."
    )


@dataclass
class AbroadForInternal(AtlasError):
    case_code: str
    kind: EventKind
    template = N_(
        "Case {case_code} is a case inside Myanmar: “{kind}” cannot have happened. If the type of case is wrong, "
        "tell a planner."
    )

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with the event's name, in the language of `translate`."""
        return translate(self.template).format(case_code=self.case_code, kind=translate(self.kind.label))


@dataclass
class RecordedElsewhere(AtlasError):
    """An event that another act brings with it, so that the two cannot come apart."""

    kind: EventKind
    template = N_(
        "“{kind}” is not recorded by itself: it comes with the assignment, the assessment or the flag. Nothing was "
        "recorded."
    )

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with the event's name, in the language of `translate`."""
        return translate(self.template).format(kind=translate(self.kind.label))


@dataclass
class DetailNoCode(AtlasError):
    """Further text of an event that is no code; it is not repeated, since it might name a person."""

    case_code: str
    template = N_(
        "Case {case_code}: the detail of an event is a code of small letters, digits and _, never free text. "
        "Nothing was recorded."
    )


@dataclass
class AmountWrong(AtlasError):
    case_code: str
    amount: float
    template = N_("Case {case_code}: {amount} is no amount. Write a number of 0 or more.")


@dataclass
class EventUnknown(AtlasError):
    """There is no such event, or its case is not the reader's to see."""

    event_id: str
    template = N_("There is no record {event_id} among your cases. Nothing was changed.")


@dataclass
class NotYours(AtlasError):
    """Only who recorded something, or a planner, takes it back."""

    by: str
    refuses = True
    template = N_("Only who recorded this ({by}) or a planner may take it back. Nothing was changed.")


@dataclass
class RisksNotRanked(AtlasError):
    """Risks of the list that have no rank (1.8)."""

    case_code: str
    items: tuple[RiskItem, ...]
    template = N_("Case {case_code}: rank every risk, also those that are none. Not ranked yet: {items}.")

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with the risks' names, in the language of `translate`."""
        return translate(self.template).format(case_code=self.case_code, items=_named(self.items, translate))


@dataclass
class RisksOfOtherList(AtlasError):
    """Risks ranked that are not asked about this person (child or adult)."""

    case_code: str
    items: tuple[RiskItem, ...]
    template = N_(
        "Case {case_code}: these risks do not belong to the list that was used (children or adults): {items}. Nothing "
        "was recorded."
    )

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with the risks' names, in the language of `translate`."""
        return translate(self.template).format(case_code=self.case_code, items=_named(self.items, translate))


@dataclass
class WrongRiskList(AtlasError):
    """The list for children with an adult, or the other way round."""

    case_code: str
    age_years: int
    template = N_(
        "Case {case_code}: the person was {age_years} years old when identified, and the list of risks used is the "
        "other one. Use the list for children under 18, and for adults from 18 on."
    )


@dataclass
class FlagThere(AtlasError):
    case_code: str
    label: str
    template = N_("Case {case_code} has this already: {label}. Nothing was recorded twice.")

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with the name of what stands already, in the language of `translate`."""
        return translate(self.template).format(case_code=self.case_code, label=translate(self.label))


@dataclass
class FlagMissing(AtlasError):
    case_code: str
    label: str
    template = N_("Case {case_code} does not have this (any more): {label}. Nothing was changed.")

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with the name of what is missing, in the language of `translate`."""
        return translate(self.template).format(case_code=self.case_code, label=translate(self.label))


def _named(items: tuple[RiskItem, ...], translate: Callable[[str], str]) -> str:
    return ", ".join(translate(item.label) for item in items)
