"""Enter a record into a small register, or take one back; each change in one transaction with its audit row."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

from data import audit, reference
from data.errors import N_, AtlasError
from data.indicator_files import indicators
from data.lines import one_line
from data.personal import kind_of
from data.register_errors import CellWrong, EntryGone, EntryOfOthers, EntryRefused, MayNotKeep, MeetingDecided
from data.registers import FIRST_YEAR, LAST_YEAR, Cell, Register, RegisterColumn, Values, clashes
from data.remarks import Sentence
from data.scope import Scope
from data.store import Store, insert_frame
from data.validate_cells import EARLIEST, LATEST, MAX_NUMBER
from data.vocabulary import Role

NAME_LONGEST = 120


def add(store: Store, scope: Scope, register: Register, values: Values, today: dt.date | None = None) -> str:
    """Enter one record; returns its identifier. values: column key -> value (codes as text), None for blank.

    Raises MayNotKeep, EntryRefused with everything that is wrong. today: no day of what has happened can be later.
    """
    if scope.role not in register.writers:
        raise MayNotKeep(role=str(scope.role))
    told, wrong = _told(register, values, today or dt.date.today())
    with store.transaction() as cursor:
        wrong += _unknown(cursor, scope, register, told)
        if not wrong:
            wrong += [CellWrong(_label(register, key), text) for key, text in clashes(register, told)]
        if not wrong:
            wrong += _repeated(cursor, register, told)
        if wrong:
            raise EntryRefused(reasons=tuple(wrong))
        (entry,) = insert(cursor, register, pd.DataFrame([told], dtype=object), scope.actor, None)
        audit.append(cursor, scope, f"enter {register.key}", entry, 1)
    return entry


def take_back(store: Store, scope: Scope, register: Register, entry: str) -> None:
    """Withdraw one record; it stays in the register, and nothing counts it. Raises MayNotKeep, EntryGone,
    EntryOfOthers, MeetingDecided."""
    if scope.role not in register.writers:
        raise MayNotKeep(role=str(scope.role))
    with store.transaction() as cursor:
        visible = _visible_rows(register)
        found = cursor.execute(
            f"SELECT recorded_by FROM {visible} WHERE {register.identifier} = $entry AND NOT withdrawn",  # noqa: S608
            {"entry": entry, **(scope.params() if register.about_cases else {})},
        ).fetchone()
        if found is None:
            raise EntryGone(entry=entry)
        if scope.role is not Role.PLANNER and found[0] != scope.actor:
            raise EntryOfOthers(entry=entry)
        _refuse_decided(cursor, register, entry)
        cursor.execute(
            f"UPDATE {register.key} SET withdrawn = true WHERE {register.identifier} = $entry",  # noqa: S608
            {"entry": entry},
        )
        audit.append(cursor, scope, f"take back {register.key}", entry, 1)


def _refuse_decided(cursor: duckdb.DuckDBPyConnection, register: Register, entry: str) -> None:
    if register.key != "meeting":
        return
    found = cursor.execute(
        "SELECT count(*) FROM meeting_decision WHERE meeting_id = ? AND NOT withdrawn", [entry]
    ).fetchone()
    if found and found[0]:
        raise MeetingDecided(entry=entry, decisions=int(found[0]))


def _visible_rows(register: Register) -> str:
    return "visible_proceeding($role, $organisation, $shelters)" if register.about_cases else register.key


def insert(
    cursor: duckdb.DuckDBPyConnection, register: Register, rows: pd.DataFrame, actor: str, batch_id: str | None
) -> list[str]:
    """Insert right rows in the caller's transaction; returns their identifiers. rows: the register's columns."""
    entries = [f"{register.prefix}-{uuid.uuid4().hex[:12]}" for _ in range(len(rows))]
    own = [column.key for column in register.own_columns]
    frame = rows.reindex(columns=own).copy()
    for column in register.own_columns:
        if column.cell in (Cell.DAY, Cell.PLANNED):
            frame[column.key] = pd.to_datetime(frame[column.key])
        if column.cell in (Cell.NUMBER, Cell.YEAR):
            frame[column.key] = frame[column.key].astype("Int64")
        if column.cell is Cell.DECIMAL:
            frame[column.key] = frame[column.key].astype("Float64")
    frame.insert(0, register.identifier, entries)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    insert_frame(cursor, register.key, frame.assign(recorded_by=actor, recorded_at_utc=now, batch_id=batch_id))
    attendance = [
        (entry, str(column.body), int(people))
        for column in register.columns
        if column.body is not None
        for entry, people in zip(entries, rows[column.key] if column.key in rows else [None] * len(rows), strict=True)
        if people is not None and not pd.isna(people)
    ]
    if attendance:
        insert_frame(cursor, "meeting_attendance", pd.DataFrame(attendance, columns=["meeting_id", "body", "people"]))
    return entries


def identity(register: Register, values: Mapping[Any, Any]) -> tuple[str, ...]:
    """What tells two records apart: every column of the table but notes and sources, as text."""
    return tuple(_plain(values.get(column.key)) for column in register.own_columns if column.cell is not Cell.TEXT)


def _plain(value: Any) -> str:
    """A value as text, the same whether a file, a form or the store gave it."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value.date() if isinstance(value, dt.datetime) else value)


def _label(register: Register, key: str) -> str:
    return next(column.label for column in register.columns if column.key == key)


def _told(register: Register, values: Values, today: dt.date) -> tuple[dict[str, Any], list[Sentence]]:
    """The values that can be kept, and what is wrong with the others."""
    told: dict[str, Any] = {}
    wrong: list[Sentence] = []
    for column in register.columns:
        value = values.get(column.key)
        value = None if isinstance(value, str) and not value.strip() else value
        told[column.key] = value
        if value is None:
            if column.is_required:
                wrong.append(CellWrong(column.label, N_("fill it in.")))
            continue
        try:
            told[column.key] = _checked(column, value, today)
        except _Wrong as fault:
            wrong.append(fault.told)
    return told, wrong


class _Wrong(Exception):
    """A value that cannot be kept."""

    def __init__(self, told: Sentence) -> None:
        super().__init__()
        self.told = told


def _checked(column: RegisterColumn, value: Any, today: dt.date) -> Any:
    """The value as it is kept. Raises _Wrong."""
    match column.cell:
        case Cell.CODE if column.codes is not None:
            if str(value) not in {str(code) for code in column.codes}:
                raise _wrong(column, N_("choose one from the list."))
            return str(value)
        case Cell.DAY | Cell.PLANNED:
            last = LATEST if column.cell is Cell.PLANNED else today
            if not EARLIEST <= value <= last:
                raise _wrong(column, N_("the day must lie between {first} and {last}."), first=EARLIEST, last=last)
            return value
        case Cell.NUMBER | Cell.YEAR:
            least, most = (FIRST_YEAR, LAST_YEAR) if column.cell is Cell.YEAR else (column.least, _most(column))
            if not isinstance(value, int) or not least <= value <= most:
                raise _wrong(column, N_("write a whole number from {least} to {most}."), least=least, most=most)
            return value
        case Cell.DECIMAL:
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MAX_NUMBER:
                raise _wrong(column, N_("write a number from {least} to {most}."), least=0, most=MAX_NUMBER)
            return float(value)
        case Cell.INDICATOR if value not in {one.key for one in indicators()}:
            raise _wrong(column, N_("choose one from the list."))
        case Cell.TOWNSHIP if value not in set(reference.townships()["ts_pcode"]):
            raise _wrong(column, N_("choose one from the list."))
        case Cell.STATE if value not in set(reference.states()["st_pcode"]):
            raise _wrong(column, N_("choose one from the list."))
        case Cell.TEXT:
            return _line(column, str(value))
        case Cell.NAME:
            return _name(column, str(value))
    return value


def _most(column: RegisterColumn) -> int:
    return MAX_NUMBER if column.most is None else column.most


def _wrong(column: RegisterColumn, template: str, **facts: object) -> _Wrong:
    return _Wrong(CellWrong(column.label, template, tuple(facts.items())))


def _line(column: RegisterColumn, text: str) -> str:
    try:
        return one_line(text, column.label)
    except AtlasError as error:
        raise _Wrong(error) from None


def _name(column: RegisterColumn, text: str) -> str:
    """The name of a site, which may be called after a person; one line without telephone or identity numbers."""
    name = " ".join(text.split())
    if len(name) > NAME_LONGEST:
        raise _wrong(column, N_("write at most {most} characters."), most=NAME_LONGEST)
    if kind_of(name, may_be_name=False):
        raise _wrong(column, N_("no telephone or identity number may stand here."))
    return name


def _unknown(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, register: Register, told: Mapping[str, Any]
) -> list[Sentence]:
    """Organisations and cases that do not exist, or that the reader may not see: told in the same words."""
    asked = {
        Cell.ORGANISATION: ("SELECT 1 FROM organisation WHERE organisation_id = $value", {}),
        Cell.CASE: (
            "SELECT 1 FROM visible_case($role, $organisation, $shelters) WHERE case_code = $value",
            scope.params(),
        ),
    }
    words = {
        Cell.ORGANISATION: N_("there is no such organisation."),
        Cell.CASE: N_("there is no such case, or it is not one of yours."),
    }
    found: list[Sentence] = []
    for column in register.columns:
        value = told.get(column.key)
        if column.cell in asked and value is not None:
            sql, params = asked[column.cell]
            if cursor.execute(sql, {**params, "value": value}).fetchone() is None:
                found.append(CellWrong(column.label, words[column.cell]))
    return found


def _repeated(cursor: duckdb.DuckDBPyConnection, register: Register, told: Mapping[str, Any]) -> list[Sentence]:
    asked = identity(register, told)
    for entry, *cells in cursor.execute(standing_sql(register)).fetchall():
        keys = (column.key for column in register.own_columns)
        if identity(register, dict(zip(keys, cells, strict=True))) == asked:
            return [CellWrong(register.title, N_("the same is there already, as {entry}."), (("entry", entry),))]
    return []


def standing_sql(register: Register) -> str:
    """Statement for the identifier and the own columns of every record that stands."""
    columns = ", ".join(column.key for column in register.own_columns)
    return f"SELECT {register.identifier}, {columns} FROM {register.key} WHERE NOT withdrawn"  # noqa: S608 own names
