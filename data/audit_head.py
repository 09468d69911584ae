"""The end of the audit log, written outside the database: what tells a cut tail or an old copy from a mere crash.

After each commit that added audit rows, before anybody else may write, the last row's number and hash are written to a
small file: to a new one first, onto the disk, then put in the old one's place. So after a crash the file may lag behind
the database by the last transaction, and can never be ahead of it: a database that ends before the file says has lost
rows. The file stands beside the register, or in the folder ATLAS_HEADS, which may lie on another disk.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import duckdb

from data.audit_errors import AuditHeadUnreadable

REGISTER_ID = "register_id"


@dataclass(frozen=True)
class Head:
    """The last row of the audit log: its number (0: none yet) and hash, when it was written down, of which register.

    kind: of the register, so that a demonstration register that is gone can be made anew and a real one cannot.
    """

    seq: int
    row_hash: str
    written_at_utc: str
    register_id: str
    kind: str


class Agreement(StrEnum):
    """How the database and the head outside stand to each other; everything from SHORTER on must be looked into."""

    SAME = "same"
    LAGS = "lags"
    NO_HEAD = "no_head"
    SHORTER = "shorter"
    OTHER_HISTORY = "other_history"
    OTHER_REGISTER = "other_register"

    @property
    def alarming(self) -> bool:
        """Whether rows were lost or put there in a way that the atlas does not do itself."""
        return self in (Agreement.SHORTER, Agreement.OTHER_HISTORY, Agreement.OTHER_REGISTER)


def head_path(register: Path) -> Path:
    """Where the head of a register's file stands."""
    folder = os.environ.get("ATLAS_HEADS")
    return (Path(folder) if folder else register.parent) / f"{register.name}.head"


def read_head(register: Path) -> Head | None:
    """The head outside; None: there is none. Raises AuditHeadUnreadable."""
    path = head_path(register)
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        return Head(int(read["seq"]), *(str(read[k]) for k in ("row_hash", "written_at_utc", "register_id", "kind")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AuditHeadUnreadable(path=str(path)) from error


def write_head(register: Path, head: Head) -> None:
    """Put the head in its place, whole and on the disk, or leave the old one. Raises OSError."""
    path = head_path(register)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(asdict(head), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    onto_disk(path.parent)


def onto_disk(folder: Path) -> None:
    """Have the names in a folder written to the disk, where the system can be told to."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def head_of(cursor: duckdb.DuckDBPyConnection) -> Head | None:
    """The head as the database has it now; None: a register that has no identity yet, or no tables."""
    tables = "SELECT count(*) FROM duckdb_tables() WHERE table_name IN ('audit_log', 'setting')"
    if cursor.execute(tables).fetchall()[0][0] != 2:
        return None
    found = dict(
        cursor.execute("SELECT key, value FROM setting WHERE key IN (?, 'register_kind')", [REGISTER_ID]).fetchall()
    )
    if REGISTER_ID not in found:
        return None
    return now_at(cursor, found[REGISTER_ID], found.get("register_kind", "real"))


def now_at(cursor: duckdb.DuckDBPyConnection, register_id: str, kind: str) -> Head:
    """The head as the cursor's transaction sees it, of a register whose identity is known."""
    last = cursor.execute("SELECT seq, row_hash FROM audit_log ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
    return Head(int(last[0]), str(last[1]), datetime.now(UTC).isoformat(timespec="seconds"), register_id, kind)


def agreement(cursor: duckdb.DuckDBPyConnection, outside: Head | None) -> Agreement:
    """Compare the database with the head outside."""
    inside = head_of(cursor)
    if outside is None:
        return Agreement.NO_HEAD
    if inside is None or inside.register_id != outside.register_id:
        return Agreement.OTHER_REGISTER
    if inside.seq < outside.seq:
        return Agreement.SHORTER
    there = cursor.execute("SELECT row_hash FROM audit_log WHERE seq = ?", [outside.seq]).fetchone()
    if outside.seq and (there is None or there[0] != outside.row_hash):
        return Agreement.OTHER_HISTORY
    return Agreement.SAME if inside.seq == outside.seq else Agreement.LAGS
