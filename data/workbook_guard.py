"""Decide what a file is, and refuse what must not be parsed, before any reader sees it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from data.file_errors import (
    CellTooFar,
    FileEmpty,
    FileTooLarge,
    FileTypeWrong,
    TooManyCells,
    UnpackedTooDense,
    UnpackedTooLarge,
    WorkbookBinary,
    WorkbookDamaged,
    WorkbookDtd,
    WorkbookEncrypted,
    WorkbookMacro,
    WorkbookOld,
)

MIB = 1024 * 1024
_CHUNK_BYTES = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_TYPES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"7z\xbc\xaf", "a compressed file (.7z)"),
    (b"Rar!", "a compressed file (.rar)"),
    (b"{\\rtf", "a text document (.rtf)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format", "a database"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML file"),
)
_DTD_MARKS = tuple(
    mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)


@dataclass(frozen=True)
class Limits:
    """What a file may cost. rows and columns: of a sheet; cells: of all sheets; text: characters of all cells.

    seconds: of computing, so that a machine that is busy with others refuses nothing; wall_seconds: in all.
    """

    file_bytes: int = 10 * MIB
    unpacked_bytes: int = 100 * MIB
    ratio: int = 100
    rows: int = 200_000
    columns: int = 256
    cells: int = 5_000_000
    text_chars: int = 100_000_000
    memory_bytes: int = 2048 * MIB
    seconds: int = 20
    wall_seconds: float = 120.0


@dataclass(frozen=True)
class Survey:
    """What a sheet's XML says that the reader does not: extent, formulas, error values.

    last_row, last_column: of cells with content (0: none). valueless: formula cells (row, column) without a stored
    result. errors: (row, column) -> such as #N/A. merged: (top, left, bottom, right) of cells made one, cut to the
    extent. Rows and columns count from 1.
    """

    last_row: int
    last_column: int
    formulas: int
    valueless: tuple[tuple[int, int], ...]
    errors: dict[tuple[int, int], str]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def file_kind(file: str, data: bytes, limits: Limits) -> str:
    """'xlsx' or 'text' by the first bytes; raises a FileRefused for anything else, whatever the file's name says."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise FileEmpty(file=file)
    if len(data) > limits.file_bytes:
        raise FileTooLarge(file=file, size_mb=len(data) / MIB, allowed_mb=limits.file_bytes // MIB)
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    if data.startswith(_OLE2):
        raise _old_container(file, data)
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, meaning in _OTHER_TYPES:
        if start.startswith(mark.lower()):
            raise FileTypeWrong(file=file, looks_like=meaning)
    return "text"


def _old_container(file: str, data: bytes) -> Exception:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return WorkbookEncrypted(file=file)
    if "WordDocument".encode("utf-16-le") in data:
        return FileTypeWrong(file=file, looks_like="a text document (.doc)")
    return WorkbookOld(file=file)


def unpack(file: str, data: bytes, limits: Limits) -> dict[str, bytes]:
    """Part name -> content of an .xlsx package that is safe to parse; raises a FileRefused otherwise.

    An archive that says itself that it is too large is not unpacked; else sizes are counted while unpacking, because
    what it says is not believed.
    """
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise WorkbookDamaged(file=file, reason=str(error)) from error
    _refuse_by_name(file, [entry.filename for entry in entries])
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookEncrypted(file=file)
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise UnpackedTooLarge(file=file, allowed_mb=limits.unpacked_bytes // MIB)
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        pieces = []
        for piece in _inflate(file, data, entry):
            total += len(piece)
            if total > limits.unpacked_bytes:
                raise UnpackedTooLarge(file=file, allowed_mb=limits.unpacked_bytes // MIB)
            pieces.append(piece)
        part = b"".join(pieces)
        if len(part) != entry.file_size:
            raise WorkbookDamaged(file=file, reason=f"{entry.filename} is not as long as the archive says")
        parts[entry.filename.lstrip("/")] = part
    if total > limits.ratio * len(data):
        raise UnpackedTooDense(file=file, ratio=total // len(data), allowed=limits.ratio)
    _refuse_by_content(file, parts)
    return parts


def _inflate(file: str, data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise WorkbookDamaged(file=file, reason=f"{entry.filename} is not where the archive says")
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise WorkbookDamaged(file=file, reason=f"{entry.filename} is compressed in an unusual way")
    machine = zlib.decompressobj(-15)
    try:
        while packed and not machine.eof:
            yield machine.decompress(packed, _CHUNK_BYTES)
            packed = machine.unconsumed_tail
        yield machine.flush()
    except zlib.error as error:
        raise WorkbookDamaged(file=file, reason=f"{entry.filename}: {error}") from error


def _refuse_by_name(file: str, names: list[str]) -> None:
    lowered = {name.lower().lstrip("/"): name for name in names}
    for name, written in lowered.items():
        if "vbaproject" in name or name.startswith(("xl/macrosheets/", "xl/activex/")):
            raise WorkbookMacro(file=file, part=written)
    if "xl/workbook.bin" in lowered:
        raise WorkbookBinary(file=file)
    if "[content_types].xml" not in lowered:
        odf = "mimetype" in lowered and "content.xml" in lowered
        raise FileTypeWrong(file=file, looks_like="an OpenDocument file" if odf else "a compressed file (.zip)")
    if not any(name.startswith("xl/") for name in lowered):
        raise FileTypeWrong(file=file, looks_like="a text document or a presentation")


def _refuse_by_content(file: str, parts: dict[str, bytes]) -> None:
    for name, part in parts.items():
        if name.lower().endswith((".xml", ".rels", ".vml")) and any(mark in part for mark in _DTD_MARKS):
            raise WorkbookDtd(file=file, part=name)
    types = next(part for name, part in parts.items() if name.lower() == "[content_types].xml").lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        raise WorkbookMacro(file=file, part="[Content_Types].xml")


_TAG = rb"<(?:[\w.-]+:)?"
_CONTENT_CELL = re.compile(_TAG + rb"c\s[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"'][^>]*?(?<!/)>")
_WHOLE_CELL = re.compile(
    _TAG + rb"c(\s[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"'][^>]*?)(?<!/)>(.*?)</(?:[\w.-]+:)?c>", re.DOTALL
)
_FORMULA = re.compile(_TAG + rb"f[\s/>]")
_VALUE = re.compile(_TAG + rb"v>([^<]*)<")
_ERROR_TYPE = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_MERGED = re.compile(
    _TAG + rb"mergeCell\s[^>]*?\bref\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})[\"']"
)
_STRING_TYPE = re.compile(rb"\bt\s*=\s*[\"']str[\"']")


def survey(part: bytes) -> Survey:
    """Read a worksheet's XML without building anything as large as its extent."""
    places = _CONTENT_CELL.findall(part)
    letters = {column for column, _ in places}
    rows = {row for _, row in places}
    formulas, valueless, errors = 0, [], {}
    if (_may_hold(part, b"<f", b":f") and _FORMULA.search(part)) or _may_hold(part, b'"e"', b"'e'"):
        for attributes, column, row, body in _WHOLE_CELL.findall(part):
            place = (int(row), column_number(column.decode()))
            value = _VALUE.search(body)
            if _FORMULA.search(body):
                formulas += 1
                if not (value and (value[1] or _STRING_TYPE.search(attributes))):
                    valueless.append(place)
            if _ERROR_TYPE.search(attributes):
                errors[place] = value[1].decode("utf-8", "replace") if value else "#N/A"
    last_column = max((column_number(text.decode()) for text in letters), default=0)
    last_row = max(map(int, rows), default=0)
    return Survey(last_row, last_column, formulas, tuple(valueless), errors, _merged(part, last_row, last_column))


def _may_hold(part: bytes, *marks: bytes) -> bool:
    """Whether it is worth looking closer: finding bytes is quicker by far than a pattern."""
    return any(mark in part for mark in marks)


def _merged(part: bytes, last_row: int, last_column: int) -> tuple[tuple[int, int, int, int], ...]:
    found = []
    for left, top, right, bottom in _MERGED.findall(part) if b"mergeCell" in part else ():
        lower, outer = min(int(bottom), last_row), min(column_number(right.decode()), last_column)
        if int(top) <= lower and column_number(left.decode()) <= outer:
            found.append((int(top), column_number(left.decode()), lower, outer))
    return tuple(found)


def refuse_far_cells(file: str, sheet: str, seen: Survey, limits: Limits) -> None:
    """Raises CellTooFar, TooManyCells or WorkbookDamaged for a sheet that would not fit into memory as a table."""
    if seen.last_row > limits.rows or seen.last_column > limits.columns:
        raise CellTooFar(
            file=file,
            sheet=sheet,
            cell=f"{column_letters(seen.last_column)}{seen.last_row}",
            allowed_rows=limits.rows,
            allowed_columns=limits.columns,
        )
    if seen.last_row * seen.last_column > limits.cells:
        raise TooManyCells(file=file, cells=seen.last_row * seen.last_column, allowed=limits.cells)
    area = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in seen.merged)
    if area > seen.last_row * seen.last_column:
        raise WorkbookDamaged(file=file, reason="its merged cells overlap")


def column_letters(number: int) -> str:
    """1 -> A, 27 -> AA, as a spreadsheet names its columns."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(letters: str) -> int:
    """A -> 1, AA -> 27; the inverse of column_letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
