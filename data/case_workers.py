"""Case workers of a provider, known by a code alone: record them, let them leave, give them a case.

A worker belongs to a presence and works for all that shares its room. Who carries a case stands in the open period of
assignment; a change of worker is no new period, and the audit log keeps who carried it before.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import dataclass

import duckdb

from data import audit, frozen
from data.case_worker_errors import (
    CarriedCaseMissing,
    WorkerCarriesPeople,
    WorkerChangedMeanwhile,
    WorkerCodeTaken,
    WorkerCodeWrong,
    WorkerDayWrong,
    WorkerGone,
    WorkerOfOthers,
    WorkersNotYours,
    WorkerUnknown,
)
from data.scope import Scope
from data.store import Store
from data.vocabulary import OrganisationKind, Role

ADDED, LEFT, GIVEN = "case worker added", "case worker left", "case given to a case worker"
EARLIEST = dt.date(2000, 1, 1)
# At most four letters, so that no name fits.
_CODE = re.compile(r"[A-Z]{1,4}[- ]?[0-9]{1,4}")


@dataclass(frozen=True)
class NewWorker:
    """A worker to record. presence_id: of the base where several places share a room. from_on: None: not told."""

    presence_id: str
    code: str
    from_on: dt.date | None = None


@dataclass(frozen=True)
class _Place:
    presence_id: str
    pool_id: str
    organisation_id: str
    organisation: str
    kind: str


@dataclass(frozen=True)
class _Worker:
    worker_id: str
    code: str
    from_on: dt.date | None
    to_on: dt.date | None
    place: _Place


def add(store: Store, scope: Scope, new: NewWorker) -> str:
    """Record a worker; returns its identifier. The code is kept in capitals.

    Raises WorkersNotYours, WorkerCodeWrong, WorkerCodeTaken, WorkerDayWrong; nothing is written then.
    """
    code = new.code.strip().upper().replace(" ", "-")
    if not _CODE.fullmatch(code):
        raise WorkerCodeWrong()
    if new.from_on:
        _refuse_day(code, new.from_on, EARLIEST)
    worker_id = f"W-{secrets.token_hex(5)}"
    with store.transaction() as cursor:
        place = _place(cursor, new.presence_id)
        _refuse_others(scope, place)
        if _taken(cursor, place, code):
            raise WorkerCodeTaken(code=code, organisation=place.organisation if place else "")
        row = [worker_id, new.presence_id, code, new.from_on, scope.actor, frozen.now()]
        cursor.execute(
            "INSERT INTO case_worker (worker_id, presence_id, code, from_on, recorded_by, recorded_at_utc) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
        audit.append(cursor, scope, ADDED, worker_id, 1, f"{new.presence_id}: {code}")
    return worker_id


def leave(store: Store, scope: Scope, worker_id: str, to_on: dt.date) -> None:
    """Record a worker's last day; whoever still carries people cannot leave.

    Raises WorkerUnknown, WorkersNotYours, WorkerGone, WorkerDayWrong, WorkerCarriesPeople; nothing is written then.
    """
    with store.transaction() as cursor:
        worker = _worker(cursor, worker_id)
        _refuse_others(scope, worker.place)
        if worker.to_on:
            raise WorkerGone(code=worker.code, to_on=worker.to_on.isoformat())
        _refuse_day(worker.code, to_on, worker.from_on or EARLIEST)
        people = _carried(cursor, worker_id)
        if people:
            raise WorkerCarriesPeople(code=worker.code, people=people)
        cursor.execute("UPDATE case_worker SET to_on = ? WHERE worker_id = ?", [to_on, worker_id])
        audit.append(cursor, scope, LEFT, worker_id, 1, f"{worker.code}: {to_on}")


def give(store: Store, scope: Scope, assignment_id: str, worker_id: str | None, seen: str | None) -> None:
    """Give a carried case to a worker of its provider (None: to nobody yet). seen: worker whom the reader saw there.

    Raises CarriedCaseMissing, WorkersNotYours, WorkerUnknown, WorkerOfOthers, and WorkerChangedMeanwhile where another
    worker has it by now; nothing is written then.
    """
    with store.transaction() as cursor:
        case_code, presence_id, now_with = _period(cursor, scope, assignment_id)
        place = _place(cursor, presence_id)
        _refuse_others(scope, place)
        if now_with != seen:
            raise _changed(cursor, case_code, now_with)
        worker = _worker(cursor, worker_id) if worker_id else None
        today = frozen.now().date()
        if worker and place and (worker.place.pool_id != place.pool_id or not _is_there(worker, today)):
            raise WorkerOfOthers(code=worker.code, case_code=case_code)
        if worker_id == now_with:
            return
        cursor.execute("UPDATE assignment SET worker_id = ? WHERE assignment_id = ?", [worker_id, assignment_id])
        audit.append(cursor, scope, GIVEN, case_code, 1, f"{assignment_id}: {now_with or '-'} > {worker_id or '-'}")


def _period(cursor: duckdb.DuckDBPyConnection, scope: Scope, assignment_id: str) -> tuple[str, str, str | None]:
    """case_code, presence_id and worker of an assigned period that still holds and that the reader sees."""
    p = scope.params()
    row = cursor.execute(
        "SELECT case_code, presence_id, worker_id FROM visible_assignment(?, ?, ?) "
        "WHERE assignment_id = ? AND assignment_state = 'assigned' AND valid_to IS NULL",
        [p["role"], p["organisation"], p["shelters"], assignment_id],
    ).fetchone()
    if row is None:
        raise CarriedCaseMissing()
    return str(row[0]), str(row[1]), row[2]


def _changed(cursor: duckdb.DuckDBPyConnection, case_code: str, now_with: str | None) -> WorkerChangedMeanwhile:
    """The refusal that tells who has the case by now, and who gave it when."""
    code = _worker(cursor, now_with).code if now_with else "–"
    row = cursor.execute(
        "SELECT actor, at_utc FROM audit_log WHERE subject = ? AND records = 1 ORDER BY seq DESC LIMIT 1", [case_code]
    ).fetchone()
    by, when = row or ("–", None)
    return WorkerChangedMeanwhile(case_code, code, str(by), f"{when:%Y-%m-%d %H:%M}" if when else "–")


def _place(cursor: duckdb.DuckDBPyConnection, presence_id: str) -> _Place | None:
    row = cursor.execute(
        "SELECT p.presence_id, coalesce(p.base_presence_id, p.presence_id), o.organisation_id, o.name, o.kind "
        "FROM provider_presence p JOIN organisation o USING (organisation_id) "
        "WHERE p.presence_id = ? AND NOT p.withdrawn",
        [presence_id],
    ).fetchone()
    return _Place(*row) if row else None


def _worker(cursor: duckdb.DuckDBPyConnection, worker_id: str) -> _Worker:
    row = cursor.execute(
        "SELECT worker_id, code, from_on, to_on, presence_id FROM case_worker WHERE worker_id = ?", [worker_id]
    ).fetchone()
    place = _place(cursor, row[4]) if row else None
    if row is None or place is None:
        raise WorkerUnknown(worker_id=worker_id)
    return _Worker(row[0], row[1], row[2], row[3], place)


def _refuse_others(scope: Scope, place: _Place | None) -> None:
    """Planners keep all workers, managers those of the own organisation, DSW officers those of Government offices."""
    allowed = place is not None and (
        scope.role is Role.PLANNER
        or (scope.role is Role.NGO_MANAGER and place.organisation_id == scope.organisation_id)
        or (scope.role is Role.DSW_OFFICER and place.kind == OrganisationKind.GOVERNMENT)
    )
    if not allowed:
        raise WorkersNotYours(organisation=place.organisation if place else "–")


def _refuse_day(code: str, on: dt.date, earliest: dt.date) -> None:
    today = frozen.now().date()
    if not earliest <= on <= today:
        raise WorkerDayWrong(code, on.isoformat(), earliest.isoformat(), today.isoformat())


def _is_there(worker: _Worker, on: dt.date) -> bool:
    return (worker.from_on is None or worker.from_on <= on) and (worker.to_on is None or worker.to_on >= on)


def _taken(cursor: duckdb.DuckDBPyConnection, place: _Place | None, code: str) -> bool:
    """Whether any worker of the same room has the code."""
    found = cursor.execute(
        "SELECT 1 FROM case_worker w JOIN provider_presence p USING (presence_id) "
        "WHERE w.code = ? AND coalesce(p.base_presence_id, p.presence_id) = ?",
        [code, place.pool_id if place else None],
    ).fetchone()
    return found is not None


def _carried(cursor: duckdb.DuckDBPyConnection, worker_id: str) -> int:
    """People whom the worker carries now."""
    row = cursor.execute(
        "SELECT count(*) FROM visible_assignment('planner', NULL, []) WHERE worker_id = ? AND valid_to IS NULL "
        "AND assignment_state = 'assigned'",
        [worker_id],
    ).fetchone()
    return int(row[0]) if row else 0
