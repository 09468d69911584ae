"""Before the first visitor: is the register the one that was left? What is not is moved aside; nothing is deleted.

The file is opened for reading only, which replays what a crash left in the write-ahead log without touching either.
Only what is known to have been a register is moved: a head stands beside it, or it has DuckDB's mark.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import duckdb

from data import audit_head
from data.audit_errors import RegisterGone, RegisterLostRows, RegisterQuarantined
from data.errors import N_, AtlasError
from data.store import head_alarm
from data.vocabulary import RegisterKind

_MARK: Final = (8, b"DUCK")
_NOT_DAMAGED: Final = (
    "lock", "being used", "version", "different configuration", "permission", "no space", "memory", "too many open",
)  # fmt: skip
UNREADABLE: Final = N_("It cannot be read ({detail}).")
LOST: Final = N_(
    "Its audit log ends at entry {last}, and had reached {head}: entries were lost, or an old copy was put back."
)
REWRITTEN: Final = N_("Entry {head} of its audit log is another one or missing: it is another register, or rewritten.")


def examine(path: Path) -> None:
    """Pass over a register that is as it was left, or where there is none; move any other aside.

    Raises RegisterQuarantined, RegisterGone (real cases were here), AuditHeadUnreadable. A file that another program
    holds, or of another version, is left to whoever opens it.
    """
    outside = audit_head.read_head(path)
    if not path.exists():
        if outside and outside.kind != RegisterKind.DEMONSTRATION:
            raise RegisterGone(str(path), outside.written_at_utc, outside.seq)
        return
    try:
        alarm = _alarm(path, outside)
    except duckdb.Error as error:
        detail = str(error).splitlines()[0]
        if _somebody_elses_matter(detail) or not (outside or _has_mark(path)):
            return
        raise _moved_aside(path, UNREADABLE, detail=detail) from error
    if isinstance(alarm, RegisterLostRows):
        raise _moved_aside(path, LOST, last=alarm.last, head=alarm.head) from alarm
    if alarm is not None and outside is not None:
        raise _moved_aside(path, REWRITTEN, head=outside.seq) from alarm


def _alarm(path: Path, outside: audit_head.Head | None) -> AtlasError | None:
    connection = duckdb.connect(str(path), read_only=True)
    try:
        found = audit_head.agreement(connection, outside)
        inside = audit_head.head_of(connection)
    finally:
        connection.close()
    return head_alarm(path, found, inside, outside) if outside and found.alarming else None


def _somebody_elses_matter(detail: str) -> bool:
    """Whether the file is held or may not be read now, which says nothing about what is in it."""
    return any(word in detail.lower() for word in _NOT_DAMAGED)


def _has_mark(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(_MARK[0])
        return file.read(len(_MARK[1])) == _MARK[1]


def _moved_aside(path: Path, why: str, **facts: object) -> RegisterQuarantined:
    """Move the register and its write-ahead log into a folder of their own, with a copy of the head and the reason."""
    folder = path.parent / "quarantine" / f"{path.stem}-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%fZ')}"
    folder.mkdir(parents=True)
    head = audit_head.head_path(path)
    if head.exists():
        shutil.copy2(head, folder / head.name)
    for file in (path, path.with_name(path.name + ".wal")):
        if file.exists():
            file.replace(folder / file.name)
    told = RegisterQuarantined(str(path), str(folder), why, tuple(sorted(facts.items())))
    (folder / "WHY.txt").write_text(f"{told}\n", encoding="utf-8")
    audit_head.onto_disk(folder)
    audit_head.onto_disk(path.parent)
    return told
