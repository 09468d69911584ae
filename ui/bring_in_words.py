"""How the page words what the checking of a file says: refusals with what to do here, reasons as headings."""

from __future__ import annotations

from typing import Final

from data import case_errors, file_errors, personal_errors, row_errors, scope_errors
from data.errors import N_, AtlasError
from data.file_errors import AnswersRefused
from data.vocabulary import ImportFormat
from ui import failures
from ui.text import _, label, plain

# The sentences of data/file_errors.py name switches of the command line; here the page's own fields answer them.
HERE: Final[dict[type[AtlasError], str]] = {
    file_errors.SheetUndecided: N_(
        "{file} has several sheets that could be meant: {sheets}. Choose one of them below."
    ),
    file_errors.DatesAmbiguous: N_(
        "{file}, column {column}: {written} (row {row}) can be two days, and nothing in the column says which. "
        "Say below whether the day or the month comes first, and check again."
    ),
    file_errors.DatesMixed: N_(
        "{file}, column {column} mixes day/month (row {row_day_first}) and month/day (row {row_month_first}). "
        "Say below which holds, and check again; the rows that do not fit are then listed for mending."
    ),
    file_errors.HeadingsMissing: N_(
        "{file} lacks a column for: {missing}. Its headings are: {seen}. Say below which column it is."
    ),
    file_errors.HeadingTwice: N_(
        "{file} has several columns for {meaning}: {headings}. Say below which one is meant, and leave the others out."
    ),
    file_errors.AgencyNotTold: N_(
        "{file} does not say which agency recorded its cases. Say it below for the whole file, or add a column Source "
        "agency with ATU, DSW or NGO."
    ),
    case_errors.CasesNotSynthetic: N_(
        "This is a demonstration register: it takes invented people only, and nobody has said that these are invented. "
        "Nothing was loaded. If every row is invented, say so below; real people belong in a register of their own."
    ),
    file_errors.FileAlreadyLoaded: N_(
        "{file} was already loaded on {loaded_on} (UTC) by {loaded_by}, as {loaded_as}. Nothing was loaded. Bring only "
        "rows that are new or mended; the rows rejected then are listed on the page Data quality."
    ),
}

# Reasons why rows are not loaded, as headings of the groups in which they are shown.
REASONS: Final[dict[str, str]] = {
    row_errors.ValueMissing.__name__: N_("A value is missing"),
    row_errors.TextTooLong.__name__: N_("A text is too long"),
    row_errors.CellBeyondHeadings.__name__: N_("A row has more cells than headings"),
    row_errors.FormulaWithoutValue.__name__: N_("A formula without a stored result"),
    row_errors.CellMerged.__name__: N_("A cell merged with another"),
    row_errors.CellError.__name__: N_("An error of the spreadsheet"),
    row_errors.NumberUnreadable.__name__: N_("Not a whole number"),
    row_errors.NumberNegative.__name__: N_("A number below zero"),
    row_errors.NumberTooLarge.__name__: N_("A number that is too large"),
    row_errors.DateUnreadable.__name__: N_("Not a date"),
    row_errors.DateOtherOrder.__name__: N_("A date in another order than its column"),
    row_errors.DateMyanmarEra.__name__: N_("A year of the Myanmar era"),
    row_errors.DateOutside.__name__: N_("A date that cannot be"),
    row_errors.DatesReversed.__name__: N_("An end before its start"),
    row_errors.ValueNotInList.__name__: N_("A word that is not in the list"),
    row_errors.TownshipUnknown.__name__: N_("A place that could not be told"),
    row_errors.TownshipDisagrees.__name__: N_("A place's code and name disagree"),
    row_errors.StateDisagrees.__name__: N_("A township lies in another state or district"),
    row_errors.RoomTwice.__name__: N_("Room that would be counted twice"),
    row_errors.OrganisationUncertain.__name__: N_("An acronym of several organisations"),
    row_errors.BaseOfResident.__name__: N_("A base beside a resident presence"),
    row_errors.RoomOfCovered.__name__: N_("Room beside that of the base"),
    row_errors.BaseMissing.__name__: N_("The row of the base is missing"),
    row_errors.BaseUncertain.__name__: N_("Several rows could be the base"),
    row_errors.MonthUnreadable.__name__: N_("Not a month"),
    row_errors.MonthNotTold.__name__: N_("A year without its month"),
    row_errors.MonthMyanmarEra.__name__: N_("A month of the Myanmar era"),
    row_errors.AgeImpossible.__name__: N_("An age that cannot be"),
    row_errors.ReferenceUnfit.__name__: N_("Not a reference code"),
    row_errors.OrderImpossible.__name__: N_("Dates in an impossible order"),
    row_errors.SpecialContradicts.__name__: N_("Special Case yes and no"),
    row_errors.CaseIndistinct.__name__: N_("Two rows that may be one person"),
    row_errors.DayNotTold.__name__: N_("An event without its day"),
    row_errors.OrganisationUnknown.__name__: N_("An organisation that the directory does not know"),
    row_errors.AssignmentUnclear.__name__: N_("Several presences could carry the case"),
    row_errors.AssignmentTooEarly.__name__: N_("Assigned before support is needed"),
    scope_errors.ShelterOutside.__name__: N_("A person of another shelter"),
    scope_errors.ShelterNotTold.__name__: N_("A row without its shelter"),
    scope_errors.CaseThereUnseen.__name__: N_("A row for a planner to look at"),
    row_errors.CaseThereAlready.__name__: N_("A record that may be there already"),
    personal_errors.NameInText.__name__: N_("What looks like a person's name"),
    personal_errors.TelephoneInText.__name__: N_("What looks like a telephone number"),
    personal_errors.IdentityInText.__name__: N_("What looks like an identity number"),
}
OTHER_REASON: Final = N_("Another reason")

ABOUT: Final[dict[str, str]] = {
    str(ImportFormat.NATIONAL): N_(
        "One row a person known to the Central Body: type, agency, township of origin, months of recruitment, "
        "identification and return (4.8). No names."
    ),
    str(ImportFormat.SHELTER): N_("One row a person in a DSW shelter, with the fields of the one-page form (2.12)."),
    str(ImportFormat.PROVIDERS): N_(
        "Who does what, where and when: a 3W or 5W, by organisation or only counted (3.7)."
    ),
}


def refusal(error: AtlasError) -> str:
    """Why a file goes no further and what to do on this page, in the reader's language, safe as Markdown."""
    if isinstance(error, AnswersRefused):
        return " ".join(
            [_("Some answers cannot be used; no answer was kept."), *(plain(f.message(_)) for f in error.faults)]
        )
    template = HERE.get(type(error))
    if template is None:
        return failures.words(error)
    facts = {name: _fact(name, value) for name, value in error.facts().items()}
    return _(template).format(**facts)


def _fact(name: str, value: object) -> object:
    if name == "loaded_as" and value in {str(code) for code in ImportFormat}:
        return label(ImportFormat(str(value)))
    return plain(value) if isinstance(value, str) else value


def reason(code: str) -> str:
    """The heading of a group of rows that are not loaded for one reason; code: the name of the error."""
    text = REASONS.get(code, OTHER_REASON)
    return _(text)


def about(code: str) -> str:
    """What a file of a format holds."""
    text = ABOUT.get(code, "")
    return _(text)
