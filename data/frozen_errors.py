"""Why a list was not frozen or a plan not saved: each refusal with its facts; nothing was written where one is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from data.errors import N_, AtlasError


@dataclass
class MayNotFreeze(AtlasError):
    """The reader's role may neither freeze lists nor save plans."""

    role: str
    refuses = True
    template = N_("Only planners may freeze lists and save plans; your role is {role}. Nothing was kept.")


@dataclass
class ListEmpty(AtlasError):
    """A list without townships."""

    year: int
    template = N_("The list of {year} has no township. Choose at least one; nothing was frozen.")


@dataclass
class ListDouble(AtlasError):
    """Townships that stand on the list more than once."""

    year: int
    townships: tuple[str, ...]
    entries: int
    template = N_(
        "Of the {entries} entries of the list of {year}, these townships stand there more than once: {townships}. "
        "Leave each in once; nothing was frozen."
    )


@dataclass
class ListTownshipsUnknown(AtlasError):
    """Codes on the list that are no township's."""

    year: int
    codes: tuple[str, ...]
    known: int
    template = N_(
        "These codes on the list of {year} are none of the {known} townships: {codes}. Nothing was frozen. A code that "
        "the census counted as one, such as MMR013008, is listed by its townships."
    )


@dataclass
class ListYearWrong(AtlasError):
    """A list of a year that the register cannot show yet, or never could."""

    year: int
    as_of: str
    template = N_(
        "A list of {year} cannot be frozen as of {as_of}: the year must have begun by that day, and not lie before "
        "2000. Choose another year; nothing was frozen."
    )


@dataclass
class EntryWrong(AtlasError):
    """A fact of an entry that cannot be."""

    township: str
    column: str
    value: str
    template = N_("The entry of {township} has {column} = {value}, which cannot be. Nothing was frozen.")


@dataclass
class ReasonMissing(AtlasError):
    """Townships picked by hand without a word why."""

    townships: tuple[str, ...]
    template = N_(
        "These townships were picked by hand, without a reason: {townships}. Write a line for each; nothing was frozen."
    )


@dataclass
class ListFrozenMeanwhile(AtlasError):
    """The list that the reader started from is not the latest of its year any more."""

    year: int
    found: str
    version: int
    townships: int
    frozen_by: str
    frozen_at: str
    template = N_(
        "{frozen_by} has frozen a list of {year} already (version {version}, {townships} townships, {frozen_at} UTC), "
        "which yours does not start from. Nothing was frozen. Look at theirs; if yours is to correct it, freeze yours "
        "as the next version."
    )


@dataclass
class ListToCorrectMissing(AtlasError):
    """The list that is to be corrected does not exist for that year."""

    year: int
    supersedes: str
    template = N_(
        "There is no list {supersedes} of {year} to correct. Nothing was frozen. Reload the lists and try again."
    )


@dataclass
class PlanNameTaken(AtlasError):
    """Another plan has this name."""

    name: str
    made_by: str
    made_at: str
    template = N_(
        "A plan with this name was saved before ({name}, by {made_by}, {made_at} UTC). Plans are never overwritten: "
        "choose another name. Nothing was saved."
    )


@dataclass
class PlanWrong(AtlasError):
    """A figure or a part of a plan that cannot be kept."""

    column: str
    value: str
    template = N_("The plan has {column} = {value}, which cannot be kept. Nothing was saved.")


@dataclass
class PlanTooLarge(AtlasError):
    """A plan whose inputs and result are too long to keep."""

    size_mb: float
    most_mb: float
    template = N_("The plan is {size_mb} MB long; at most {most_mb} MB are kept. Nothing was saved.")


@dataclass
class LineWrong(AtlasError):
    """A line that a person wrote and that is not kept. where: a msgid that may quote {place}; the line is not told."""

    where: str
    place: str = ""
    template = N_("Write something for {where}; nothing was kept.")

    def facts(self) -> dict[str, object]:
        told = super().facts()
        return told | {"where": self.where.format(place=self.place)}

    def message(self, translate: Callable[[str], str] = str) -> str:
        told = self.facts() | {"where": translate(self.where).format(place=self.place)}
        return translate(self.template).format(**told)


@dataclass
class LineEmpty(LineWrong):
    """Nothing is written where something must be."""


@dataclass
class LineTooLong(LineWrong):
    """More than a line."""

    characters: int = field(default=0)
    most: int = field(default=0)
    template = N_(
        "What was written for {where} has {characters} characters; one line of at most {most} is kept. Shorten it; "
        "nothing was kept."
    )


@dataclass
class LineBroken(LineWrong):
    """Several lines."""

    template = N_("What was written for {where} has several lines. Make it one line; nothing was kept.")


@dataclass
class LineNamesPerson(LineWrong):
    template = N_(
        "What was written for {where} seems to name a person. Names of people are never kept: say it without a name. "
        "Nothing was kept."
    )


@dataclass
class LineHasTelephone(LineWrong):
    template = N_(
        "What was written for {where} seems to hold a telephone number or an e-mail address. These are never kept: "
        "leave it out. Nothing was kept."
    )


@dataclass
class LineHasIdentity(LineWrong):
    template = N_(
        "What was written for {where} seems to hold the number of an identity card or a passport. These are never "
        "kept: leave it out. Nothing was kept."
    )
