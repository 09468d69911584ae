"""Bring the file of an earlier version forward: copied first, made anew beside the old one, put in its place at last.

The rows are poured out of the old file into loose tables without any rule; each step then changes their shape from one
version to the next, in one transaction; at last they are poured into tables that schema.sql makes. So checks, keys,
comments and macros are those of a new register, and a row that breaks a rule stops the whole with the old file as it
was. A version that only adds tables, columns that may be empty, defaults, checks or macros needs a step without
statements.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import duckdb

from data import audit
from data.errors import N_, RegisterInUse, RegisterNotBroughtForward
from data.scope import Scope
from data.vocabulary import Role

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Step:
    """How the rows of one version take the shape of the next: statements on tables without keys or checks.

    Name a table that a later version than the oldest brought with IF EXISTS: an older file comes without it.
    A table or column that is given up must be dropped here, or nothing is brought forward.
    """

    to_version: int
    what: str
    statements: tuple[str, ...] = ()


STEPS: Final[tuple[Step, ...]] = (
    Step(7, "reports of providers, assessments of stages, health advocacy, targets, states of recommendations"),
    Step(8, "targets of indicators know the load that brought them"),
    Step(
        9,
        "the body that owns a recommendation has a list of its own",
        ("ALTER TABLE IF EXISTS recommendation_state RENAME COLUMN body TO owner_body",),
    ),
    Step(10, "publications for donors, frozen with their figures"),
    Step(11, "who may sign in, and as what"),
    Step(12, "what is counted from a case stands in one macro"),
    Step(13, "the agenda of a sitting is a macro; what is due passes over cases that wait for nothing"),
    Step(14, "the part of a dimension that a case stands in has a macro of its own"),
    Step(15, "the filters have a macro of their own; waits keep their first and last day; the latest day is told"),
)
OLDEST: Final = STEPS[0].to_version - 1
_CHUNK_BYTES: Final = 1 << 20


@dataclass(frozen=True)
class Moved:
    """A register that was brought forward. backup: the old file, byte for byte. rows: in all tables."""

    path: Path
    from_version: int
    to_version: int
    backup: Path
    rows: int


@dataclass(frozen=True)
class _Ask:
    path: Path
    found: int
    wanted: int
    schema: list[str]
    steps: tuple[Step, ...]
    progress: Progress


def bring_forward(
    path: Path, found: int, schema: list[str], steps: tuple[Step, ...] = STEPS, progress: Progress | None = None
) -> Moved:
    """Bring the closed register at `path` from version `found` to that of the last step.

    schema: the statements of the newest schema. progress(share_0_1, text). Raises RegisterInUse where another program
    has it open, RegisterNotBroughtForward where anything fails: the old file is then as it was, and so is its copy.
    """
    ask = _Ask(path, found, steps[-1].to_version, schema, steps, progress or _quiet)
    backup = path.with_name(f"{path.stem}-version{found}-{_stamp()}{path.suffix}")
    fresh = path.with_name(path.name + ".forward")
    try:
        ask.progress(0.0, N_("Copying the register before it is changed"))
        _copied(path, backup)
        _removed(fresh)
        rows = _made(ask, fresh)
        fresh.replace(path)
    except (duckdb.Error, OSError, _Lost) as error:
        if "lock" in str(error).lower() or "being used" in str(error).lower():
            raise RegisterInUse(path=str(path)) from error
        detail = str(error).splitlines()[0] if str(error) else type(error).__name__
        kept = str(backup) if backup.exists() else "–"
        raise RegisterNotBroughtForward(str(path), found, ask.wanted, kept, detail) from error
    finally:
        _removed(fresh)
    return Moved(path, found, ask.wanted, backup, rows)


class _Lost(Exception):
    """Something of the old register would not have arrived in the new one."""


def _quiet(share_0_1: float, text: str) -> None:
    """Progress that nobody watches."""


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def _removed(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)


def _copied(path: Path, backup: Path) -> None:
    """A copy that is on the disk and has the same bytes. Raises _Lost, OSError."""
    wal = path.with_name(path.name + ".wal")
    if wal.exists() and wal.stat().st_size:
        raise _Lost(f"{wal.name} holds what was not yet written into the register")
    shutil.copy2(path, backup)
    with backup.open("rb+") as file:
        os.fsync(file.fileno())
    if sha256(path) != sha256(backup):
        backup.unlink()
        raise _Lost("the copy differs from the register")


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _made(ask: _Ask, fresh: Path) -> int:
    """The register in its newest shape at `fresh`; returns the number of rows."""
    connection = duckdb.connect(str(fresh))
    try:
        _pour_out(connection, ask)
        steps = [step for step in ask.steps if step.to_version > ask.found]
        for number, step in enumerate(steps):
            ask.progress(0.3 + 0.3 * number / len(steps), N_("Bringing the register forward"))
            _in_one(connection, ["USE loose", *step.statements])
        ask.progress(0.6, N_("Bringing the register forward"))
        connection.execute("USE main")
        rows = _pour_in(connection, ask)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    ask.progress(1.0, N_("Bringing the register forward"))
    return rows


def _in_one(connection: duckdb.DuckDBPyConnection, statements: list[str]) -> None:
    connection.execute("BEGIN TRANSACTION")
    try:
        for statement in statements:
            connection.execute(statement)
    except duckdb.Error:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _pour_out(connection: duckdb.DuckDBPyConnection, ask: _Ask) -> None:
    quoted = str(ask.path).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS old (READ_ONLY)")
    tables = _tables(connection, "old", "main")
    named = [table.replace('"', '""') for table in tables]  # the file's own names, which may be anything
    copies = [f'CREATE TABLE loose."{name}" AS SELECT * FROM old.main."{name}"' for name in named]  # noqa: S608 quoted
    _in_one(connection, ["CREATE SCHEMA loose", *copies])
    connection.execute("DETACH old")


def _tables(connection: duckdb.DuckDBPyConnection, database: str, schema: str) -> list[str]:
    found = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = ? ORDER BY table_oid",
        [database, schema],
    ).fetchall()
    return [str(name) for (name,) in found]


def _pour_in(connection: duckdb.DuckDBPyConnection, ask: _Ask) -> int:
    """Make the newest tables and fill them, all or nothing; every table, column and row of the loose ones arrives."""
    database = str(connection.execute("SELECT current_database()").fetchall()[0][0])
    connection.execute("BEGIN TRANSACTION")
    for statement in ask.schema:
        connection.execute(statement)
    loose, new = _tables(connection, database, "loose"), _tables(connection, database, "main")
    if given_up := sorted(set(loose) - set(new)):
        raise _Lost(f"the newest version has no table {', '.join(given_up)}")
    rows = sum(_filled(connection, name) for name in new if name in loose)
    connection.execute("UPDATE setting SET value = ? WHERE key = 'schema_version'", [str(ask.wanted)])
    subject = f"version {ask.found} to {ask.wanted}"
    audit.append(connection, Scope(Role.ADMINISTRATOR, "atlas"), "bring forward", subject, rows)
    connection.execute("DROP SCHEMA loose CASCADE")
    connection.execute("COMMIT")
    return rows


def _filled(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    theirs, ours = (_columns(connection, schema, table) for schema in ("loose", "main"))
    if given_up := [name for name in theirs if name not in ours]:
        raise _Lost(f"the newest table {table} has no column {', '.join(given_up)}")
    names = ", ".join(theirs)
    connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM loose.{table}")  # noqa: S608 names of the schema
    before, after = (
        int(connection.execute(f"SELECT count(*) FROM {schema}.{table}").fetchall()[0][0])  # noqa: S608
        for schema in ("loose", "main")
    )
    if before != after:
        raise _Lost(f"{before} rows of {table} became {after}")
    return after


def _columns(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[str]:
    found = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
        [schema, table],
    ).fetchall()
    return [str(name) for (name,) in found]
