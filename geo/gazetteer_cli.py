"""The matcher from the shell: match a CSV of names, or measure precision and recall on spellings with known answers."""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from data.errors import AtlasError, PlaceColumnMissing, PlaceFileMissing, PlaceFileUndecodable, PlaceFileUnreadable
from geo.gazetteer import default_gazetteer
from geo.match_quality import Quality, evaluate

READER_GONE = 141  # what a shell reports for a program ended by a closed pipe
FIELDS = ("name", "ts_pcode", "how", "score", "suggestions")


def read_columns(path: Path, required: Sequence[str], optional: Sequence[str]) -> dict[str, list[str]]:
    """Column name -> its texts, for the named columns, found whatever their case; UTF-8 with or without a BOM.

    A cell that a short row lacks, and an absent optional column, is empty text.
    Raises PlaceFileMissing, PlaceFileUndecodable, PlaceFileUnreadable, PlaceColumnMissing.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise PlaceFileMissing(path=str(path)) from None
    except UnicodeDecodeError as error:
        raise PlaceFileUndecodable(path=str(path), byte=error.start) from None
    except OSError as error:
        raise PlaceFileUnreadable(path=str(path), reason=error.strerror or str(error)) from None
    lines = _rows(path, text)
    header = lines[0] if lines else []
    place = {name.strip().casefold(): column for column, name in reversed(list(enumerate(header)))}
    for column in required:
        if column not in place:
            raise PlaceColumnMissing(path=str(path), column=column, columns=tuple(header) or ("-",))
    wanted = {name: place.get(name, sys.maxsize) for name in (*required, *optional)}
    return {name: [row[at] if at < len(row) else "" for row in lines[1:]] for name, at in wanted.items()}


def _rows(path: Path, text: str) -> list[list[str]]:
    """Rows that are not blank. An open quotation mark would swallow the rows after it, so it refuses the file."""
    # Not splitlines(): a name may hold one of the other characters that Unicode takes for the end of a line.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [row for row in reader if row]
    except csv.Error as error:
        raise PlaceFileUnreadable(path=str(path), reason=f"{error} (line {reader.line_num})") from None


def write_matches(path: Path, out: TextIO) -> None:
    """Match the file's names and write one CSV row for each to `out`: FIELDS; suggestions joined by |, best first."""
    columns = read_columns(path, ("name",), ("state", "district"))
    matches = default_gazetteer().match_many(columns["name"], columns["state"], columns["district"])
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for match in matches:
        code = match.ts_pcode or ""
        writer.writerow((match.written, code, match.how.value, f"{match.score:g}", "|".join(match.suggestions)))


def measure(path: Path) -> Quality:
    """Evaluate the matcher on a CSV of name, expected and optionally state, district, kind, file."""
    columns = read_columns(path, ("name", "expected"), ("state", "district", "kind", "file"))
    return evaluate(default_gazetteer(), columns)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geo.gazetteer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    match = commands.add_parser("match", help="write a CSV of names, township codes and suggestions to standard output")
    match.add_argument("file", type=Path, help="CSV (UTF-8) with a column name, and optionally state and district")
    test = commands.add_parser("evaluate", help="print precision and recall on spellings with known answers")
    test.add_argument(
        "file", type=Path, help="CSV (UTF-8) with the columns name and expected, and optionally the others"
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 done, 2 the file cannot be used (said on standard error), 141 nobody reads the answer any more."""
    given = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline="")
    try:
        if given.command == "match":
            write_matches(given.file, sys.stdout)
        else:
            print(measure(given.file).report())
        sys.stdout.flush()
    except BrokenPipeError:
        # As `match FILE | head` does. Python would try to write the rest once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except AtlasError as error:
        print(error.message(), file=sys.stderr)
        return 2
    return 0
