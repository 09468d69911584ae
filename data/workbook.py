"""Turn a file's bytes into raw text tables, in a process of its own with limits; interpret nothing."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data import file_errors
from data.file_errors import (
    FileEmpty,
    FileMissing,
    FileRefused,
    FileTooLarge,
    ReadingStopped,
    ReadingTooHeavy,
    ReadingTooSlow,
    SheetsHidden,
    WorkbookDamaged,
)
from data.paths import ROOT
from data.workbook_guard import MIB, Limits, file_kind

__all__ = ["Limits", "RawSheet", "RawTable", "read_file"]

_OUT_OF_MEMORY = ("memory allocation", "MemoryError", "out of memory")
_LOOK_EVERY_S = 0.2
_OUT_OF_TIME = -24  # SIGXCPU on Linux: how a process ends whose computing time is used up
_KILLED = (-6, -9)  # abort and kill: how a process ends that may not have more memory


@dataclass(frozen=True)
class RawSheet:
    """One visible sheet. cells: text, "" for blank; index: row numbers as a spreadsheet shows them; columns: from 0.

    Blank rows are left out. formulas: how many cells hold one. valueless: (row, column from 1) of formulas without a
    stored result, whose cells read as blank. merged: (top, left, bottom, right from 1) of cells made one; all but the
    first read as blank.
    """

    name: str
    cells: pd.DataFrame
    formulas: int = 0
    valueless: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class RawTable:
    """A file as text. kind: xlsx or csv; uses_1904: serial dates count from 1904; hidden_sheets: named, not read."""

    file_name: str
    sha256: str
    kind: str
    sheets: tuple[RawSheet, ...]
    hidden_sheets: tuple[str, ...] = ()
    uses_1904: bool = False
    encoding: str = ""
    delimiter: str = ""


def read_file(
    source: Path | str | bytes,
    name: str | None = None,
    limits: Limits | None = None,
    stop: threading.Event | None = None,
) -> RawTable:
    """Read a CSV or XLSX file, given by path or by its bytes with a name; everything stays text.

    Parsing runs in a child process limited to limits.memory_bytes and limits.seconds of computing (Linux; elsewhere the
    platform may not keep them), and to limits.wall_seconds. Raises a subclass of FileRefused that says why;
    ReadingStopped once `stop` is set, the child ended.
    """
    limits = limits or Limits()
    file, data = _bytes_of(source, name, limits)
    file_kind(file, data, limits)
    table = _parse_apart(file, data, limits, stop or threading.Event())
    sheets = tuple(_raw_sheet(sheet) for sheet in table["sheets"])
    if all(sheet.cells.empty for sheet in sheets):
        raise SheetsHidden(file=file, sheets=tuple(table["hidden"])) if table["hidden"] else FileEmpty(file=file)
    return RawTable(
        file_name=file,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=table["kind"],
        sheets=tuple(sheet for sheet in sheets if not sheet.cells.empty),
        hidden_sheets=tuple(table["hidden"]),
        uses_1904=table["uses_1904"],
        encoding=table["encoding"],
        delimiter=table["delimiter"],
    )


def _bytes_of(source: Path | str | bytes, name: str | None, limits: Limits) -> tuple[str, bytes]:
    if isinstance(source, bytes):
        return name or "the file", source
    path = Path(source)
    file = name or path.name
    if not path.is_file():
        raise FileMissing(file=str(path))
    if path.stat().st_size > limits.file_bytes:
        raise FileTooLarge(file=file, size_mb=path.stat().st_size / MIB, allowed_mb=limits.file_bytes // MIB)
    return file, path.read_bytes()


def _parse_apart(file: str, data: bytes, limits: Limits, stop: threading.Event) -> dict[str, Any]:
    header = json.dumps({"file": file, "limits": asdict(limits)}).encode() + b"\n"
    returncode, out, err = _run_apart(file, header + data, limits, stop)
    if returncode:
        raise _crash(file, returncode, err.decode("utf-8", "replace"), limits)
    answer = json.loads(out)
    if "refused" in answer:
        raise _refusal(answer["refused"], answer["facts"])
    return answer["table"]


def _run_apart(file: str, data: bytes, limits: Limits, stop: threading.Event) -> tuple[int, bytes, bytes]:
    """Exit status and output of the child; it is ended at the time limit and when somebody asks to stop."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    line = [sys.executable, "-m", "data.workbook_parse"]
    pipe = subprocess.PIPE
    given_up = time.monotonic() + limits.wall_seconds
    # Our own module; the file's name is not on the command line.
    with subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT, env=environment) as child:  # noqa: S603
        _send(child, data)
        while True:
            try:
                out, err = child.communicate(timeout=min(_LOOK_EVERY_S, limits.wall_seconds))
            except subprocess.TimeoutExpired:
                if not stop.is_set() and time.monotonic() < given_up:
                    continue
                child.kill()
                if stop.is_set():
                    raise ReadingStopped(file=file) from None
                raise ReadingTooSlow(file=file, seconds=limits.wall_seconds) from None
            if stop.is_set():
                raise ReadingStopped(file=file)
            return child.returncode, out, err


def _send(child: subprocess.Popen[bytes], data: bytes) -> None:
    """Hand the file over beside the waiting: communicate() sends nothing more once it has run into its timeout."""
    stream, child.stdin = child.stdin, None

    def write() -> None:
        with contextlib.suppress(OSError), stream or io.BytesIO() as sink:  # the child may end early
            sink.write(data)

    threading.Thread(target=write, daemon=True).start()


def _crash(file: str, returncode: int, stderr: str, limits: Limits) -> FileRefused:
    if returncode == _OUT_OF_TIME:
        return ReadingTooSlow(file=file, seconds=limits.seconds)
    if returncode in _KILLED or any(mark in stderr for mark in _OUT_OF_MEMORY):
        return ReadingTooHeavy(file=file, memory_gb=limits.memory_bytes / 2**30)
    lines = stderr.strip().splitlines()
    return WorkbookDamaged(file=file, reason=lines[-1] if lines else f"the reader ended with {returncode}")


def _refusal(name: str, facts: dict[str, Any]) -> FileRefused:
    kind: Any = getattr(file_errors, name)
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()})


def _raw_sheet(sheet: dict[str, Any]) -> RawSheet:
    cells = pd.DataFrame(sheet["rows"], index=pd.Index(sheet["numbers"], name="row_no"), dtype=object)
    valueless = frozenset((r, c) for r, c in sheet["valueless"])
    merged = tuple((top, left, bottom, right) for top, left, bottom, right in sheet["merged"])
    return RawSheet(sheet["name"], cells, sheet["formulas"], valueless, merged)
