"""Open the register, lend cursors, keep writes one at a time; nothing outside data/ knows what kind of store it is."""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from data import audit_head, migrations
from data.audit_errors import (
    AuditHeadMissing,
    AuditHeadNotWritten,
    DiskFull,
    DiskNearlyFull,
    RegisterGone,
    RegisterLostRows,
    RegisterRewritten,
)
from data.audit_head import Agreement, Head
from data.changed import Watched
from data.connection import connect, harden
from data.errors import (
    AtlasError,
    RegisterNewer,
    RegisterOtherVersion,
    RegisterUnreadable,
    StatementFailed,
)
from data.identifiers import last_rows, refuse_wrong_keys
from data.insert import fill_reference, insert_frame
from data.kept import Bench, Keeping, Writes
from data.kept_file import KeptFile
from data.paths import ROOT, database_path
from data.settings import SETTINGS
from data.vocabulary import RegisterKind

__all__ = [  # insert_frame stands in data/insert.py
    "SCHEMA_VERSION", "Store", "answer", "bring_forward", "head_alarm", "insert_frame", "memory_store", "open_store",
    "schema_statements", "schema_version",
]  # fmt: skip
SCHEMA_VERSION = migrations.STEPS[-1].to_version
_NO_ROOM = ("no space left", "not enough space", "file too large", "disk quota")
_STANDS = "COMMIT succeeded"
"""What DuckDB says where a commit is safe in the write-ahead log and writing it into the file failed."""
_COPY = "import shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2])"


class Store:
    """One register. Reads take a cursor each and fetch whole; writes take turns.

    DuckDB gives wrong rows when threads share a connection, so nothing here lends the connection itself.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, path: Path | None, kept_file: KeptFile | None = None
    ) -> None:
        self._connection = connection
        self._kept_file = kept_file
        self._write_turn = threading.Lock()
        self._writes = Writes()
        self._token = secrets.token_hex(8)
        self._head: Head | None = None
        self._kept_seq = -1
        self._untold: dict[type[AtlasError], AtlasError] = {}
        self._keeping = Keeping(lambda: self._connection.cursor(), self._writes, kept_file)
        self.path = path

    def read(self, sql: str, params: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The whole result of one statement with bound parameters ($name)."""
        try:
            return self._answered(sql, params)
        except duckdb.FatalException:  # the writer before opens the register anew, see _committed
            with self._write_turn:
                return self._answered(sql, params)

    def _answered(self, sql: str, params: Mapping[str, object] | None) -> pd.DataFrame:
        cursor = self._connection.cursor()
        try:
            return cursor.execute(sql, dict(params or {})).df()
        finally:
            cursor.close()

    @contextmanager
    def snapshot(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees one state of the register while it is lent; temporary tables made on it go with it.

        Nothing that it does stays: for answers that take several statements.
        """
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN TRANSACTION")
            yield cursor
        finally:
            cursor.close()

    def bench(self) -> AbstractContextManager[Bench]:
        """A snapshot, lent to one at a time, whose derived tables are kept and follow the data; see data/kept.py."""
        return self._keeping.lent()

    @contextmanager
    def transaction(self, only_audit: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction: committed at the end, rolled back on any exception.

        Identifiers and references of the rows added are checked first: raises duckdb.ConstraintException.
        DiskFull: nothing of it was kept, and reading goes on.
        only_audit: nothing but the audit log is written, so what is cached stays true.
        """
        with self._write_turn:
            cursor = self._connection.cursor()
            try:
                cursor.execute("BEGIN TRANSACTION")
                try:
                    last = {} if only_audit else last_rows(cursor)
                    watched = Watched(cursor)
                    yield watched.lent
                    refuse_wrong_keys(cursor, last)
                    head, written = self._head_in(cursor), None if only_audit else watched.cases()
                except BaseException:
                    cursor.execute("ROLLBACK")
                    raise
                if not only_audit:
                    self._writes.begin(written)
                self._committed(cursor)
            except duckdb.Error as error:
                if any(word in str(error).lower() for word in _NO_ROOM):
                    raise DiskFull(self._where(), str(error).splitlines()[0]) from error
                raise
            finally:
                self._writes.done = self._writes.begun
                cursor.close()
            self._keep(head)

    def _committed(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Commit; where the disk has no room to tidy up after it, the register is opened anew and the commit stands."""
        try:
            cursor.execute("COMMIT")
            self._untold.pop(DiskNearlyFull, None)
        except duckdb.FatalException as error:
            if self.path is None:
                raise
            self._keeping.forget()
            self._connection.close()
            self._connection = connect(self.path)
            harden(self._connection, self._kept_file)
            if _STANDS not in str(error):
                raise
            self._untold[DiskNearlyFull] = DiskNearlyFull(self._where())

    def _where(self) -> str:
        return str(self.path.parent) if self.path else ":memory:"

    def _head_in(self, cursor: duckdb.DuckDBPyConnection) -> Head | None:
        """The audit log's end as this transaction will leave it; None: nothing is kept outside for this store."""
        return self._head and audit_head.now_at(cursor, self._head.register_id, self._head.kind)

    def _keep(self, head: Head | None) -> None:
        """Write the audit log's end outside; where that fails, it is told and tried again: what was committed stays."""
        if self.path is None or head is None or self._kept_seq == head.seq:
            return
        try:
            audit_head.write_head(self.path, head)
        except OSError as error:
            where = str(audit_head.head_path(self.path))
            self._untold[AuditHeadNotWritten] = AuditHeadNotWritten(where, error.strerror or str(error))
        else:
            self._kept_seq = head.seq
            self._untold.pop(AuditHeadNotWritten, None)

    def watch_head(self) -> None:
        """Compare with the head outside and keep it from now on; to be called once, before anybody writes.

        Raises AuditHeadUnreadable, RegisterLostRows, RegisterRewritten: then nothing was changed.
        """
        if self.path is None:
            return
        outside = audit_head.read_head(self.path)
        with self.snapshot() as cursor:
            inside, found = audit_head.head_of(cursor), audit_head.agreement(cursor, outside)
        if outside is not None and found.alarming:
            raise head_alarm(self.path, found, inside, outside)
        if inside is None:
            inside = self._identify()
        elif found is Agreement.NO_HEAD and inside.seq:
            self._untold[AuditHeadMissing] = AuditHeadMissing(str(audit_head.head_path(self.path)), inside.seq)
        self._head = inside
        self._kept_seq = inside.seq if found is Agreement.SAME else -1
        self._keep(inside)

    def _identify(self) -> Head:
        """Give the register an identity of its own, by which the head outside knows it."""
        with self.transaction() as cursor:
            now = datetime.now(UTC).replace(tzinfo=None)
            register_id = secrets.token_hex(16)
            row = [audit_head.REGISTER_ID, register_id, now]
            cursor.execute("INSERT INTO setting VALUES (?, ?, 'atlas', ?)", row)
            return audit_head.now_at(cursor, register_id, str(self.kind()))

    @property
    def untold(self) -> tuple[AtlasError, ...]:
        """What the people in front of the app should know about the keeping of the register; mostly nothing."""
        return tuple(self._untold.values())

    @property
    def data_version(self) -> tuple[str, int]:
        """Changes with every write of data and every store opened; part of the key of anything cached."""
        return (self._token, self._writes.done)

    def setting(self, key: str) -> float:
        """A setting's present value in its unit; its default where nobody changed it. KeyError: no such setting."""
        default = SETTINGS[key].default
        found = self.read("SELECT value FROM setting WHERE key = $key", {"key": key})
        return float(found["value"].iloc[0]) if len(found) else default

    def settings(self) -> dict[str, float]:
        """Every setting's present value in its unit."""
        found = self.read("SELECT key, value FROM setting").set_index("key")["value"]
        return {key: float(found.get(key, one.default)) for key, one in SETTINGS.items()}

    def kind(self) -> RegisterKind:
        """Whether the register holds real or synthetic cases; an unmarked one counts as real."""
        found = self.read("SELECT value FROM setting WHERE key = 'register_kind'")
        return RegisterKind(found["value"].iloc[0]) if len(found) else RegisterKind.REAL

    def copy_to(self, place: Path) -> dict[str, int]:
        """Copy the file, with what is not yet written into it, while nobody writes; table -> rows at that moment.

        Reading goes on meanwhile. Raises OSError, RegisterUnreadable (a register in memory).
        A process of its own copies: where this one closed the file, the system would take DuckDB's lock away from it.
        """
        if self.path is None:
            raise RegisterUnreadable(path=":memory:", detail="it has no file")
        with self._write_turn:
            for ending in ("", ".wal"):
                here = self.path.with_name(self.path.name + ending)
                if here.exists():
                    command = [sys.executable, "-I", "-c", _COPY, str(here), str(place.with_name(place.name + ending))]
                    if (done := subprocess.run(command, capture_output=True, text=True, check=False)).returncode:  # noqa: S603 own program
                        raise OSError(f"the register could not be copied: {done.stderr.strip().splitlines()[-1]}")
            with self.snapshot() as cursor:
                own = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
                tables = cursor.execute(own).fetchall()
                return {t: cursor.execute(f"SELECT count(*) FROM {t}").fetchall()[0][0] for (t,) in tables}  # noqa: S608

    def close(self) -> None:
        """Write everything to the file and let it go."""
        self._keeping.close()
        self._connection.close()
        if self._kept_file is not None:
            self._kept_file.seal()


def answer(cursor: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, object]) -> pd.DataFrame:
    """What a statement that stands in a file answers. Raises StatementFailed where it cannot be answered."""
    try:
        return cursor.execute(sql, dict(params)).df()
    except duckdb.Error as error:
        raise StatementFailed(detail=str(error).splitlines()[0]) from error


def open_store(path: Path | None = None, kind: RegisterKind = RegisterKind.DEMONSTRATION) -> Store:
    """Open the register at `path` (default: ATLAS_DB), creating an empty one of `kind` where there is none.

    One of an earlier version is copied and brought forward first (data/migrations.py).
    Raises RegisterInUse where another process holds it, RegisterUnreadable where it cannot be opened,
    RegisterNewer, RegisterOtherVersion (too old) or RegisterNotBroughtForward where its version is in the way,
    AuditHeadUnreadable, RegisterLostRows or RegisterRewritten where the head outside tells something else.
    """
    path = path or database_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _refuse_if_gone(path)
    beside = KeptFile(path)
    connection = connect(path)
    if _to_bring_forward(Store(connection, path)) is not None:
        connection.close()
        bring_forward(path)
        beside = KeptFile(path)
        connection = connect(path)
    return _prepare(connection, path, kind, beside)


def _refuse_if_gone(path: Path) -> None:
    """No new register where one with real cases was; the end of a demonstration register's log is forgotten."""
    outside = audit_head.read_head(path)
    if outside and outside.kind != RegisterKind.DEMONSTRATION:
        raise RegisterGone(str(path), outside.written_at_utc, outside.seq)
    audit_head.head_path(path).unlink(missing_ok=True)


def bring_forward(path: Path, progress: migrations.Progress | None = None) -> migrations.Moved | None:
    """Bring the register at `path` to this version where it is of an earlier one; None: nothing was to be done.

    Raises as open_store does.
    """
    if not path.exists():
        return None
    store = Store(connect(path), path)
    try:
        found = _to_bring_forward(store)
    finally:
        store.close()
    return None if found is None else migrations.bring_forward(path, found, schema_statements(), progress=progress)


def _to_bring_forward(store: Store) -> int | None:
    """The version of a register that must be brought forward; None: it is empty or of this version.

    Closes the store and raises RegisterNewer or RegisterOtherVersion where that cannot be done.
    """
    found = schema_version(store) if _has_tables(store) else SCHEMA_VERSION
    if migrations.OLDEST <= found <= SCHEMA_VERSION:
        return found if found < SCHEMA_VERSION else None
    store.close()
    if found > SCHEMA_VERSION:
        raise RegisterNewer(path=str(store.path), found=found, wanted=SCHEMA_VERSION)
    raise RegisterOtherVersion(path=str(store.path), found=found, wanted=SCHEMA_VERSION, oldest=migrations.OLDEST)


def memory_store(kind: RegisterKind = RegisterKind.DEMONSTRATION) -> Store:
    """An empty register in memory, with the reference tables filled."""
    return _prepare(duckdb.connect(":memory:"), None, kind)


def _prepare(
    connection: duckdb.DuckDBPyConnection, path: Path | None, kind: RegisterKind, beside: KeptFile | None = None
) -> Store:
    harden(connection, beside)
    store = Store(connection, path, beside)
    try:
        if created := not _has_tables(store):
            _refuse_where_one_was(store)
            _create(store, kind)
        store.watch_head()
        if path is not None and created:  # DuckDB 1.5.5 cannot replay the making of these tables after a crash
            connection.execute("CHECKPOINT")
    except AtlasError:
        store.close()
        raise
    return store


def _refuse_where_one_was(store: Store) -> None:
    """No empty register in the place of one whose audit log had rows: they are lost."""
    outside = audit_head.read_head(store.path) if store.path else None
    if store.path and outside and outside.seq:
        raise head_alarm(store.path, Agreement.SHORTER, None, outside)


def head_alarm(path: Path, found: Agreement, inside: Head | None, outside: Head) -> AtlasError:
    """The error that tells how the register and the head outside differ."""
    if found is Agreement.SHORTER:
        return RegisterLostRows(str(path), inside.seq if inside else 0, outside.seq, outside.written_at_utc)
    return RegisterRewritten(str(path), outside.seq, outside.written_at_utc)


def _has_tables(store: Store) -> bool:
    tables = store.read("SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'setting'")
    return bool(tables["n"].iloc[0])


def schema_version(store: Store) -> int:
    """The schema's version that the register was made with; 0 where it does not say."""
    found = store.read("SELECT value FROM setting WHERE key = 'schema_version'")
    return int(found["value"].iloc[0]) if len(found) else 0


def schema_statements() -> list[str]:
    """The statements of schema.sql, comments removed."""
    text = (ROOT / "data" / "schema.sql").read_text(encoding="utf-8")
    return [s.strip() for s in re.sub(r"^--.*$", "", text, flags=re.M).split(";\n") if s.strip()]


def _create(store: Store, kind: RegisterKind) -> None:
    with store.transaction() as cursor:
        for statement in schema_statements():
            cursor.execute(statement)
        fill_reference(cursor)
        now = datetime.now(UTC).replace(tzinfo=None)
        for key, value in (("register_kind", str(kind)), ("schema_version", str(SCHEMA_VERSION))):
            cursor.execute("INSERT INTO setting VALUES (?, ?, 'atlas', ?)", [key, value, now])
