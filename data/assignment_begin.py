"""The wait begins with the return of a person whom the other government hands over: nobody is lost between agencies.

Other cases need support from their identification: for those, and for returns that a file tells, the load opens it.
"""

from __future__ import annotations

import datetime as dt
import secrets

import duckdb

from data import audit, frozen
from data.scope import Scope
from data.vocabulary import AssignmentState, EventKind, UnassignedReason, VictimType

MADE_HERE = "AS-"
"""How identifiers of periods begin that the app made; those of loads and of the demonstration begin otherwise."""

AUDIT = "assignment: "
"""How the audit actions of all decisions about who carries a case begin."""

BEGINS = EventKind.REPATRIATED


def begin_wait(cursor: duckdb.DuckDBPyConnection, scope: Scope, case_code: str, kind: EventKind, on: dt.date) -> None:
    """With the return of a government-to-government case that has no period yet, open its wait; else do nothing."""
    if kind is not BEGINS:
        return
    found = cursor.execute(
        "SELECT 1 FROM victim_case v WHERE case_code = ? AND victim_type = ? AND NOT EXISTS ("
        "SELECT 1 FROM assignment a WHERE a.case_code = v.case_code AND NOT a.withdrawn)",
        [case_code, str(VictimType.G2G)],
    ).fetchone()
    if not found:
        return
    assignment_id = f"{MADE_HERE}{secrets.token_hex(8)}"
    cursor.execute(
        "INSERT INTO assignment (assignment_id, case_code, assignment_state, unassigned_reason, valid_from, "
        "waiting_since, decided_by, decided_at_utc) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            assignment_id, case_code, str(AssignmentState.UNASSIGNED), str(UnassignedReason.NOT_CONSIDERED), on, on,
            scope.actor, frozen.now(),
        ],
    )  # fmt: skip
    audit.append(cursor, scope, f"{AUDIT}begin", case_code, 1, assignment_id)


def end_wait(cursor: duckdb.DuckDBPyConnection, scope: Scope, case_code: str, kind: EventKind, on: dt.date) -> None:
    """Where a return is taken back, so is the wait that it opened, unless anything was decided since."""
    if kind is not BEGINS:
        return
    found = cursor.execute(
        "SELECT min(assignment_id) FROM assignment WHERE case_code = ? AND NOT withdrawn "
        "HAVING count(*) = 1 AND bool_and(assignment_state = 'unassigned' AND valid_to IS NULL AND valid_from = ? "
        "AND starts_with(assignment_id, ?))",
        [case_code, on, MADE_HERE],
    ).fetchone()
    if found:
        cursor.execute("UPDATE assignment SET withdrawn = true WHERE assignment_id = ?", [found[0]])
        audit.append(cursor, scope, f"{AUDIT}undo", case_code, 1, found[0])
