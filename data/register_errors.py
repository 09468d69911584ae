"""Why an entry of a small register was not kept or not taken back: each refusal with its facts, worded once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.errors import N_, AtlasError
from data.remarks import Sentence
from data.row_errors import RowFault


@dataclass
class EntryRefused(AtlasError):
    """An entry that cannot be kept. reasons: a sentence for each thing that is wrong with it."""

    reasons: tuple[Sentence, ...]
    template = N_("Nothing was entered. {reasons}")

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence and its reasons, in the language of `translate`."""
        return translate(self.template).format(reasons=" ".join(reason.message(translate) for reason in self.reasons))


@dataclass(frozen=True)
class CellWrong:
    """What is wrong with one field of a form. label: of the column, and template: gettext msgids."""

    label: str
    template: str
    facts: tuple[tuple[str, object], ...] = ()

    def message(self, translate: Callable[[str], str] = str) -> str:
        """Name of the field and what is wrong with it, in the language of `translate`."""
        told = translate(self.template).format(**dict(self.facts))
        return translate(N_("{field}: {problem}")).format(field=translate(self.label), problem=told)


@dataclass
class MayNotKeep(AtlasError):
    """The reader's role may not write this register."""

    role: str
    refuses = True
    template = N_("Your role, {role}, may not write this register. Nothing was changed.")


@dataclass
class EntryGone(AtlasError):
    """There is no such entry, or somebody took it back."""

    entry: str
    template = N_("The entry {entry} no longer stands. Nothing was changed; look at the table again.")


@dataclass
class MeetingDecided(AtlasError):
    """A meeting on which decisions rest is not taken back."""

    entry: str
    decisions: int
    template = N_(
        "{decisions} decisions were taken at the meeting {entry}. Take those back first; nothing was changed."
    )


@dataclass
class EntryOfOthers(AtlasError):
    """Only planners take back what others entered."""

    entry: str
    refuses = True
    template = N_("The entry {entry} was recorded by somebody else. Ask a planner to take it back.")


@dataclass
class EntryClashes(RowFault):
    """A row whose cells are right each by itself and wrong together."""

    note: Sentence
    template = N_('Row {row}, column {column}: "{written}" does not fit the rest of the row. {note}')

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence and what does not fit, in the language of `translate`."""
        return translate(self.template).format(**{**self.facts(), "note": self.note.message(translate)})


@dataclass
class NumberTooSmall(RowFault):
    least: int
    template = N_('Row {row}, column {column}: "{written}" is less than {least}. Check the number.')


@dataclass
class YearUnreadable(RowFault):
    first: int
    last: int
    template = N_('Row {row}, column {column}: "{written}" is not a year between {first} and {last}.')


@dataclass
class CaseCodeUnknown(RowFault):
    template = N_('Row {row}, column {column}: there is no case "{written}" in the register. Check the code.')
