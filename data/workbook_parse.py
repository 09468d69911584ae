"""The child process that parses one file and nothing else: bytes on standard input, JSON on standard output.

Run by data.workbook as `python -m data.workbook_parse`. It imports neither pandas nor the store, limits its own memory
and computing time where the platform can (not on Windows and not reliably on macOS: there only the parent's time limit
holds), and ends.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import gc
import io
import json
import math
import re
import sys
from collections.abc import Callable
from dataclasses import fields
from typing import Any
from xml.etree import ElementTree  # nosec B405

import python_calamine

from data.file_errors import (
    CellTooFar,
    FileEmpty,
    FileRefused,
    FileTypeWrong,
    QuoteOpen,
    TextUnreadable,
    TooManyCells,
    WorkbookDamaged,
    WorkbookEncrypted,
)
from data.workbook_guard import Limits, Survey, column_letters, file_kind, refuse_far_cells, survey, unpack

_DELIMITERS = ",;\t|"
_SAMPLE_RECORDS = 25
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Cells = list[list[str]]


def main() -> int:
    """Read the header line and the file, answer with {"table": …} or {"refused": name, "facts": …}."""
    stream = sys.stdin.buffer
    header = json.loads(stream.readline())
    limits = Limits(**header["limits"])
    _limit(limits)
    gc.disable()  # the process ends with its one file; looking through millions of texts for circles only takes time
    try:
        answer: dict[str, Any] = {"table": parse(header["file"], stream.read(), limits)}
    except FileRefused as refused:
        facts = {field.name: getattr(refused, field.name) for field in fields(refused)}
        answer = {"refused": type(refused).__name__, "facts": facts}
    except MemoryError:
        answer = {
            "refused": "ReadingTooHeavy",
            "facts": {"file": header["file"], "memory_gb": limits.memory_bytes / 2**30},
        }
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's time limit remains
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime + limits.seconds)
    for kind, most in ((resource.RLIMIT_AS, limits.memory_bytes), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS refuses one; the parent's time limit remains
            resource.setrlimit(kind, (wanted, hard))


def parse(file: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """The file's sheets as text: kind, encoding, delimiter, uses_1904, hidden, sheets; raises a FileRefused."""
    if file_kind(file, data, limits) == "text":
        return _parse_text(file, data, limits)
    return _parse_workbook(file, data, limits)


# CSV


def _parse_text(file: str, data: bytes, limits: Limits) -> dict[str, Any]:
    text, encoding = decode(file, data)
    if _CONTROL.search(text):
        raise FileTypeWrong(file=file, looks_like="a binary file")
    declared = re.match(r"sep=([,;\t|])\r?\n", text)
    delimiter = declared[1] if declared else _delimiter(text)
    skipped = 1 if declared else 0
    rows = _records(file, text[declared.end() :] if declared else text, delimiter, skipped, limits)
    sheet = _sheet(file, "", rows, None, limits, first_row=1 + skipped)
    return {
        "kind": "csv",
        "encoding": encoding,
        "delimiter": delimiter,
        "uses_1904": False,
        "hidden": [],
        "sheets": [sheet],
    }


def decode(file: str, data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: by byte order mark, by zero bytes (UTF-16 without mark), else strict UTF-8."""
    half = len(data[:4000]) // 2
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif half and data[1:4000:2].count(0) > 0.6 * half:
        encoding = "utf-16-le"
    elif half and data[0:4000:2].count(0) > 0.6 * half:
        encoding = "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding), encoding.removesuffix("-sig")
    except UnicodeDecodeError as error:
        raise TextUnreadable(file=file, row=data[: error.start].count(b"\n") + 1) from error


def _delimiter(text: str) -> str:
    """The separator that gives the first records the most, and most evenly many, cells; a comma where none does."""

    def evenness(delimiter: str) -> tuple[float, int]:
        counts = []
        try:
            for record in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter):
                counts.append(len(record))
                if len(counts) >= _SAMPLE_RECORDS:
                    break
        except csv.Error:
            return (0.0, 0)
        filled = [count for count in counts if count]
        usual = max(set(filled), key=lambda n: (filled.count(n), n), default=0)
        return (filled.count(usual) / len(filled), usual) if usual > 1 else (0.0, 0)

    return max(_DELIMITERS, key=lambda delimiter: (evenness(delimiter), -_DELIMITERS.index(delimiter)))


def _records(file: str, text: str, delimiter: str, skipped: int, limits: Limits) -> Cells:
    csv.field_size_limit(10_000_000)
    rows: Cells = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for record in reader:
            rows.append(record)
            if len(rows) > limits.rows or len(record) > limits.columns:
                cell = f"{column_letters(max(len(record), 1))}{len(rows) + skipped}"
                raise CellTooFar(
                    file=file, sheet="–", cell=cell, allowed_rows=limits.rows, allowed_columns=limits.columns
                )
    except csv.Error as error:
        raise QuoteOpen(file=file, row=len(rows) + 1 + skipped, reason=str(error)) from error
    return rows


# XLSX


def _parse_workbook(file: str, data: bytes, limits: Limits) -> dict[str, Any]:
    parts = unpack(file, data, limits)
    uses_1904, sheet_parts = _contents(file, parts)
    surveys = {}
    cells = 0
    for name, part in sheet_parts.items():
        surveys[name] = survey(parts.get(part, b""))
        refuse_far_cells(file, name, surveys[name], limits)
        cells += surveys[name].last_row * surveys[name].last_column
    if cells > limits.cells:
        raise TooManyCells(file=file, cells=cells, allowed=limits.cells)
    del parts
    hidden, sheets = _read_sheets(file, data, surveys, limits)
    if not sheets and not hidden:
        raise FileEmpty(file=file)
    return {
        "kind": "xlsx",
        "encoding": "",
        "delimiter": "",
        "uses_1904": uses_1904,
        "hidden": hidden,
        "sheets": sheets,
    }


def _contents(file: str, parts: dict[str, bytes]) -> tuple[bool, dict[str, str]]:
    """Whether dates count from 1904, and sheet name -> part name. Parts hold no DTD here, so nothing can expand."""
    folded = {name.lower(): name for name in parts}
    try:
        book_name = folded["xl/workbook.xml"]
        book = ElementTree.fromstring(parts[book_name])  # noqa: S314 a DTD was refused before
        links = ElementTree.fromstring(parts[folded["xl/_rels/workbook.xml.rels"]])  # noqa: S314 as above
    except (KeyError, ElementTree.ParseError) as error:
        raise WorkbookDamaged(file=file, reason=f"its table of contents: {error}") from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    uses_1904 = any(
        item.tag.endswith("}workbookPr") and item.get("date1904", "0").lower() in ("1", "true", "on") for item in book
    )
    sheets = {}
    for item in book.iter():
        if item.tag.endswith("}sheet"):
            key = item.get(_RELATIONSHIP) or next((v for k, v in item.attrib.items() if k.endswith("}id")), "")
            target = targets.get(key, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            sheets[item.get("name", "")] = folded.get(path.lower(), path)
    return uses_1904, sheets


def _read_sheets(file: str, data: bytes, surveys: dict[str, Survey], limits: Limits) -> tuple[list[str], list[dict]]:
    hidden, sheets = [], []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in book.sheets_metadata:
            seen = surveys.get(meta.name)
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != python_calamine.SheetVisibleEnum.Visible:
                hidden.append(meta.name)
                continue
            rows = [
                [v if type(v) is str else as_text(v) for v in row]
                for row in book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            ]
            sheets.append(_sheet(file, meta.name, rows, seen, limits, first_row=1))
    except python_calamine.PasswordError as error:
        raise WorkbookEncrypted(file=file) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise WorkbookDamaged(file=file, reason=str(error)) from error
    return hidden, sheets


def _plain_float(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _plain_moment(value: dt.datetime) -> str:
    return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")


_AS_TEXT: dict[type, Callable[[Any], str]] = {
    str: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    int: str,
    float: _plain_float,
    dt.datetime: _plain_moment,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: str,
}


def as_text(value: object) -> str:
    """A cell's value as text: dates in ISO, whole numbers without a fraction."""
    return _AS_TEXT[type(value)](value)


# both


def _sheet(file: str, name: str, rows: Cells, seen: Survey | None, limits: Limits, first_row: int) -> dict[str, Any]:
    """Rows that hold something, with their numbers; the cells that formulas and errors need are marked."""
    if seen is not None:
        for (row, column), value in seen.errors.items():
            if row <= len(rows) and column <= len(rows[row - 1]):
                rows[row - 1][column - 1] = value
    numbered = [(number, row) for number, row in enumerate(rows, first_row) if any(cell.strip() for cell in row)]
    marked = {row for row, _ in seen.valueless} if seen else set()
    numbered += [(row, [""]) for row in sorted(marked - {number for number, _ in numbered})]
    numbered.sort(key=lambda pair: pair[0])
    if sum(sum(map(len, row)) for _, row in numbered) > limits.text_chars:
        raise TooManyCells(file=file, cells=sum(len(row) for _, row in numbered), allowed=limits.cells)
    width = max((len(row) for _, row in numbered), default=0)
    return {
        "name": name,
        "numbers": [number for number, _ in numbered],
        "rows": [row if len(row) == width else row + [""] * (width - len(row)) for _, row in numbered],
        "formulas": seen.formulas if seen else 0,
        "valueless": list(seen.valueless) if seen else [],
        "merged": list(seen.merged) if seen else [],
    }


if __name__ == "__main__":
    raise SystemExit(main())
