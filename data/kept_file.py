"""What was worked out from a large register, in a file beside it: taken over at the next start instead of made anew.

It is believed only where nobody has touched the register since it was closed: the file bears its stamp. Where anything
differs, and where this file cannot be used, it is removed, and what it held is worked out again.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import duckdb

ENDING: Final = ".facts"
LEAST_ROWS = 500_000
"""Rows in all tables of a set that is written: below, working it out again takes a moment."""
_BESIDE: Final = ("", ".wal", ".wal.checkpoint")
"""Endings of the files that DuckDB keeps for it while it is written."""


@dataclass(frozen=True)
class Told:
    """What is known of the tables in the file. made_for, words: see data/kept.py; behind: cases written since."""

    made_for: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    tables: tuple[str, ...]
    behind: tuple[str, ...] = ()
    stamp: str = ""


class KeptFile:
    """The file beside a register. To be made before the register is opened, since it looks at what was left."""

    def __init__(self, register: Path) -> None:
        self.register = register
        self.path = register.absolute().with_name(register.name + ENDING)
        self._left = stamp(register)
        self._waiting: Told | None = None

    def paths(self) -> list[str]:
        """All that DuckDB must be allowed to touch."""
        return [str(self.path) + ending for ending in _BESIDE]

    def take(self, cursor: duckdb.DuckDBPyConnection, number: int) -> Told | None:
        """Fill temporary tables with that number from the file. None: there is none that may be believed."""
        if not self.path.exists():
            return None
        found = None
        try:
            cursor.execute(f"ATTACH {_quoted(self.path)} AS kept (READ_ONLY)")
            try:
                found = self._taken(cursor, number)
            finally:
                cursor.execute("DETACH kept")
        except (duckdb.Error, ValueError, TypeError, LookupError) as error:
            _log("taken over", error)
        if found is None:
            self.remove()
        return found

    def _taken(self, cursor: duckdb.DuckDBPyConnection, number: int) -> Told | None:
        told = _told(cursor.execute("SELECT told FROM kept.told").fetchall()[0][0])
        if self._left is None or told.stamp != self._left:
            return None
        cursor.execute("BEGIN TRANSACTION")
        try:
            for table in told.tables:
                cursor.execute(f"CREATE TEMP TABLE {table}_{number} AS SELECT * FROM kept.{table}")  # noqa: S608 see _told
            cursor.execute("COMMIT")
        except duckdb.Error:
            cursor.execute("ROLLBACK")
            raise
        return told

    def put(self, cursor: duckdb.DuckDBPyConnection, number: int, told: Told) -> None:
        """Write the temporary tables with that number into a new file; it is believed once it is sealed."""
        self.remove()
        try:
            cursor.execute(f"ATTACH {_quoted(self.path)} AS kept")
            try:
                for table in told.tables:
                    cursor.execute(f"CREATE TABLE kept.{table} AS SELECT * FROM temp.{table}_{number}")  # noqa: S608 names
                cursor.execute("CREATE TABLE kept.told (told VARCHAR)")
            finally:
                cursor.execute("DETACH kept")
        except duckdb.Error as error:
            _log("written", error)
            self.remove()
        else:
            self._waiting = told

    def leave(self, behind: Iterable[str] | None) -> None:
        """The file stays as it is, though these cases were written since; None: nobody can tell which, so it goes."""
        if not self.path.exists():
            return
        told = None
        try:
            with duckdb.connect(str(self.path), read_only=True) as own:
                told = _told(own.execute("SELECT told FROM told").fetchall()[0][0])
        except (duckdb.Error, ValueError, TypeError, LookupError) as error:
            _log("read", error)
        if told is None or behind is None or self._left is None or told.stamp != self._left:
            self.remove()
        else:
            self._waiting = Told(told.made_for, told.words, told.tables, tuple(sorted({*told.behind, *behind})))

    def seal(self) -> None:
        """The register is closed: note what it looks like. Without that, nobody will believe the file."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        found = stamp(self.register)
        if found is None:
            self.remove()
            return
        told = {**asdict(waiting), "stamp": found}
        try:
            with duckdb.connect(str(self.path)) as own:
                own.execute("DELETE FROM told")
                own.execute("INSERT INTO told VALUES (?)", [json.dumps(told)])
        except duckdb.Error as error:
            _log("sealed", error)
            self.remove()

    def remove(self) -> None:
        """Delete the file and what belongs to it."""
        self._waiting = None
        for place in self.paths():
            try:
                Path(place).unlink(missing_ok=True)
            except OSError as error:
                _log("removed", error)


def stamp(register: Path) -> str | None:
    """What tells whether anybody has touched a register's file since, or another DuckDB opens it.

    None: it is not there, or not written to the end.
    The file is not opened: where a process closes a file, the system takes away the lock that DuckDB holds on it.
    """
    try:
        wal = register.with_name(register.name + ".wal")
        if wal.exists() and wal.stat().st_size:
            return None
        found = register.stat()
    except OSError:
        return None
    return f"{duckdb.__version__}-{found.st_ino}-{found.st_size}-{found.st_mtime_ns}-{found.st_ctime_ns}"


def _told(text: str) -> Told:
    facts = json.loads(text)
    made_for = tuple((str(name), str(value)) for name, value in facts["made_for"])
    words, tables, behind = (tuple(map(str, facts[name])) for name in ("words", "tables", "behind"))
    if not all(re.fullmatch("[a-z_]+", table) for table in tables):
        raise ValueError("a table's name")
    return Told(made_for, words, tables, behind, str(facts["stamp"]))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _log(what: str, error: Exception) -> None:
    logging.getLogger(__name__).warning("The file of what is kept could not be %s: %s", what, type(error).__name__)
