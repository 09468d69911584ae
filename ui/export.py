"""The one way by which rows leave the app: CSV or XLSX, nothing in them that a spreadsheet would run, and an audit row.

Text that a spreadsheet would take for a formula is prefixed with ' in both formats; a telephone number such as
+95 9 123 456 stays as it is, as text. XLSX cells are written as what they are (text, number, date), never guessed.
CSV is UTF-8 with a byte order mark, without which Excel shows Burmese as garbage; it holds headings and rows only, so
that programs can read it. XLSX has a first sheet that says source, as-of date and filters.
A file is made when it is asked for, from the rows that the page showed to that reader.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final, Literal

import pandas as pd
import streamlit as st
import xlsxwriter

from data import audit
from data.formulas import runs
from data.scope import Scope
from data.store import Store
from data.vocabulary import Code
from queries.filters import Filters
from ui import cached, sign_in, state
from ui.text import _, day, label, number

# Excel in a language that separates cells by ; may cut a text there and run what follows.
_RUNS_AFTER_CUT: Final = re.compile(r'([;\t\r\n,][\s"]*)(?=[=@|%]|[+-][^\d\s.,;+-])')
_PHONE: Final = re.compile(r"\+\d[\d ()./-]{5,20}")
_NUMBER: Final = re.compile(r"-\d+(\.\d+)?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL: Final = 32_767
XLSX_MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Kind(StrEnum):
    """What a column holds: how it is shown, aligned and written."""

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    PLAIN = "plain"
    SHARE = "share"
    DAY = "day"
    MONTH = "month"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Column:
    """One column of a table or file.

    key: column of the frame. title: translated heading. unit: translated unit, shown in the heading ("" for none).
    codes: a code list, whose labels are shown instead of the codes (several joined by "; ").
    """

    key: str
    title: str
    unit: str = ""
    kind: Kind = Kind.TEXT
    codes: type[Code] | None = None
    width: Literal["small", "medium", "large"] | None = None
    help: str | None = None

    @property
    def heading(self) -> str:
        """Title with its unit."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True)
class Cover:
    """What the first sheet of a workbook says: lines of (what, value), and the names of the two sheets.

    All of it is worded beforehand: a file is made outside the visit, where the reader's language is not known.
    """

    title: str
    lines: tuple[tuple[str, str], ...]
    sheets: tuple[str, str] = ("About", "Data")


def harmless(text: str) -> str:
    """The text, prefixed with ' if a spreadsheet would run it; a telephone number or a plain negative number stays."""
    cleaned = _RUNS_AFTER_CUT.sub(r"\1'", _CONTROL.sub("", text))
    if not runs(text) or _PHONE.fullmatch(cleaned) or _NUMBER.fullmatch(cleaned):
        return cleaned
    return "'" + cleaned


def worded(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """The chosen columns in their order, codes as labels in the reader's language. KeyError: a column is missing."""
    chosen = frame[[column.key for column in columns]].copy()
    for column in columns:
        if column.codes is not None:
            chosen[column.key] = chosen[column.key].map(_labels_of(column.codes), na_action="ignore").astype(object)
        elif column.kind is Kind.YES_NO:
            chosen[column.key] = chosen[column.key].map({True: _("yes"), False: _("no")}).astype(object)
    return chosen


def _labels_of(codes: type[Code]) -> Callable[[object], str]:
    labels = {str(code): label(code) for code in codes}
    return lambda value: "; ".join(labels.get(part.strip(), part.strip()) for part in str(value).split(";"))


def with_tags(rows: pd.DataFrame, tags: Mapping[str, str]) -> pd.DataFrame:
    """The worded rows with the HXL tag of each column in a row above them."""
    first = pd.DataFrame([[tags[str(key)] for key in rows.columns]], columns=rows.columns, dtype=object)
    return first if rows.empty else pd.concat([first, rows.astype(object)], ignore_index=True)


def to_csv(frame: pd.DataFrame, columns: Sequence[Column]) -> bytes:
    """Headings and rows as CSV, UTF-8 with byte order mark, dates as YYYY-MM-DD, shares as fractions of 1."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(column.heading) for column in columns])
    cells = [[_written(_cell(value, column.kind)) for value in frame[column.key]] for column in columns]
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object, kind: Kind) -> object:
    """A value as a plain Python text, number or date; None where there is none. A count is a whole number."""
    if value is None or value is pd.NaT or (not isinstance(value, (list, tuple)) and pd.isna(value)):
        return None
    if isinstance(value, (datetime, pd.Timestamp)):
        return value.date()
    if isinstance(value, (date, str, bool)):
        return value
    plain = value.item() if hasattr(value, "item") else value
    if kind is Kind.NUMBER and isinstance(plain, float) and plain.is_integer():
        return int(plain)
    if isinstance(plain, float) and not math.isfinite(plain):
        return None  # a workbook knows no infinity; in both formats there is no number to tell
    return plain if isinstance(plain, (int, float)) else str(plain)


def _written(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value.isoformat() if isinstance(value, date) else value


def to_xlsx(frame: pd.DataFrame, columns: Sequence[Column], cover: Cover) -> bytes:
    """A workbook with a first sheet that says what this is, and the rows on the second; text is written as text."""
    return to_workbook(cover, [(cover.sheets[1], frame, columns)])


def to_workbook(
    cover: Cover, sheets: Sequence[tuple[str, pd.DataFrame, Sequence[Column]]], made_on: date | None = None
) -> bytes:
    """The same with several sheets of rows: (name, worded frame, its columns).

    made_on: day that the file gives as its own instead of now, so that the same content makes the same bytes.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        if made_on is not None:
            book.set_properties({"created": datetime.combine(made_on, time())})
        _cover_sheet(book, cover)
        for name, frame, columns in sheets:
            _rows_sheet(book, name, frame, columns)
    return buffer.getvalue()


def _cover_sheet(book: xlsxwriter.Workbook, cover: Cover) -> None:
    sheet = book.add_worksheet(cover.sheets[0][:31])
    bold, wrapped = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90, wrapped)
    sheet.write_string(0, 0, harmless(cover.title), bold)
    for row, (what, value) in enumerate(cover.lines, start=2):
        sheet.write_string(row, 0, harmless(what), wrapped)
        sheet.write_string(row, 1, harmless(value), wrapped)


_FORMATS: Final = {
    Kind.NUMBER: "#,##0",
    Kind.DECIMAL: "#,##0.0",
    Kind.SHARE: "0.0%",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MONTH: "yyyy-mm",
}


def _rows_sheet(book: xlsxwriter.Workbook, name: str, frame: pd.DataFrame, columns: Sequence[Column]) -> None:
    sheet = book.add_worksheet(name[:31])
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#eef3f4"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        form = book.add_format(
            {"num_format": _FORMATS.get(column.kind, "@" if column.kind is Kind.TEXT else "General")}
        )
        sheet.set_column(place, place, 32 if column.kind is Kind.TEXT else 16, form)
        sheet.write_string(0, place, harmless(column.heading), head)
        for row, value in enumerate(frame[column.key], start=1):
            _write(sheet, row, place, _cell(value, column.kind), form)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(columns) - 1)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, value: object, form: object) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, place, value, form)
        case int() | float():
            sheet.write_number(row, place, value, form)
        case date():
            sheet.write_datetime(row, place, value, form)
        case _:
            sheet.write_string(row, place, harmless(str(value))[:_LONGEST_CELL], form)


def cover_of(title: str, source: str) -> Cover:
    """The first sheet of a file made now: title, source, as-of date, filters, what they mean."""
    chosen = state.filters()
    lines = [
        (_("Source"), source),
        (_("State as of"), day(chosen.as_of)),
        (_("Filters"), filters_in_words()),
        (_("Made for the role"), label(state.scope().role)),
        (_("Register"), label(cached.store().kind())),
        (
            _("Note"),
            _("Counts of people are small: do not pass this file on beyond those who may see the page it came from."),
        ),
    ]
    return Cover(title, tuple(lines), (_("About"), _("Data")))


def filters_in_words(of: Filters | None = None) -> str:
    """The filters of the view, or those given, in one line, in the reader's language."""
    chosen: state.View | Filters = of or state.view()
    parts = []
    if chosen.years:
        parts.append(_("years {first} to {last}").format(first=chosen.years[0], last=chosen.years[1]))
    for field, codes in state.LISTS.values():
        values = getattr(chosen, field)
        if values:
            parts.append(", ".join(label(codes(value)) for value in values))
    if chosen.special is not None:
        parts.append(_("Special Cases only") if chosen.special else _("without Special Cases"))
    return "; ".join(parts) or _("none: everything that this role may see")


def download(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    name: str,
    title: str,
    source: str,
    tags: Mapping[str, str] | None = None,
    hxl: Mapping[str, str] | None = None,
    cover: Cover | None = None,
) -> None:
    """Two buttons, CSV and XLSX. Each file is made, and its audit row written, when the button is pressed.

    name: of the file, without its ending, and subject of the audit row. title, source: translated.
    tags: HXL tag of each column, which stand in a row below the headings; such a file is also given without rows, to
    be filled in. hxl: the same, but in a third file, a CSV; the others hold headings and rows alone. cover: first sheet
    of the workbook, where it is not the usual one.
    """
    rows, first = worded(frame, columns), cover or cover_of(title, source)
    written = rows if tags is None else with_tags(rows, tags)
    reader, register, as_of = state.scope(), cached.store(), state.as_of().isoformat()
    made: dict[str, tuple[Callable[[], bytes], str]] = {
        "csv": (lambda: to_csv(written, columns), "text/csv"),
        "xlsx": (lambda: to_xlsx(written, columns, first), XLSX_MIME),
    }
    with st.container(horizontal=True, gap="small"):
        for ending, (make, mime) in made.items():
            st.download_button(
                _("Download {format}").format(format=ending.upper()),
                _audited(make, register, reader, f"{name}.{ending}", len(rows)),
                file_name=f"{name}_{as_of}.{ending}",
                mime=mime,
                key=f"download_{name}_{ending}",
                icon=":material/download:",
                on_click="ignore",
                disabled=written.empty,
                help=_("{n} rows; the download is recorded.").format(n=number(len(rows))),
            )
        if hxl is not None:
            tagged = with_tags(rows, hxl)
            download_file(
                lambda: to_csv(tagged, columns), f"{name}_hxl_{as_of}.csv", "text/csv",
                _("Download {format}").format(format="HXL CSV"),
                _("With HXL tags, for exchange with other humanitarian data; the download is recorded."), len(rows),
            )  # fmt: skip


def download_file(
    make: Callable[[], bytes], file: str, mime: str, text: str, help: str = "", records: int | None = None
) -> None:
    """One button for a file that is made when it is pressed. records: rows of the register or of a file that leave
    with it, for the audit row; None for what holds no data, such as a template, which needs none.
    """
    st.download_button(
        text,
        make if records is None else _audited(make, cached.store(), state.scope(), file, records),
        file_name=file,
        mime=mime,
        key=f"download_file_{file}",
        icon=":material/download:",
        on_click="ignore",
        help=help or None,
    )


def _audited(
    make: Callable[[], bytes], register: Store, reader: Scope, subject: str, records: int
) -> Callable[[], bytes]:
    """The file's maker, which first records who took what; nothing leaves where that fails."""

    witness = sign_in.witness(reader)

    def on_demand() -> bytes:
        witness.refuse_ended()
        with register.transaction(only_audit=True) as cursor:
            audit.append(cursor, reader, "export", subject, records)
        return make()

    return on_demand
