"""Backups: a copy of the whole register, proven to be one, that can be put back in its place.

    python -m data.backup create [--keep N] | list | verify [FILE] | restore [FILE]

A backup is a ZIP of the register's file and of a manifest: rows and SHA-256 of every table, SHA-256 of the file, and
the last entry of the audit log. It is made while nobody writes, read back, and held against the register before it
counts. With a passphrase (ATLAS_BACKUP_PASSPHRASE, or a file named in ATLAS_BACKUP_PASSPHRASE_FILE, never an argument)
it is encrypted with age, and any age program can open it. While the atlas runs it makes the backup itself when asked.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import pyrage

from data import audit, audit_head
from data.audit_verify import verdict
from data.backup_errors import BackupDamaged, BackupLocked, BackupNotWritten, NoBackup, PassphraseUnusable
from data.errors import RegisterInUse
from data.migrations import sha256
from data.scope import Scope
from data.store import Store
from data.vocabulary import Role

ENDING: Final = ".atlas.zip"
SEALED: Final = ".age"
INSIDE: Final = "register.duckdb"
MANIFEST: Final = "manifest.json"
FEWEST_CHARACTERS: Final = 12
COMMAND: Final = Scope(Role.ADMINISTRATOR, "command line")


@dataclass(frozen=True)
class Table:
    """A table as the manifest tells it: rows, and SHA-256 of all of them in any order."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. made_at_utc: ISO 8601. last_seq: last entry of the audit log. bytes: of the register."""

    made_at_utc: str
    register_id: str
    kind: str
    schema_version: int
    last_seq: int
    bytes: int
    file_sha256: str
    tables: Mapping[str, Table]

    @property
    def rows(self) -> int:
        """Rows in all tables."""
        return sum(table.rows for table in self.tables.values())


@dataclass(frozen=True)
class Kept:
    """A backup in its folder, without opening it."""

    file: Path
    made_at_utc: datetime
    bytes: int
    encrypted: bool


def backups_dir(register: Path) -> Path:
    """Where the backups of a register are kept: ATLAS_BACKUPS, or the folder backups beside it."""
    return Path(os.environ.get("ATLAS_BACKUPS") or register.parent / "backups")


def passphrase() -> str | None:
    """From the environment or the file that it names; None: backups are not encrypted. Raises PassphraseUnusable."""
    where, given = "ATLAS_BACKUP_PASSPHRASE", os.environ.get("ATLAS_BACKUP_PASSPHRASE")
    if not given and (file := os.environ.get("ATLAS_BACKUP_PASSPHRASE_FILE")):
        where = file
        try:
            given = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise PassphraseUnusable(where) from error
        if not given:
            raise PassphraseUnusable(where)
    if given and len(given) < FEWEST_CHARACTERS:
        raise PassphraseUnusable(where)
    return given or None


def create(store: Store, by: Scope = COMMAND, keep: int | None = None) -> Path:
    """Make and prove a backup of an open register; returns its file. Nobody can write while the file is copied.

    keep: of those in the folder only the newest so many stay. One entry of the audit log says that it was made.
    Raises BackupNotWritten, BackupDamaged (what was written differs from the register), PassphraseUnusable.
    """
    if store.path is None:
        raise BackupNotWritten("–", "a register in memory has no file")
    folder, secret = backups_dir(store.path), passphrase()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _room(folder) as room:
            counted = store.copy_to(room / INSIDE)
            manifest = _described(room / INSIDE)
            if differing := [name for name, rows in counted.items() if manifest.tables[name].rows != rows]:
                raise BackupDamaged(str(folder), f"the copy has other rows in {', '.join(differing)}")
            packed = _packed(room, manifest, secret)
            made = folder / f"{store.path.stem}-{_stamp()}{''.join(packed.suffixes)}"
            verify(packed, secret)
            packed.replace(made)
        audit_head.onto_disk(folder)
    except (OSError, duckdb.Error) as error:
        raise BackupNotWritten(str(folder), str(error).splitlines()[0]) from error
    with store.transaction(only_audit=True) as cursor:
        audit.append(cursor, by, "backup", made.name, manifest.rows)
    for old in kept(store.path)[keep:] if keep else []:
        old.file.unlink()
    return made


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """A folder for one piece of work, readable by its owner alone, gone afterwards."""
    room = folder / f".work-{secrets.token_hex(6)}"
    room.mkdir(mode=0o700)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ") + "-" + secrets.token_hex(2)


def _described(file: Path) -> Manifest:
    """The manifest of a register's file, from opening it once for reading and writing, so that it is one file."""
    duckdb.connect(str(file)).close()
    with opened(file) as connection:
        head = audit_head.head_of(connection)
        if head is None:
            raise BackupDamaged(str(file), "it is no register of the atlas")
        version = connection.execute("SELECT value FROM setting WHERE key = 'schema_version'").fetchall()[0][0]
        tables = _tables(connection)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    size = file.stat().st_size
    return Manifest(now, head.register_id, head.kind, int(version), head.seq, size, sha256(file), tables)


@contextmanager
def opened(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that only reads."""
    connection = duckdb.connect(str(file), read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, Table]:
    names = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY table_name").fetchall()
    return {str(name): _table(connection, str(name)) for (name,) in names}


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> Table:
    quoted = name.replace('"', '""')  # the file's own name, which may be anything
    rows = f'SELECT sha256(t::VARCHAR) AS h FROM "{quoted}" t'  # noqa: S608 quoted
    parts = (
        f"SELECT left(h, 2) AS part, count(*) AS n, string_agg(h, '' ORDER BY h) AS all_h FROM ({rows}) GROUP BY ALL"  # noqa: S608
    )
    found = connection.execute(f"SELECT part, n, sha256(all_h) FROM ({parts}) ORDER BY part").fetchall()  # noqa: S608
    digest = hashlib.sha256("".join(str(part_hash) for _part, _n, part_hash in found).encode()).hexdigest()
    return Table(sum(int(n) for _part, n, _hash in found), digest)


def _packed(room: Path, manifest: Manifest, secret: str | None) -> Path:
    packed = room / f"backup{ENDING}"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
        book.write(room / INSIDE, INSIDE)
    if secret is not None:
        sealed = packed.with_name(packed.name + SEALED)
        sealed.write_bytes(pyrage.passphrase.encrypt(packed.read_bytes(), secret))
        packed = sealed
    with packed.open("rb+") as file:
        os.fsync(file.fileno())
    return packed


def kept(register: Path) -> list[Kept]:
    """The backups of a register, the newest first."""
    found = [
        Kept(file, datetime.fromtimestamp(file.stat().st_mtime, UTC), file.stat().st_size, file.name.endswith(SEALED))
        for file in backups_dir(register).glob(f"{register.stem}-*{ENDING}*")
        if file.name.endswith((ENDING, ENDING + SEALED))
    ]
    return sorted(found, key=lambda one: (one.file.name.split("Z-")[0], one.made_at_utc), reverse=True)


def newest(register: Path) -> Path:
    """The file of the newest backup. Raises NoBackup."""
    if not (found := kept(register)):
        raise NoBackup(str(backups_dir(register)))
    return found[0].file


def verify(file: Path, secret: str | None = None) -> Manifest:
    """Open a backup and hold every table against its manifest: rows and SHA-256; and its audit log must be whole.

    Raises NoBackup, BackupLocked, BackupDamaged, OSError.
    """
    with unpacked(file, secret if secret is not None else passphrase()) as (_register, manifest):
        return manifest


@contextmanager
def unpacked(file: Path, secret: str | None) -> Iterator[tuple[Path, Manifest]]:
    """The proven register of a backup, in a folder that goes afterwards, and its manifest. Raises as verify does."""
    if not file.exists():
        raise NoBackup(str(file))
    with _room(file.parent) as room:
        try:
            manifest = _unzipped(file, room, secret)
            register = room / INSIDE
            if sha256(register) != manifest.file_sha256:
                raise BackupDamaged(str(file), "the register in it is not the one that was put there")
            with opened(register) as connection:
                _held_against(file, connection, manifest)
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, duckdb.Error) as error:
            raise BackupDamaged(str(file), str(error).splitlines()[0] if str(error) else "it is cut off") from error
        yield register, manifest


def _unzipped(file: Path, room: Path, secret: str | None) -> Manifest:
    packed = file
    if file.name.endswith(SEALED):
        try:
            opened_bytes = pyrage.passphrase.decrypt(file.read_bytes(), secret or "")
        except pyrage.DecryptError as error:
            raise BackupLocked(str(file)) from error
        packed = room / "opened.zip"
        packed.write_bytes(opened_bytes)
    with zipfile.ZipFile(packed) as book:
        read: dict[str, Any] = json.loads(book.read(MANIFEST))
        book.extract(INSIDE, room)
    tables = {name: Table(**table) for name, table in read.pop("tables").items()}
    return Manifest(**read, tables=tables)


def _held_against(file: Path, connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    found = _tables(connection)
    wrong = sorted(
        name for name in found.keys() | manifest.tables.keys() if found.get(name) != manifest.tables.get(name)
    )
    if wrong:
        raise BackupDamaged(str(file), f"other rows than the manifest says in {', '.join(wrong)}")
    log = verdict(connection, None, kept_outside=False)
    if not log.whole:
        raise BackupDamaged(str(file), " ".join(finding.sentence() for finding in log.findings))


@dataclass(frozen=True)
class Restored:
    """A register that was put in its place. kept: the one that stood there before; None: there was none."""

    path: Path
    manifest: Manifest
    kept: Path | None


def restore(register: Path, file: Path, by: Scope = COMMAND, secret: str | None = None) -> Restored:
    """Put a proven backup in the register's place; what stood there is kept under another name, nothing is overwritten.

    Raises RegisterInUse where a program holds the register, and as verify does.
    """
    _refuse_while_held(register)
    with unpacked(file, secret if secret is not None else passphrase()) as (proven, manifest):
        fresh = register.with_name(register.name + ".restored")
        register.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(proven, fresh)
        head = _recorded(fresh, file, by)
    before = _kept_aside(register)
    fresh.replace(register)
    audit_head.onto_disk(register.parent)
    audit_head.write_head(register, head)
    return Restored(register, manifest, before)


def _refuse_while_held(register: Path) -> None:
    if register.exists():
        try:
            duckdb.connect(str(register), read_only=True).close()
        except duckdb.Error as error:
            if "lock" in str(error).lower() or "being used" in str(error).lower():
                raise RegisterInUse(path=str(register)) from error


def _recorded(fresh: Path, file: Path, by: Scope) -> audit_head.Head:
    """Enter the restoring in the restored register's own log; returns the head to be kept outside."""
    connection = duckdb.connect(str(fresh))
    try:
        connection.execute("BEGIN TRANSACTION")
        audit.append(connection, by, "restore", file.name, 0)
        head = audit_head.head_of(connection)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    if head is None:
        raise BackupDamaged(str(file), "it has no identity")
    with fresh.open("rb+") as written:
        os.fsync(written.fileno())
    return head


def _kept_aside(register: Path) -> Path | None:
    """Move what stands in the register's place, with its write-ahead log, to a name of its own; copy the head there."""
    if not register.exists():
        return None
    aside = register.with_name(f"{register.stem}-before-restore-{_stamp()}{register.suffix}")
    head = audit_head.head_path(register)
    if head.exists():
        shutil.copy2(head, audit_head.head_path(aside))
    for ending in (".wal", ""):
        file = register.with_name(register.name + ending)
        if file.exists():
            file.replace(aside.with_name(aside.name + ending))
    return aside


if __name__ == "__main__":
    from data.backup_command import main

    raise SystemExit(main())
