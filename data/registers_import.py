"""Small registers as files: their columns in both languages, how rows are read, and what they become."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import duckdb
import pandas as pd

from data import personal, reference
from data.burmese import burmese
from data.columns import Field, Layout, heading_key
from data.errors import N_
from data.indicator_files import indicators
from data.register_errors import CaseCodeUnknown, EntryClashes, NumberTooSmall, YearUnreadable
from data.registers import FIRST_YEAR, LAST_YEAR, REGISTERS, Cell, Register, RegisterColumn, clashes
from data.registers_write import identity, insert, standing_sql
from data.remarks import Remark
from data.row_errors import NumberTooLarge, OrganisationUncertain, OrganisationUnknown, RowFault
from data.validate import FileFormat, Options, Parsed, Plan, Read, dates_of
from data.validate_cells import (
    MAX_NUMBER,
    CellFault,
    Dates,
    code_reader,
    date_reader,
    decimal_number,
    declared_order,
    read_column,
    whole_number,
)
from data.validate_places import TownshipMatcher, read_townships
from data.vocabulary import Code, ImportFormat
from data.workbook import RawTable

PLACE = {"township_pcode": "ts_pcode", "township": "township", "state": "township_state"}
"""What says where a row is: part of a place -> field of a register with townships."""
_LONGEST_LIST = 40


@cache
def register_format(key: str) -> FileFormat:
    """How a file of one small register is read. KeyError: there is no such register."""
    register = REGISTERS[key]
    return FileFormat(
        code=ImportFormat.REGISTER,
        fields=fields_of(register),
        required=tuple(_group(column) for column in register.columns if column.is_required),
        parse=partial(_parse, register),
        plan=partial(_plan, register),
        holds_cases=False,
    )


def fields_of(register: Register) -> tuple[Field, ...]:
    """The columns of the register's files; a township may be told by its code or by its name and state."""
    fields: list[Field] = []
    for column in register.columns:
        if column.cell is Cell.TOWNSHIP:
            fields += [
                _field("ts_pcode", N_("Township P-code"), "#adm3+code"),
                _field("township", N_("Township"), "#adm3+name"),
                _field("township_state", N_("State or region"), "#adm1+name"),
            ]
        elif column.cell is Cell.INDICATOR:
            fields.append(_field(column.key, N_("Key of the indicator"), column.hxl))
        else:
            fields.append(_field(column.key, column.label, column.hxl, column.unit))
    return tuple(fields)


def _field(key: str, label: str, hxl: str, unit: str = "") -> Field:
    """Headings with the unit behind them are known too: so the atlas itself writes them."""
    with_unit = (f"{label} ({unit})", f"{burmese(label)} ({burmese(unit)})") if unit else ()
    return Field(key, label, burmese(label), (key.replace("_", " "), *with_unit), (hxl,))


def _group(column: RegisterColumn) -> tuple[str, ...]:
    return ("ts_pcode", "township") if column.cell is Cell.TOWNSHIP else (column.key,)


def _parse(register: Register, raw: RawTable, layout: Layout, matcher: TownshipMatcher, options: Options) -> Parsed:
    """Read every row of a file of the register. Raises DatesAmbiguous, DatesMixed."""
    days = [column.key for column in register.columns if column.cell in (Cell.DAY, Cell.PLANNED)]
    dates = declared_order(raw.file_name, layout, days, dates_of(raw, options))
    rows = pd.DataFrame(index=layout.data.index)
    faults: list[RowFault] = []
    remarks: tuple[Remark, ...] = ()
    for column in register.columns:
        if column.cell is Cell.TOWNSHIP:
            told = read_townships(layout, matcher, PLACE, column.is_required)
            rows[column.key], remarks = told.pcodes, told.remarks
            faults += told.faults
        else:
            rows[column.key], found = read_column(
                layout, column.key, _reader(column, dates, options), column.is_required
            )
            faults += found
    texts = [column.key for column in register.columns if column.cell is Cell.TEXT]
    names = [column.key for column in register.columns if column.cell is Cell.NAME]
    faults += personal.refuse(rows, layout, texts) + personal.refuse(rows, layout, names, may_be_name=False)
    faults += _clashes(register, rows, layout, {fault.row for fault in faults})
    return Parsed(rows, tuple(faults), remarks)


def _reader(column: RegisterColumn, dates: Dates, options: Options) -> Callable[[str], Any]:
    match column.cell:
        case Cell.CODE if column.codes is not None:
            words = {word: str(code) for code in column.codes for word in _words_of(code)}
            return code_reader(words, [code.label for code in column.codes])
        case Cell.STATE:
            return _states()
        case Cell.DAY:
            return date_reader(Dates(dates.day_first, dates.uses_1904, options.today))
        case Cell.PLANNED:
            return date_reader(dates)
        case Cell.YEAR:
            return _year
        case Cell.NUMBER:
            return partial(_number, column.least, MAX_NUMBER if column.most is None else column.most)
        case Cell.DECIMAL:
            return decimal_number
        case Cell.INDICATOR:
            return code_reader({one.key: one.key for one in indicators()}, [one.key for one in indicators()])
    return str


def _words_of(code: Code) -> tuple[str, ...]:
    told = burmese(code.label)
    return code.value, code.label, told, f"{code.label} / {told}"


def _states() -> Callable[[str], Any]:
    states = list(reference.states().itertuples())
    words = {word: s.st_pcode for s in states for word in (s.st_pcode, s.st_name_en, s.st_name_my)}
    return code_reader(words, [s.st_name_en for s in states][:_LONGEST_LIST])


def _year(text: str) -> int:
    year = whole_number(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellFault(YearUnreadable, first=FIRST_YEAR, last=LAST_YEAR)
    return year


def _number(least: int, most: int, text: str) -> int:
    number = whole_number(text)
    if number < least:
        raise CellFault(NumberTooSmall, least=least)
    if number > most:
        raise CellFault(NumberTooLarge, allowed=most)
    return number


def _clashes(register: Register, rows: pd.DataFrame, layout: Layout, wrong: set[int]) -> list[RowFault]:
    faults: list[RowFault] = []
    for row, values in zip(rows.index, rows.to_dict("records"), strict=True):
        if int(row) in wrong:
            continue
        plain = {str(key): None if value is None or value != value else value for key, value in values.items()}
        for key, text in clashes(register, plain):
            heading = layout.heading(key) if key in layout.columns else "–"
            written = layout.texts(key)[row]
            faults.append(EntryClashes(row=int(row), column=heading, written=written, note=Remark(text)))
    return faults


def _plan(register: Register, read: Read, rows: pd.DataFrame, layout: Layout) -> Plan:
    """What loading would do: organisations and cases are looked up, and records that stand already are doubles."""
    rows = rows.copy()
    faults: list[RowFault] = []
    for column in register.columns:
        if column.cell is Cell.ORGANISATION:
            rows[column.key], found = _organisations(read, rows[column.key], layout, column.key)
            faults += found
        if column.cell is Cell.CASE:
            faults += _cases(read, rows[column.key], layout, column.key)
    rows = rows[~rows.index.isin({fault.row for fault in faults})]
    standing = read(standing_sql(register), {})
    known = {identity(register, values): str(values[register.identifier]) for values in standing.to_dict("records")}
    doubles: dict[int, str] = {}
    for row, values in zip(rows.index, rows.to_dict("records"), strict=True):
        key = identity(register, values)
        if key in known:
            doubles[int(row)] = known[key]
        else:
            known[key] = f"row {row}"
    new = rows[~rows.index.isin(list(doubles))]

    def write(cursor: duckdb.DuckDBPyConnection, batch_id: str) -> Sequence[Remark] | None:
        actor = cursor.execute("SELECT loaded_by FROM import_batch WHERE batch_id = ?", [batch_id]).fetchone()
        insert(cursor, register, new, str(actor[0]) if actor else "", batch_id)
        return None

    return Plan(len(new), doubles, tuple(faults), (), write)


def _organisations(read: Read, written: pd.Series, layout: Layout, key: str) -> tuple[pd.Series, list[RowFault]]:
    """Names or acronyms to identifiers; exactly one organisation must be meant."""
    candidates: dict[str, dict[str, str]] = {}
    for one in read("SELECT organisation_id, name, acronym FROM organisation", {}).itertuples():
        for word in (one.name, one.acronym):
            if isinstance(word, str):
                candidates.setdefault(heading_key(word), {})[str(one.organisation_id)] = str(one.name)
    values: list[str | None] = []
    faults: list[RowFault] = []
    for row, text in written.items():
        found: Mapping[str, str] = candidates.get(heading_key(text), {}) if isinstance(text, str) else {}
        values.append(next(iter(found)) if len(found) == 1 else None)
        if isinstance(text, str) and len(found) != 1:
            facts: dict[str, Any] = {"row": int(str(row)), "column": layout.heading(key), "written": text}
            faults.append(
                OrganisationUncertain(**facts, candidates=tuple(found.values()))
                if found
                else OrganisationUnknown(**facts)
            )
    return pd.Series(values, index=written.index, dtype=object), faults


def _cases(read: Read, written: pd.Series, layout: Layout, key: str) -> list[RowFault]:
    """Files of this register are for planners, who see every case that stands."""
    known = set(read("SELECT case_code FROM visible_case('planner', NULL, [])", {})["case_code"])
    return [
        CaseCodeUnknown(row=int(str(row)), column=layout.heading(key), written=str(code))
        for row, code in written.items()
        if code not in known
    ]
