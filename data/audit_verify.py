"""Is the audit log whole? Which row was edited, removed or cut off, and is this the register that was left?

Every row's hash is computed anew and held against the row before and after; the end is held against the head outside
(data/audit_head.py). A cut end is told from an old copy by what else the register holds: rows of other tables that are
later than the last row of the log were there before the log lost its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import duckdb

from data import audit, audit_head
from data.audit_head import Agreement
from data.errors import N_
from data.store import Store

_AT_ONCE: Final = 20_000
_SAME_MOMENT: Final = timedelta(seconds=2)


class FindingKind(StrEnum):
    """What can be wrong, the gravest first; the code with which the command exits."""

    EDITED = "edited"
    DELETED = "deleted"
    CUT_TAIL = "cut_tail"
    OLD_COPY = "old_copy"
    REWRITTEN = "rewritten"
    OTHER_REGISTER = "other_register"
    NO_HEAD = "no_head"

    @property
    def exit_code(self) -> int:
        """10 to 16; 0 is whole, 1 could not be looked at, 2 a wrong option."""
        return 10 + list(FindingKind).index(self)


SENTENCES: Final[dict[FindingKind, str]] = {
    FindingKind.EDITED: N_("Entry {seq} was edited: what it says does not agree with its hash or with the next entry."),
    FindingKind.DELETED: N_("{rows} entries were deleted: {seq} is missing, and the log goes on at {next}."),
    FindingKind.CUT_TAIL: N_(
        "The end was cut off: the log ends at entry {seq}, had reached {head}, and the register holds data of {later}, "
        "later than its last entry."
    ),
    FindingKind.OLD_COPY: N_(
        "An old copy was put back: the log ends at entry {seq} and had reached {head}, and nothing in the register is "
        "later. (Entries that recorded no change but only reading leave the same trace when they are cut off.)"
    ),
    FindingKind.REWRITTEN: N_(
        "Entry {seq} is not the one that was written on {written}: the log was written anew, or an old copy was put "
        "back and worked with."
    ),
    FindingKind.OTHER_REGISTER: N_("The end kept outside belongs to another register."),
    FindingKind.NO_HEAD: N_("The end of the log was not kept outside, so nobody can say whether it was cut off."),
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. seq: the entry concerned. facts: what the sentence quotes."""

    kind: FindingKind
    seq: int
    facts: tuple[tuple[str, object], ...] = ()

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """What is wrong, in the language of `translate`."""
        return translate(SENTENCES[self.kind]).format(seq=self.seq, **dict(self.facts))


@dataclass(frozen=True)
class Verdict:
    """What the check found: entries looked at, the last of them, and all that is wrong, gravest first."""

    entries: int
    last_seq: int
    head_seq: int | None
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def exit_code(self) -> int:
        """0: whole; otherwise the code of the gravest finding."""
        return self.findings[0].kind.exit_code if self.findings else 0


def verify(store: Store) -> Verdict:
    """Look through the whole log of an open register, and at the head outside. Raises AuditHeadUnreadable."""
    with store.snapshot() as cursor:
        outside = audit_head.read_head(store.path) if store.path else None
        return verdict(cursor, outside, kept_outside=store.path is not None)


def verdict(cursor: duckdb.DuckDBPyConnection, outside: audit_head.Head | None, kept_outside: bool = True) -> Verdict:
    """The same of a cursor. kept_outside False: a register in memory, which has no head outside."""
    chain = _Chain()
    for row in _rows(cursor):
        chain.add(row)
    findings = chain.findings()
    if kept_outside:
        findings += _against_head(cursor, outside, chain)
    gravest = sorted(findings, key=lambda finding: (finding.kind.exit_code, finding.seq))
    return Verdict(chain.entries, chain.last_seq, outside.seq if outside else None, tuple(gravest))


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    found = cursor.execute("SELECT * FROM audit_log ORDER BY seq")
    while rows := found.fetchmany(_AT_ONCE):
        yield from rows


class _Chain:
    """The log, entry by entry: what does not fit."""

    def __init__(self) -> None:
        self.entries = 0
        self.last_seq = 0
        self.last_at: datetime | None = None
        self._last_hash = audit.FIRST_HASH
        self._edited: set[int] = set()
        self._gaps: list[tuple[int, int]] = []

    def add(self, row: tuple[object, ...]) -> None:
        """Hold the entry against its own hash and the one before."""
        seq, previous, digest = int(str(row[0])), str(row[9]), str(row[10])
        self.entries += 1
        if seq != self.last_seq + 1:
            self._gaps.append((self.last_seq + 1, seq))
        elif previous != self._last_hash:
            self._edited.add(max(self.last_seq, 1))
        if audit.row_hash(row[:10]) != digest:
            self._edited.add(seq)
        self.last_seq, self._last_hash = seq, digest
        self.last_at = row[1] if isinstance(row[1], datetime) else None

    def findings(self) -> list[Finding]:
        """Edited entries and gaps."""
        gaps = [
            Finding(FindingKind.DELETED, first, (("rows", following - first), ("next", following)))
            for first, following in self._gaps
        ]
        return [Finding(FindingKind.EDITED, seq) for seq in sorted(self._edited)] + gaps


def _against_head(cursor: duckdb.DuckDBPyConnection, outside: audit_head.Head | None, chain: _Chain) -> list[Finding]:
    match audit_head.agreement(cursor, outside):
        case Agreement.NO_HEAD:
            return [Finding(FindingKind.NO_HEAD, chain.last_seq)] if chain.entries else []
        case Agreement.OTHER_REGISTER:
            return [Finding(FindingKind.OTHER_REGISTER, chain.last_seq)]
        case Agreement.OTHER_HISTORY if outside:
            return [Finding(FindingKind.REWRITTEN, outside.seq, (("written", outside.written_at_utc),))]
        case Agreement.SHORTER if outside:
            return [_shorter(chain, outside.seq, _latest(cursor))]
    return []


def _shorter(chain: _Chain, head: int, latest: datetime | None) -> Finding:
    if latest and (chain.last_at is None or latest > chain.last_at + _SAME_MOMENT):
        facts = (("head", head), ("later", f"{latest:%Y-%m-%d %H:%M} UTC"))
        return Finding(FindingKind.CUT_TAIL, chain.last_seq, facts)
    return Finding(FindingKind.OLD_COPY, chain.last_seq, (("head", head),))


def _latest(cursor: duckdb.DuckDBPyConnection) -> datetime | None:
    """The latest moment that any other table records."""
    stamped = cursor.execute(
        "SELECT table_name, column_name FROM duckdb_columns() "
        "WHERE column_name LIKE '%\\_at\\_utc' ESCAPE '\\' AND table_name <> 'audit_log' AND schema_name = 'main' "
        "AND table_name IN (SELECT t.table_name FROM duckdb_tables() t)"
    ).fetchall()
    asked = " UNION ALL ".join(f"SELECT max({column})::TIMESTAMP AS moment FROM {table}" for table, column in stamped)  # noqa: S608 names of the schema
    found = cursor.execute(f"SELECT max(moment) FROM ({asked})").fetchone() if stamped else None  # noqa: S608
    return found[0] if found else None
