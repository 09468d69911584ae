"""Who did what: rows chained by SHA-256, appended inside the transaction of the change they record."""

from __future__ import annotations

import hashlib
import json
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Protocol

import duckdb

from data.scope import Scope

FIRST_HASH = "0" * 64
READ_CASES = "read cases"


class Transactions(Protocol):
    """What lends a transaction: data.store.Store."""

    def transaction(self, only_audit: bool = False) -> AbstractContextManager[duckdb.DuckDBPyConnection]: ...


def append(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, action: str, subject: str, records: int, reason: str | None = None
) -> str:
    """Add one row to audit_log in the caller's open transaction; returns its hash (64 hexadecimal digits)."""
    last = cursor.execute("SELECT seq, row_hash FROM audit_log ORDER BY seq DESC LIMIT 1").fetchone() or (0, FIRST_HASH)
    row = (
        last[0] + 1,
        datetime.now(UTC).replace(tzinfo=None),
        scope.actor,
        str(scope.role),
        scope.organisation_id,
        action,
        subject,
        records,
        reason,
        last[1],
    )
    digest = row_hash(row)
    cursor.execute("INSERT INTO audit_log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [*row, digest])
    return digest


def seen(store: Transactions, scope: Scope, subject: str, records: int) -> None:
    """Tell that rows of cases were looked at, in a transaction of its own; nothing for no record.

    For each list or case that somebody opens, once a view and content, not once a rerun.
    """
    if records:
        with store.transaction(only_audit=True) as cursor:
            append(cursor, scope, READ_CASES, subject, records)


def row_hash(row: tuple[object, ...]) -> str:
    """SHA-256 of the ten columns before row_hash, in the order of the schema, written as one JSON list."""
    plain = [value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value for value in row]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


if __name__ == "__main__":
    from data.audit_command import main

    raise SystemExit(main())
