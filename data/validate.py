"""Split a raw table into rows to load, rows rejected with their reasons, and doubles; no row is lost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pandas as pd

from data.columns import Field, Layout, clean, recognise
from data.columns_forbidden import without_forbidden
from data.errors import N_
from data.file_errors import FileRefused, SheetMissing, SheetUndecided
from data.personal import withhold
from data.remarks import Remark
from data.row_errors import CaseIndistinct, CellBeyondHeadings, CellMerged, FormulaWithoutValue, RowFault, ValueMissing
from data.validate_cells import Dates
from data.validate_places import TownshipMatcher
from data.vocabulary import ImportFormat
from data.workbook import RawSheet, RawTable
from data.workbook_guard import column_letters


@dataclass(frozen=True)
class Options:
    """What a person declares about a file. mapping: heading or letter -> field ("" leaves the column out).

    day_first: None lets the columns prove it; confirmed_on and source: for rows that do not say so themselves.
    today: no confirmation can be later. synthetic: every row of the file is invented.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    day_first: bool | None = None
    confirmed_on: dt.date | None = None
    source: str | None = None
    today: dt.date = field(default_factory=dt.date.today)
    synthetic: bool = False


@dataclass(frozen=True)
class Parsed:
    """What a format made of a sheet. rows: target columns, index = row numbers; rows at fault stand in faults too."""

    rows: pd.DataFrame
    faults: tuple[RowFault, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What loading the accepted rows would do to the register.

    rows_loaded: rows inserted or renewed; doubles: row -> what it repeats; faults: rows that clash with the register.
    write: carries it out in an open transaction, given the identifier of the load; may return what it found by that.
    pairs: of cases, the records that may be one person, as data.pairs.find tells them; write keeps exactly these.
    rows_by_code: of cases, case code -> row in the file.
    differing: doubles that tell other facts than what they repeat.
    """

    rows_loaded: int
    doubles: dict[int, str]
    faults: tuple[RowFault, ...]
    remarks: tuple[Remark, ...]
    write: Callable[[duckdb.DuckDBPyConnection, str], Sequence[Remark] | None]
    pairs: pd.DataFrame | None = None
    rows_by_code: Mapping[str, int] = field(default_factory=dict)
    differing: tuple[int, ...] = ()


TEMPLATE_SHEETS = ("Guidance", "Places")  # of our own templates: read by people, never loaded
Read = Callable[[str, Mapping[str, object]], pd.DataFrame]


@dataclass(frozen=True)
class FileFormat:
    """One kind of file: its columns, how its rows are read, and what they become in the register.

    required: groups of field keys of which a file needs one each. forbidden: columns that are left out and never kept.
    identity: field without which a row that repeats another is asked about, not taken for a double.
    holds_cases: whether its rows are cases, which never enter a register of the other kind.
    """

    code: ImportFormat
    fields: tuple[Field, ...]
    required: tuple[tuple[str, ...], ...]
    parse: Callable[[RawTable, Layout, TownshipMatcher, Options], Parsed]
    plan: Callable[[Read, pd.DataFrame, Layout], Plan]
    forbidden: tuple[Field, ...] = ()
    identity: str | None = None
    holds_cases: bool = False


@dataclass(frozen=True)
class Checked:
    """A file ready to load. accepted: target columns; rejects: faults in row order; doubles: row -> what it repeats."""

    raw: RawTable
    format: FileFormat
    sheet: str
    layout: Layout
    accepted: pd.DataFrame
    rejects: tuple[RowFault, ...]
    doubles: dict[int, str]
    remarks: tuple[Remark, ...]
    is_synthetic: bool = False

    @property
    def rows_in_file(self) -> int:
        """Data rows of the file that are not blank."""
        return len(self.layout.data)

    @property
    def rejected_rows(self) -> tuple[int, ...]:
        """Numbers of the rejected rows, ascending."""
        return tuple(sorted({fault.row for fault in self.rejects}))


def check(raw: RawTable, fmt: FileFormat, matcher: TownshipMatcher, options: Options | None = None) -> Checked:
    """Recognise the columns, read every row, and divide the rows; touches no register.

    Raises a FileRefused where the file as a whole cannot be understood.
    """
    options = options or Options()
    sheet, complete = choose_sheet(raw, fmt.fields, fmt.required, options.mapping, options.sheet)
    layout, left_out = without_forbidden(raw.file_name, complete, fmt)
    parsed = fmt.parse(raw, layout, matcher, options)
    faults = _with_formulas(_beyond_headings(raw, complete) + list(parsed.faults), sheet, layout)
    faults = _with_merged(faults, sheet, layout)
    remaining = parsed.rows[~parsed.rows.index.isin({fault.row for fault in faults})]
    doubles = _doubles(complete, remaining.index)
    if fmt.identity:
        told = layout.texts(fmt.identity)
        faults += [
            CaseIndistinct(row=row, column="–", written="", other_row=other)
            for row, other in doubles.items()
            if not told[row]
        ]
        doubles = {row: other for row, other in doubles.items() if told[row]}
    faults = sorted(withhold(faults, layout), key=lambda fault: fault.row)
    remaining = remaining[~remaining.index.isin({fault.row for fault in faults})]
    return Checked(
        raw=raw,
        format=fmt,
        sheet=sheet.name,
        layout=layout,
        accepted=remaining[~remaining.index.isin(list(doubles))],
        rejects=tuple(faults),
        doubles={row: f"row {other}" for row, other in doubles.items()},
        remarks=(*_file_remarks(raw, sheet, layout), *left_out, *parsed.remarks),
        is_synthetic=options.synthetic,
    )


def choose_sheet(
    raw: RawTable,
    fields: Sequence[Field],
    required: Sequence[tuple[str, ...]],
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> tuple[RawSheet, Layout]:
    """The only visible sheet with these fields, and where its table stands; asks where several could be meant.

    Raises SheetMissing, SheetUndecided, or what `recognise` raises for the first sheet if none can be read.
    """
    candidates = [each for each in raw.sheets if sheet in (None, each.name)]
    if not candidates:
        names = tuple(each.name for each in raw.sheets)
        raise SheetMissing(file=raw.file_name, sheet=str(sheet), sheets=names)
    readable: list[tuple[RawSheet, Layout]] = []
    refusals: list[FileRefused] = []
    for each in candidates:
        try:
            readable.append((each, recognise(raw.file_name, each, fields, required, mapping)))
        except FileRefused as refused:
            refusals.append(refused)
    if len(readable) > 1:
        raise SheetUndecided(file=raw.file_name, sheets=tuple(found.name for found, _ in readable))
    if not readable:
        raise refusals[0]
    return readable[0]


def _beyond_headings(raw: RawTable, layout: Layout) -> list[RowFault]:
    """Rows of a CSV with more cells than headings: a separator inside a text shifted them."""
    last = max((at for at, heading in enumerate(layout.headings) if heading), default=-1)
    extra = layout.data.loc[:, layout.data.columns > last] if raw.kind == "csv" else layout.data.iloc[:, :0]
    faults: list[RowFault] = []
    for at in extra.columns:
        filled = extra[at][extra[at].map(clean) != ""]
        faults += [CellBeyondHeadings(row=int(r), column=column_letters(at + 1), written=t) for r, t in filled.items()]
    return faults


def _with_formulas(faults: list[RowFault], sheet: RawSheet, layout: Layout) -> list[RowFault]:
    """A formula without a stored result is named as such, not as a blank."""
    used = {position + 1: layout.heading(key) for key, position in layout.columns.items()}
    rows = set(layout.data.index)
    empty = {(r, used[c]) for r, c in sheet.valueless if c in used and r in rows}
    kept = [fault for fault in faults if not (isinstance(fault, ValueMissing) and (fault.row, fault.column) in empty)]
    return kept + [FormulaWithoutValue(row=row, column=column, written="") for row, column in sorted(empty)]


def _with_merged(faults: list[RowFault], sheet: RawSheet, layout: Layout) -> list[RowFault]:
    """Cells that show another cell's value because they are merged with it: a question, neither a blank nor filled."""
    used = {position + 1: layout.heading(key) for key, position in layout.columns.items()}
    covered: dict[tuple[int, str], RowFault] = {}
    told: list[RowFault] = []
    for top, left, bottom, right in sheet.merged:
        is_there = top in sheet.cells.index and left - 1 in sheet.cells.columns
        if not is_there or not clean(sheet.cells.at[top, left - 1]):
            continue
        columns = [column for column in range(left, right + 1) if column in used]
        for row in layout.data.index[(layout.data.index >= top) & (layout.data.index <= bottom)]:
            own = [column for column in columns if (row, column) != (top, left)]
            found = [
                CellMerged(row=int(row), column=used[column], written="", cell=f"{column_letters(left)}{top}")
                for column in own
                if not clean(layout.data.at[row, column - 1])
            ]
            covered |= {(fault.row, fault.column): fault for fault in found}
            told += found[:1]
    blank = {(fault.row, fault.column) for fault in faults if isinstance(fault, ValueMissing)} & set(covered)
    kept = [fault for fault in faults if not (isinstance(fault, ValueMissing) and (fault.row, fault.column) in blank)]
    return kept + told


def _doubles(layout: Layout, rows: pd.Index) -> dict[int, int]:
    """Rows whose every cell, used or not, repeats an earlier row that is being loaded -> that row."""
    codes = layout.data.loc[rows].apply(_distinct_cells)
    suspects = codes[codes.duplicated(keep=False)]
    first: dict[tuple[int, ...], int] = {}
    repeated: dict[int, int] = {}
    for row, cells in zip(suspects.index, suspects.to_numpy().tolist(), strict=True):
        original = first.setdefault(tuple(cells), int(row))
        if original != row:
            repeated[int(row)] = original
    return repeated


def _distinct_cells(column: pd.Series) -> pd.Series:
    """A number for each text of a column, equal where the texts are equal once cleaned."""
    places, distinct = pd.factorize(column)
    numbers, _ = pd.factorize(pd.array([clean(text) for text in distinct], dtype=object))
    return pd.Series(numbers.take(places), index=column.index)


_SEPARATED = {
    ";": N_("The cells of the file are separated by semicolons; they were read so."),
    "\t": N_("The cells of the file are separated by tabs; they were read so."),
    "|": N_("The cells of the file are separated by upright bars; they were read so."),
}
_BURMESE_NUMBER = re.compile(r"(?=.*[\u1040-\u1049])[\d\s.,/-]+(?:\u1014\u103e\u1005\u103a)?")  # years behind it


def _how_it_was_read(raw: RawTable, layout: Layout) -> list[Remark]:
    """What a person may want to look at once, because the file is written in an unusual way."""
    remarks = []
    if raw.encoding.startswith("utf-16"):
        remarks.append(Remark(N_("The file is text in UTF-16; it was read so.")))
    if raw.delimiter in _SEPARATED:
        remarks.append(Remark(_SEPARATED[raw.delimiter]))
    cells = {key: layout.texts(key).drop_duplicates() for key in layout.columns}
    found = [layout.heading(key) for key, texts in cells.items() if any(map(_BURMESE_NUMBER.fullmatch, texts))]
    if found:
        text = N_("Numbers in Burmese digits were read, in the columns: {columns}.")
        remarks.append(Remark(text, (("columns", ", ".join(found)),)))
    return remarks


def _file_remarks(raw: RawTable, sheet: RawSheet, layout: Layout) -> list[Remark]:
    remarks = _how_it_was_read(raw, layout)
    if layout.ignored:
        text = N_("Columns not used: {columns}.")
        remarks.append(Remark(text, (("columns", ", ".join(layout.ignored)),)))
    if layout.repeated:
        text = N_("Rows that only repeat the headings were not counted: {rows}.")
        remarks.append(Remark(text, (("rows", ", ".join(map(str, layout.repeated))),)))
    if raw.hidden_sheets:
        text = N_("Hidden sheets were not read: {sheets}.")
        remarks.append(Remark(text, (("sheets", ", ".join(raw.hidden_sheets)),)))
    others = [other.name for other in raw.sheets if other.name not in (sheet.name, *TEMPLATE_SHEETS)]
    if others:
        remarks.append(Remark(N_("Other sheets were not read: {sheets}."), (("sheets", ", ".join(others)),)))
    if sheet.formulas:
        text = N_("{cells} cells hold formulas; their results as last saved were used.")
        remarks.append(Remark(text, (("cells", sheet.formulas),)))
    if raw.uses_1904:
        remarks.append(Remark(N_("The workbook counts dates from 1904; they were read so.")))
    return remarks


def dates_of(raw: RawTable, options: Options) -> Dates:
    """How the file writes dates, as far as it or a person has declared it."""
    return Dates(options.day_first, raw.uses_1904)
