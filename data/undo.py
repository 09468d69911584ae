"""Take back a whole load while nothing depends on it: its records are withdrawn, none is deleted.

A withdrawn case gives up its code, so that the mended file brings the same codes again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb
import pandas as pd

from data import audit
from data.case_errors import LoadNeeded, LoadUnknown, MayNotDecide
from data.errors import N_
from data.identifiers import RELEASED, release_case_codes
from data.pairs import DECIDING_ROLES
from data.registers import REGISTERS
from data.remarks import Remark
from data.scope import Scope
from data.store import Store
from data.validate import Read
from data.vocabulary import ImportFormat

_OWN = {
    "OWN_CASES": "SELECT case_code FROM victim_case WHERE batch_id = $batch",
    "OWN_PRESENCES": "SELECT presence_id FROM provider_presence WHERE batch_id = $batch",
}
_DEPENDENTS = (
    (
        N_("{records} of its cases were confirmed to be one person with another record"),
        "SELECT count(*) AS n FROM case_pair WHERE state = 'confirmed' "
        "AND (case_code_a IN (OWN_CASES) OR case_code_b IN (OWN_CASES))",
    ),
    (
        N_("{records} decisions about who carries its cases were made since"),
        "SELECT count(*) AS n FROM assignment WHERE case_code IN (OWN_CASES) "
        "AND (NOT starts_with(assignment_id, $batch || '-') "
        "OR (valid_to IS NOT NULL AND end_reason <> 'assigned'))",
    ),
    (
        N_("{records} events of its cases were recorded since"),
        "SELECT count(*) AS n FROM case_event WHERE case_code IN (OWN_CASES) "
        "AND NOT starts_with(event_id, $batch || '-')",
    ),
    (
        N_("{records} cases are or were carried by its presences"),
        "SELECT count(DISTINCT case_code) AS n FROM assignment WHERE presence_id IN (OWN_PRESENCES)",
    ),
    (
        N_("{records} presences of other loads share the room of its presences"),
        "SELECT count(*) AS n FROM provider_presence WHERE base_presence_id IN (OWN_PRESENCES) "
        "AND batch_id IS DISTINCT FROM $batch AND NOT withdrawn",
    ),
    (
        N_("{records} of its presences were confirmed again by a later load"),
        "SELECT count(*) AS n FROM presence_renewal r JOIN import_batch b USING (batch_id) "
        "WHERE r.presence_id IN (OWN_PRESENCES) AND r.batch_id <> $batch AND b.undone_at_utc IS NULL",
    ),
    (
        N_("{records} decisions were taken at its meetings"),
        "SELECT count(*) AS n FROM meeting_decision d JOIN meeting m USING (meeting_id) "
        "WHERE m.batch_id = $batch AND NOT d.withdrawn",
    ),
    (
        N_("{records} presences that it confirmed have been confirmed again since"),
        "SELECT count(*) AS n FROM presence_renewal r JOIN provider_presence p USING (presence_id) "
        "WHERE r.batch_id = $batch AND p.last_confirmed_on IS DISTINCT FROM r.confirmed_after",
    ),
)


@dataclass(frozen=True)
class Undone:
    """What was taken back: records withdrawn (cases, presences or entries of small registers), confirmations given
    their earlier date."""

    batch_id: str
    cases: int
    presences: int
    renewals: int
    entries: int = 0


def dependents(read: Read, batch_id: str) -> tuple[Remark, ...]:
    """What depends on a load, a sentence each; empty: it can be undone. Raises LoadUnknown."""
    _standing(read, batch_id)
    found = []
    for text, sql in _DEPENDENTS:
        for name, own in _OWN.items():
            sql = sql.replace(name, own)
        records = int(read(sql, {"batch": batch_id})["n"].iloc[0])
        if records:
            found.append(Remark(text, (("records", records),)))
    return tuple(found)


def _standing(read: Read, batch_id: str) -> str:
    """The file of a load that can be named for undoing."""
    found = read(
        "SELECT file_name FROM import_batch WHERE batch_id = $batch AND undone_at_utc IS NULL "
        "AND import_format <> $demo",
        {"batch": batch_id, "demo": str(ImportFormat.DEMONSTRATION)},
    )
    if found.empty:
        raise LoadUnknown(batch_id=batch_id)
    return str(found["file_name"].iloc[0])


def undo(store: Store, scope: Scope, batch_id: str) -> Undone:
    """Withdraw everything that a load brought, in one transaction with an audit row; its file may then be loaded again.

    Organisations and answers about places stay. Raises MayNotDecide, LoadUnknown, LoadNeeded.
    """
    if scope.role not in DECIDING_ROLES:
        raise MayNotDecide(role=str(scope.role))
    with store.transaction() as cursor:

        def read(sql: str, params: object) -> pd.DataFrame:
            return cursor.execute(sql, params).df()

        file = _standing(read, batch_id)
        needed = dependents(read, batch_id)
        if needed:
            raise LoadNeeded(file=file, reasons=needed)
        counts = [
            int(read(f"SELECT count(*) AS n FROM {table} WHERE batch_id = $batch", {"batch": batch_id})["n"].iloc[0])  # noqa: S608 names of this module
            for table in ("victim_case", "provider_presence", "presence_renewal")
        ]
        for statement in (
            "UPDATE victim_case SET withdrawn = true WHERE batch_id = $batch",
            "UPDATE provider_presence SET withdrawn = true WHERE batch_id = $batch",
            "UPDATE provider_presence SET last_confirmed_on = r.confirmed_before FROM presence_renewal r "
            "WHERE r.presence_id = provider_presence.presence_id AND r.batch_id = $batch",
        ):
            cursor.execute(statement, {"batch": batch_id})
        entries = _withdraw_entries(cursor, batch_id)
        if counts[0]:
            release_case_codes(cursor, batch_id)
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        cursor.execute("UPDATE import_batch SET undone_at_utc = ? WHERE batch_id = ?", [now, batch_id])
        audit.append(
            cursor, scope, "undo load", batch_id, counts[0] + counts[1] + entries, _story(file, batch_id, counts[0])
        )
    return Undone(batch_id, counts[0], counts[1], counts[2], entries)


def _withdraw_entries(cursor: duckdb.DuckDBPyConnection, batch_id: str) -> int:
    """Withdraw what a load brought into small registers; returns how many entries."""
    entries = 0
    for table in REGISTERS:
        withdrawn = f"UPDATE {table} SET withdrawn = true WHERE batch_id = ? AND NOT withdrawn"  # noqa: S608 own name
        entries += int((cursor.execute(withdrawn, [batch_id]).fetchone() or (0,))[0])
    return entries


def _story(file: str, batch_id: str, cases: int) -> str:
    """What the audit log says: the file, and where the withdrawn cases are found from now on."""
    return f"{file}; codes of {cases} cases now end with {RELEASED}{batch_id}" if cases else file
