"""Flag a case as a Special Case, note what a person needs, and take either back; nothing is deleted."""

from __future__ import annotations

import datetime as dt
from typing import Final

import duckdb

from data import audit, frozen
from data.case_errors_work import FlagMissing, FlagThere, InTheFuture, MayNotRecord
from data.case_record import NewEvent, record_in, refuse_unseen, standing_events, withdraw_in
from data.case_rules import RECORDING_ROLES
from data.code import Code
from data.errors import N_
from data.scope import Scope
from data.store import Store
from data.vocabulary import EventKind, Service, SpecialCategory

_FLAG: Final = N_("a flag of a Special Case")
_NEED: Final = N_("a need")


def flag_special(store: Store, scope: Scope, case_code: str, category: SpecialCategory, flagged_on: dt.date) -> None:
    """Flag a case (1.7, 2.10.2, 3.10): the flag, the event and the mark of the case, in one transaction.

    Raises CaseNotSeen, MayNotRecord, FlagThere and what data.case_rules.refuse_impossible raises.
    """
    with store.transaction() as cursor:
        _may(cursor, scope, case_code, _FLAG)
        if _stands(cursor, "case_flag", "special_category", case_code, category):
            raise FlagThere(case_code, category.label)
        record_in(cursor, scope, NewEvent(case_code, EventKind.SPECIAL_FLAGGED, flagged_on, detail=str(category)))
        cursor.execute(
            "INSERT INTO case_flag (case_code, special_category, flagged_on, flagged_by) VALUES (?, ?, ?, ?)",
            [case_code, str(category), flagged_on, scope.actor],
        )
        cursor.execute("UPDATE victim_case SET is_special = true WHERE case_code = ?", [case_code])
        audit.append(cursor, scope, "flag special case", case_code, 1, str(category))


def unflag(store: Store, scope: Scope, case_code: str, category: SpecialCategory) -> None:
    """Take a flag back, with its event; the case is a Special Case no longer where no flag is left.

    Raises CaseNotSeen, MayNotRecord, FlagMissing.
    """
    with store.transaction() as cursor:
        _may(cursor, scope, case_code, _FLAG)
        if not _withdraw(cursor, "case_flag", "special_category", case_code, category):
            raise FlagMissing(case_code, category.label)
        for event in standing_events(cursor, case_code):
            if event.event_kind is EventKind.SPECIAL_FLAGGED and event.detail == str(category):
                withdraw_in(cursor, scope, event.event_id)
        cursor.execute(
            "UPDATE victim_case SET is_special = EXISTS (SELECT 1 FROM case_flag f "
            "WHERE f.case_code = victim_case.case_code AND NOT f.withdrawn) WHERE case_code = ?",
            [case_code],
        )
        audit.append(cursor, scope, "take back flag", case_code, 1, str(category))


def note_need(store: Store, scope: Scope, case_code: str, service: Service, noted_on: dt.date) -> None:
    """Note a service that the person needs (2.10). Raises CaseNotSeen, MayNotRecord, FlagThere, InTheFuture."""
    today = frozen.now().date()
    with store.transaction() as cursor:
        _may(cursor, scope, case_code, _NEED)
        if noted_on > today:
            raise InTheFuture(case_code, str(noted_on), str(today))
        if _stands(cursor, "case_need", "service", case_code, service):
            raise FlagThere(case_code, service.label)
        cursor.execute(
            "INSERT INTO case_need (case_code, service, noted_on, noted_by) VALUES (?, ?, ?, ?)",
            [case_code, str(service), noted_on, scope.actor],
        )
        audit.append(cursor, scope, "note need", case_code, 1, str(service))


def drop_need(store: Store, scope: Scope, case_code: str, service: Service) -> None:
    """Take a need back: met, or noted by mistake. Raises CaseNotSeen, MayNotRecord, FlagMissing."""
    with store.transaction() as cursor:
        _may(cursor, scope, case_code, _NEED)
        if not _withdraw(cursor, "case_need", "service", case_code, service):
            raise FlagMissing(case_code, service.label)
        audit.append(cursor, scope, "take back need", case_code, 1, str(service))


def _may(cursor: duckdb.DuckDBPyConnection, scope: Scope, case_code: str, what: str) -> None:
    if scope.role not in RECORDING_ROLES:
        raise MayNotRecord(str(scope.role), what)
    refuse_unseen(cursor, scope, case_code)


def _stands(cursor: duckdb.DuckDBPyConnection, table: str, column: str, case_code: str, code: Code) -> bool:
    sql = f"SELECT 1 FROM {table} WHERE case_code = ? AND {column} = ? AND NOT withdrawn"  # noqa: S608 names of this module
    return cursor.execute(sql, [case_code, str(code)]).fetchone() is not None


def _withdraw(cursor: duckdb.DuckDBPyConnection, table: str, column: str, case_code: str, code: Code) -> bool:
    """Whether there was one to withdraw."""
    there = _stands(cursor, table, column, case_code, code)
    sql = f"UPDATE {table} SET withdrawn = true WHERE case_code = ? AND {column} = ? AND NOT withdrawn"  # noqa: S608
    cursor.execute(sql, [case_code, str(code)])
    return there
