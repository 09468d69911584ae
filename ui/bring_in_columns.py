"""What each column of a file was recognised as, and what a person says instead; nothing here draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data.columns import REJECT_PREFIX, Field, Layout, clean, heading_key, recognise
from data.file_errors import FileRefused, HeadingsUnknown, HeadingTwice, SheetUndecided
from data.personal import kind_of
from data.validate import FileFormat, choose_sheet
from data.workbook import RawSheet, RawTable
from data.workbook_guard import column_letters

_EXAMPLES: Final = 3
HEADING_ROWS: Final = 20


@dataclass(frozen=True)
class FileColumn:
    """One column of the file. name: by which a mapping calls it (its heading, or its letter where that is not unique
    or blank); examples: the first different texts below the heading; field: what it is taken for, "" for nothing.
    """

    position: int
    name: str
    heading: str
    examples: tuple[str, ...]
    field: str

    @property
    def letter(self) -> str:
        """The letter that a spreadsheet shows above the column."""
        return column_letters(self.position + 1)


@dataclass(frozen=True)
class Recognised:
    """The columns of one sheet. heading_row: as a spreadsheet numbers it.

    missing: groups of fields of which the file needs one each and has none. twice: fields that several columns were
    taken for; left_out: letters of all but the first of those. refused: why no headings were found.
    """

    sheet: str
    heading_row: int
    columns: tuple[FileColumn, ...]
    missing: tuple[tuple[Field, ...], ...]
    twice: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    refused: FileRefused | None = None

    @property
    def is_complete(self) -> bool:
        """True where the file can be checked as it is."""
        return not self.missing and self.refused is None


def sheet_of(raw: RawTable, fmt: FileFormat) -> str:
    """The sheet that the format's columns stand in; the first one where that cannot be told."""
    try:
        return choose_sheet(raw, fmt.fields, fmt.required)[0].name
    except SheetUndecided as undecided:
        return undecided.sheets[0]
    except FileRefused:
        return raw.sheets[0].name


def recognised(
    raw: RawTable, fmt: FileFormat, sheet: str, mapping: Mapping[str, str], heading_row: int = 0
) -> Recognised:
    """What the columns of a sheet are, with a person's mapping (name -> field, "" for none) laid over the headings.

    heading_row: where a person says the headings stand, as a spreadsheet numbers it; used where none are recognised.
    Raises HeadingsMerged and NoDataRows, which only the file itself can mend.
    """
    cells = next(each for each in raw.sheets if each.name == sheet)
    try:
        layout, twice, left_out = _layout(raw.file_name, cells, fmt, mapping)
    except HeadingsUnknown as refused:
        return _unknown(cells, fmt, heading_row, refused)
    fields = {position: key for key, position in layout.columns.items()}
    columns = _columns(list(layout.headings), layout, fields)
    return Recognised(sheet, layout.heading_row, columns, _missing(fmt, set(layout.columns)), twice, left_out)


def likelier_formats(raw: RawTable, formats: Mapping[str, FileFormat], now: str, sheet: str) -> tuple[str, ...]:
    """Codes of the formats that most of the sheet's columns fit, and wholly, where the chosen one lacks a column.

    Several where as many columns fit each of them; none where the chosen format has all that it needs.
    """
    known = {code: _known(raw, fmt, sheet) for code, fmt in formats.items()}
    own = known[now]
    if own is None or own[1]:
        return ()
    whole = {code: told[0] for code, told in known.items() if told and told[1] and told[0] > own[0]}
    return tuple(code for code, columns in whole.items() if columns == max(whole.values()))


def _known(raw: RawTable, fmt: FileFormat, sheet: str) -> tuple[int, bool] | None:
    """How many columns are recognised, and whether that is enough; None where the file itself is refused."""
    try:
        seen = recognised(raw, fmt, sheet, {})
    except FileRefused:
        return None
    return sum(column.field != "" for column in seen.columns), seen.is_complete


def _layout(
    file: str, cells: RawSheet, fmt: FileFormat, mapping: Mapping[str, str]
) -> tuple[Layout, tuple[str, ...], tuple[str, ...]]:
    """Where the table stands; where several columns were taken for one field, all but the first are left out."""
    twice: list[str] = []
    left_out: list[str] = []
    for _try in range(len(fmt.fields) + 1):
        try:
            laid = dict.fromkeys(left_out, "") | dict(mapping)
            return recognise(file, cells, fmt.fields, (), laid), tuple(twice), tuple(left_out)
        except HeadingTwice as doubled:
            twice.append(doubled.meaning)
            left_out += [heading.rpartition("(")[2].rstrip(")") for heading in doubled.headings][1:]
    raise AssertionError("a field was doubled more often than there are fields")


def _unknown(cells: RawSheet, fmt: FileFormat, heading_row: int, refused: HeadingsUnknown) -> Recognised:
    """Columns below the row that a person points at, else the first; none is taken for anything."""
    row = heading_row if heading_row in cells.cells.index[:HEADING_ROWS] else int(cells.cells.index[0])
    headings = [clean(cell) for cell in cells.cells.loc[row].tolist()]
    data = cells.cells.loc[cells.cells.index > row]
    layout = Layout(row, {}, tuple(headings), (), cells.cells.loc[:row], data)
    return Recognised(cells.name, row, _columns(headings, layout, {}), _missing(fmt, set()), refused=refused)


def _columns(headings: list[str], layout: Layout, fields: Mapping[int, str]) -> tuple[FileColumn, ...]:
    keys = [heading_key(heading) for heading in headings]
    found = []
    for position, heading in enumerate(headings):
        if heading.casefold().startswith(REJECT_PREFIX):
            continue
        examples = tuple(dict.fromkeys(text for cell in layout.data[position] if (text := clean(cell))))[:_EXAMPLES]
        examples = tuple(text for text in examples if kind_of(text) is None)  # a person is not put on the screen
        if not heading and not examples:
            continue
        unique = bool(heading) and keys.count(keys[position]) == 1
        name = heading if unique else column_letters(position + 1)
        found.append(FileColumn(position, name, heading, examples, fields.get(position, "")))
    return tuple(found)


def _missing(fmt: FileFormat, known: set[str]) -> tuple[tuple[Field, ...], ...]:
    fields = {field.key: field for field in fmt.fields}
    return tuple(tuple(fields[key] for key in group) for group in fmt.required if not known & set(group))


def mapping_of(columns: tuple[FileColumn, ...], chosen: Mapping[str, str]) -> dict[str, str]:
    """What differs from what the headings said: name -> field. Columns left out come first, so that a field that is
    taken from one column can be given to another."""
    recognised_as = {column.name: column.field for column in columns}
    changed = {name: field for name, field in chosen.items() if field != recognised_as.get(name, "")}
    return dict(sorted(changed.items(), key=lambda pair: pair[1] != ""))


def chosen_twice(chosen: Mapping[str, str]) -> tuple[str, ...]:
    """Fields that a person gave to several columns."""
    given = [field for field in chosen.values() if field]
    return tuple(sorted({field for field in given if given.count(field) > 1}))
