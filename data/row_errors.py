"""Why a row of a file cannot be loaded: each fault with its row, column and value, worded once."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_, AtlasError


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
    note: str
    suggestions: tuple[str, ...]
    template = N_(
        'Row {row}, column {column}: no township could be told from "{written}". {note} Suggestions: {suggestions}.'
    )


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
