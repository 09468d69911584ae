"""Why a file cannot be brought in at all: each refusal with its facts, worded once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.errors import N_, AtlasError


@dataclass
class FileRefused(AtlasError):
    """A file that was not brought in at all; nothing of it was loaded."""

    file: str


@dataclass
class FileMissing(FileRefused):
    template = N_("There is no file {file}. Check its name and folder.")


@dataclass
class FileEmpty(FileRefused):
    template = N_("{file} is empty. Save it again with its rows, or choose another file.")


@dataclass
class FileTooLarge(FileRefused):
    size_mb: float
    allowed_mb: int
    template = N_("{file} has {size_mb:.1f} MB; at most {allowed_mb} MB are accepted. Split it into several files.")


@dataclass
class FileTypeWrong(FileRefused):
    looks_like: str
    template = N_("{file} is not a spreadsheet: it looks like {looks_like}. Save the table as .xlsx or .csv.")


@dataclass
class WorkbookOld(FileRefused):
    template = N_("{file} is in the old Excel format (.xls). Open it in a spreadsheet program and save it as .xlsx.")


@dataclass
class WorkbookBinary(FileRefused):
    template = N_("{file} is a binary workbook (.xlsb). Open it in a spreadsheet program and save it as .xlsx.")


@dataclass
class WorkbookMacro(FileRefused):
    part: str
    template = N_(
        "{file} contains macros ({part}), whatever its name says. Save it as a workbook without macros (.xlsx) and "
        "bring that."
    )


@dataclass
class WorkbookEncrypted(FileRefused):
    template = N_("{file} is protected by a password. Save a copy without password and bring that.")


@dataclass
class WorkbookDamaged(FileRefused):
    reason: str
    template = N_("{file} is damaged and cannot be read ({reason}). Open it in a spreadsheet and save it again.")


@dataclass
class WorkbookDtd(FileRefused):
    part: str
    template = N_(
        "{file} contains a document type declaration ({part}), which a spreadsheet never needs. It may be hostile: "
        "ask its sender, or copy the cells into a new workbook."
    )


@dataclass
class UnpackedTooLarge(FileRefused):
    allowed_mb: int
    template = N_("{file} would unpack to more than {allowed_mb} MB. Remove what is not needed, or split it.")


@dataclass
class UnpackedTooDense(FileRefused):
    ratio: int
    allowed: int
    template = N_(
        "{file} unpacks to {ratio} times its size; at most {allowed} times is accepted, because files made to do harm "
        "look so. Copy the cells into a new workbook and bring that."
    )


@dataclass
class CellTooFar(FileRefused):
    sheet: str
    cell: str
    allowed_rows: int
    allowed_columns: int
    template = N_(
        "{file}, sheet {sheet}: something stands in cell {cell}, beyond {allowed_rows} rows or {allowed_columns} "
        "columns. Delete it (it is often a stray entry far from the table), or split the file."
    )


@dataclass
class TooManyCells(FileRefused):
    cells: int
    allowed: int
    template = N_("{file} has {cells} cells; at most {allowed} can be brought in at once. Split it into several files.")


@dataclass
class ReadingTooSlow(FileRefused):
    seconds: float
    template = N_("{file} could not be read within {seconds:g} seconds and was given up. Split it into several files.")


@dataclass
class ReadingStopped(FileRefused):
    template = N_("Reading {file} was stopped. Nothing was loaded; bring the file again when you wish.")


@dataclass
class ReadingTooHeavy(FileRefused):
    memory_gb: float
    template = N_(
        "{file} needs more than {memory_gb:g} GB of memory to read and was given up. Copy only the table's cells into "
        "a new workbook, or split it."
    )


@dataclass
class TextUnreadable(FileRefused):
    row: int
    template = N_(
        "{file} is text, but its characters are not UTF-8 or UTF-16 (row {row}). Save it again as "
        '"CSV UTF-8", so that no letter is lost.'
    )


@dataclass
class QuoteOpen(FileRefused):
    row: int
    reason: str
    template = N_(
        "{file}: the quotation marks near row {row} do not fit ({reason}), so its cells cannot be told apart. "
        "Mend that row, or save the table again as CSV."
    )


@dataclass
class SheetsHidden(FileRefused):
    sheets: tuple[str, ...]
    template = N_(
        "{file} has nothing in its visible sheets; hidden: {sheets}. Unhide the sheet that is meant and save it."
    )


@dataclass
class SheetMissing(FileRefused):
    sheet: str
    sheets: tuple[str, ...]
    template = N_("{file} has no visible sheet {sheet}. It has: {sheets}.")


@dataclass
class SheetUndecided(FileRefused):
    sheets: tuple[str, ...]
    template = N_("{file} has several sheets that could be meant: {sheets}. Say which one (--sheet NAME).")


@dataclass
class HeadingsUnknown(FileRefused):
    seen: tuple[str, ...]
    expected: tuple[str, ...]
    template = N_(
        "{file}: no row of headings was recognised. Its first row reads: {seen}. Expected headings such as: {expected}."
    )


@dataclass
class HeadingsMissing(FileRefused):
    missing: tuple[str, ...]
    seen: tuple[str, ...]
    expected: tuple[str, ...]
    template = N_(
        "{file} lacks a column for: {missing}. Its headings are: {seen}. Accepted headings: {expected}. "
        "Name the column so, or say which one it is (--map HEADING=FIELD)."
    )


@dataclass
class HeadingTwice(FileRefused):
    meaning: str
    headings: tuple[str, ...]
    template = N_(
        "{file} has several columns for {meaning}: {headings}. Rename or remove all but one, or leave one out "
        "(--map HEADING=)."
    )


@dataclass
class HeadingsMerged(FileRefused):
    row: int
    heading: str
    below: tuple[str, ...]
    template = N_(
        "{file}, row {row}: the heading {heading} spans several columns with headings of their own below it ({below}). "
        "Unmerge them, so that each column has one heading in one row."
    )


@dataclass
class MappingUnknown(FileRefused):
    heading: str
    field: str
    headings: tuple[str, ...]
    known: tuple[str, ...]
    template = N_(
        "{file}: the column {heading} cannot be read as {field}. Columns of the file: {headings}. Fields: {known}."
    )


@dataclass
class NoDataRows(FileRefused):
    row: int
    template = N_("{file} has headings in row {row} and no row below them. Fill it in, or choose another file.")


@dataclass
class DatesAmbiguous(FileRefused):
    column: str
    row: int
    written: str
    template = N_(
        "{file}, column {column}: {written} (row {row}) can be two days, and nothing in the column says which. "
        "Bring the file again with --day-first (31/12/2024) or --month-first (12/31/2024)."
    )


@dataclass
class DatesMixed(FileRefused):
    column: str
    row_day_first: int
    row_month_first: int
    template = N_(
        "{file}, column {column} mixes day/month (row {row_day_first}) and month/day (row {row_month_first}). "
        "Say which holds (--day-first or --month-first); the rows that do not fit are then listed for mending."
    )


@dataclass
class FileAlreadyLoaded(FileRefused):
    loaded_as: str
    loaded_by: str
    loaded_on: str
    template = N_(
        "{file} was already loaded on {loaded_on} (UTC) by {loaded_by}, as {loaded_as}. Nothing was loaded. Bring only "
        "rows that are new or mended (--rejects writes those)."
    )


@dataclass
class RejectsUnwritable(FileRefused):
    reason: str
    template = N_("The rejected rows cannot be written to {file} ({reason}). Give another path; nothing was loaded.")


@dataclass
class AnswersRefused(FileRefused):
    """faults: the answers that cannot be used, each with its row, column and value."""

    faults: tuple[AtlasError, ...]
    template = N_("{file} has answers that cannot be used; nothing was loaded and no answer was kept. {faults}")

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence and those of the faults, in the language of `translate`."""
        return translate(self.template).format(
            file=self.file, faults=" ".join(fault.message(translate) for fault in self.faults)
        )


@dataclass
class NamesNotStored(FileRefused):
    heading: str
    field: str
    template = N_(
        "{file}: the column {heading} is named like one for names, identity numbers, telephone numbers or addresses. "
        "The register never keeps those, so it cannot be read as {field}. Rename the column if it holds something else."
    )


@dataclass
class AgencyNotTold(FileRefused):
    template = N_(
        "{file} does not say which agency recorded its cases. Add a column Source agency with ATU, DSW or NGO, or say "
        "it for the whole file (--source ATU)."
    )
