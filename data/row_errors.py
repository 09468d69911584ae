"""Why a row of a file cannot be loaded: each fault with its row, column and value, worded once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.errors import N_, AtlasError
from data.remarks import Sentence


@dataclass
class RowFault(AtlasError):
    """A row that was not loaded. row: as a spreadsheet numbers it; column: its heading; written: what stands there."""

    row: int
    column: str
    written: str


@dataclass
class ValueMissing(RowFault):
    template = N_("Row {row}, column {column} is blank. Fill it in.")


@dataclass
class TextTooLong(RowFault):
    length: int
    allowed: int
    template = N_(
        "Row {row}, column {column}: the text has {length} characters, more than the {allowed} accepted. Shorten it."
    )


@dataclass
class CellBeyondHeadings(RowFault):
    template = N_(
        'Row {row} has more cells than there are headings; "{written}" ({column}) has none. A separator inside a text '
        "may lack quotation marks: mend the row."
    )


@dataclass
class FormulaWithoutValue(RowFault):
    template = N_(
        "Row {row}, column {column}: the formula has no stored result. Open the file in a spreadsheet program and save "
        "it, or write the value."
    )


@dataclass
class CellMerged(RowFault):
    cell: str
    template = N_(
        "Row {row}, column {column}: the cell is merged with {cell} and holds nothing of its own. Unmerge the cells "
        "and write the value in each of them."
    )


@dataclass
class CellError(RowFault):
    template = N_('Row {row}, column {column}: "{written}" is an error of the spreadsheet. Write the value.')


@dataclass
class NumberUnreadable(RowFault):
    template = N_('Row {row}, column {column}: "{written}" is not a whole number. Write digits only.')


@dataclass
class NumberNegative(RowFault):
    template = N_('Row {row}, column {column}: "{written}" is below zero. Write how many people there are.')


@dataclass
class NumberTooLarge(RowFault):
    allowed: int
    template = N_('Row {row}, column {column}: "{written}" is more than {allowed}. Check the number.')


@dataclass
class DateUnreadable(RowFault):
    template = N_('Row {row}, column {column}: "{written}" is not a date. Write it as 2024-12-31.')


@dataclass
class DateOtherOrder(RowFault):
    order: str
    template = N_(
        'Row {row}, column {column}: "{written}" does not fit the order {order} of this column. Write it as 2024-12-31.'
    )


@dataclass
class DateMyanmarEra(RowFault):
    template = N_(
        'Row {row}, column {column}: "{written}" looks like a year of the Myanmar era. Write the date in the common '
        "era, as 2024-12-31."
    )


@dataclass
class DateOutside(RowFault):
    first: str
    last: str
    template = N_('Row {row}, column {column}: "{written}" does not lie between {first} and {last}. Check the date.')


@dataclass
class DatesReversed(RowFault):
    begins: str
    template = N_('Row {row}, column {column}: the end "{written}" lies before the start {begins}. Check both dates.')


@dataclass
class ValueNotInList(RowFault):
    allowed: tuple[str, ...]
    template = N_('Row {row}, column {column}: "{written}" is not one of: {allowed}.')


@dataclass
class TownshipUnknown(RowFault):
    """note: why the matcher could not tell; it is put into the reader's language with the sentence around it."""

    note: Sentence
    suggestions: tuple[str, ...]
    template = N_(
        'Row {row}, column {column}: no township could be told from "{written}". {note} Suggestions: {suggestions}.'
    )

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with the note in it, both in the language of `translate`."""
        return translate(self.template).format(**{**self.facts(), "note": self.note.message(translate)})


@dataclass
class TownshipDisagrees(RowFault):
    code_is: str
    name_is: str
    template = N_(
        'Row {row}, column {column}: "{written}" is {code_is}, but the name beside it says {name_is}. '
        "Correct one of them."
    )


@dataclass
class StateDisagrees(RowFault):
    township: str
    lies_in: str
    template = N_(
        'Row {row}, column {column}: "{written}" is written, but {township} lies in {lies_in}. Correct one of them.'
    )


@dataclass
class RoomTwice(RowFault):
    organisation: str
    township: str
    other: str
    template = N_(
        "Row {row}, column {column}: {organisation} in {township} with this activity is already recorded with another "
        'room ({other}); "{written}" would count it twice. Keep one of them.'
    )


@dataclass
class OrganisationUncertain(RowFault):
    candidates: tuple[str, ...]
    template = N_(
        'Row {row}, column {column}: "{written}" is the acronym of several organisations: {candidates}. '
        "Write the full name."
    )


@dataclass
class BaseOfResident(RowFault):
    template = N_(
        'Row {row}, column {column}: a resident presence cannot share the room of a base elsewhere ("{written}"). '
        "Write roving or outreach, or leave the base blank."
    )


@dataclass
class RoomOfCovered(RowFault):
    base: str
    template = N_(
        'Row {row}, column {column}: "{written}" would be counted beside the room of the base, {base}, which this row '
        "shares. Leave it blank here, and write it in the row of the base."
    )


@dataclass
class BaseMissing(RowFault):
    organisation: str
    base: str
    template = N_(
        'Row {row}, column {column}: "{written}" is given as the base, but {organisation} has no row of the same kind '
        "in {base} that was loaded, neither in this file nor in the register. Add the row of the base, or mend it."
    )


@dataclass
class BaseUncertain(RowFault):
    organisation: str
    base: str
    template = N_(
        'Row {row}, column {column}: "{written}" is given as the base, but {organisation} has several rows in {base} '
        "that could be meant. Write the same activity as in the row of the base."
    )


@dataclass
class AnswerNoTownship(RowFault):
    template = N_('Row {row}, column {column}: "{written}" is not the P-code of a township. Check it.')


@dataclass
class AnswerTaken(RowFault):
    answer: str
    belongs_to: str
    template = N_(
        'Row {row}, column {column}: "{written}" cannot be answered with {answer}, because it already is a name or '
        "code of {belongs_to}. Correct the row of the directory itself."
    )


@dataclass
class AnswersDiffer(RowFault):
    answer: str
    other: str
    other_row: int
    template = N_(
        'Row {row}, column {column}: "{written}" is answered with {answer} here and with {other} in row {other_row}. '
        "Keep one of them."
    )


@dataclass
class MonthUnreadable(RowFault):
    template = N_('Row {row}, column {column}: "{written}" is not a month and year. Write it as 2024-12.')


@dataclass
class MonthNotTold(RowFault):
    template = N_('Row {row}, column {column}: "{written}" is a year without its month. Write it as 2024-12.')


@dataclass
class MonthMyanmarEra(RowFault):
    """years: the common years in which the year of the Myanmar era lies."""

    years: tuple[str, ...]
    template = N_(
        'Row {row}, column {column}: "{written}" looks like the Myanmar era. Its year lies in the common years '
        "{years}: the month cannot be told. Write it in the common era, as 2024-12."
    )


@dataclass
class AgeImpossible(RowFault):
    oldest: int
    template = N_(
        'Row {row}, column {column}: "{written}" is no age. Write whole years from 0 to {oldest}, or leave it blank if '
        "it is not known."
    )


@dataclass
class ReferenceUnfit(RowFault):
    """Nothing that may be a name is repeated: the written text is left out of what is kept."""

    longest: int
    template = N_(
        "Row {row}, column {column}: what stands there is no reference code. Write at most {longest} letters, digits "
        "and - / . # with at least one digit; never a name."
    )

    def __post_init__(self) -> None:
        self.written = ""


@dataclass
class OrderImpossible(RowFault):
    earlier_column: str
    earlier: str
    template = N_(
        'Row {row}, column {column}: "{written}" lies before "{earlier}" in column {earlier_column}. Check both dates.'
    )


@dataclass
class SpecialContradicts(RowFault):
    category: str
    template = N_(
        'Row {row}, column {column}: "{written}" says that this is no Special Case, but a category is given '
        "({category}). Correct one of them."
    )


@dataclass
class CaseIndistinct(RowFault):
    other_row: int
    template = N_(
        "Row {row} is the same as row {other_row} in every cell, and no reference code tells whether it is one person "
        "twice or two people. Delete one row, or give each a reference code."
    )


@dataclass
class CaseThereAlready(RowFault):
    case_code: str
    template = N_(
        "Row {row} tells the same as the case {case_code}, which is already there from the same agency, and no "
        "reference code tells whether it is the same person. Leave the row out if it is, or give it a reference code."
    )


@dataclass
class DayNotTold(RowFault):
    template = N_(
        'Row {row}, column {column}: "{written}" says that it happened, but neither this column nor the date of entry '
        "tells when. Write the day, as 2024-12-31."
    )


@dataclass
class OrganisationUnknown(RowFault):
    template = N_(
        'Row {row}, column {column}: no organisation of the register is called "{written}". Write its full name or '
        "acronym exactly as in the provider directory, or bring the directory in first."
    )


@dataclass
class AssignmentUnclear(RowFault):
    township: str
    presences: int
    template = N_(
        'Row {row}, column {column}: "{written}" has {presences} presences for reintegration that could carry a case '
        "from {township}; exactly one is needed. Leave the cell blank and assign the case in the app."
    )


@dataclass
class AssignmentTooEarly(RowFault):
    template = N_(
        'Row {row}, column {column}: "{written}" is assigned, but the month from which support is needed is not told. '
        "Fill in the return, or leave the organisation blank."
    )
