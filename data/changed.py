"""Which cases a transaction writes, found from its own statements, so that no writer has to remember to say it.

What is worked out case by case (data/kept.py) then needs to be made anew for those cases only. Whatever cannot be
understood here counts as "all cases", so a statement of a new form costs time and never truth.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import duckdb

MOST_CASES: Final = 10_000
"""Cases written at once that are still told one by one; more count as all."""

KEYS: Final = {
    "victim_case": "case_code",
    "case_source": "case_code",
    "case_event": "case_code",
    "assignment": "case_code",
    "assessment": "case_code",
    "assessment_risk": "assessment_id",
}
"""Tables whose rows belong to a case, and the column by which they do."""
SHARED: Final = ("township", "organisation", "import_batch")
"""Tables that say something of any number of cases. What is added to the last two is named by no case yet."""
_ADDED_IS_UNNAMED = ("organisation", "import_batch")

_QUIET = re.compile(r"'(?:[^']|'')*'|--[^\n]*")
_WRITING = re.compile(r"\b(insert|update|delete|merge|truncate|alter|create|drop|copy|attach|detach|import)\b", re.I)
_INSERT = re.compile(r"\s*insert\s+into\s+(\w+)\b", re.I)
_UPDATE = re.compile(r"\s*update\s+(\w+)(?:\s+as\s+(\w+))?\s+set\b(?P<rest>.*)", re.I | re.S)
_RETURNING = re.compile(r"\breturning\s+(\w+)\b", re.I)
_MOVES_CASE = re.compile(r"\b(case_code|merged_into|assessment_id)\s*=(?!=)", re.I)
_PRIVATE = re.compile(
    r"\s*(create\s+(or\s+replace\s+)?temp\s+(table|macro)|drop\s+table\s+(if\s+exists\s+)?temp\.)", re.I
)

Params = Sequence[object] | Mapping[str, object] | None


class Watched:
    """A cursor in a writing transaction that notes which cases its statements write; otherwise it is that cursor."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._rows: list[tuple[Any, ...]] | None = None
        self._last: dict[str, int] = {}
        self._updated: dict[str, set[str]] = {table: set() for table in KEYS}
        self._all = False

    @property
    def lent(self) -> duckdb.DuckDBPyConnection:
        """The same, as what everybody takes it for."""
        return cast(duckdb.DuckDBPyConnection, self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, query: str, parameters: Params = None) -> Watched:
        """As the cursor's own; raises what it raises."""
        self._rows = None
        quiet = _QUIET.sub("''", query).rstrip().rstrip(";")
        verbs = [verb.lower() for verb in _WRITING.findall(quiet)]
        inserts, updates = _INSERT.match(quiet), _UPDATE.match(quiet)
        if not verbs or (_PRIVATE.match(quiet) and len(verbs) == 1 and ";" not in quiet):
            self._cursor.execute(query, parameters)
        elif inserts and verbs == ["insert"] and ";" not in quiet:
            self._insert(inserts[1].lower(), query, parameters)
        elif updates and verbs == ["update"] and ";" not in quiet:
            self._update(updates, query, parameters)
        else:
            self._all = True
            self._cursor.execute(query, parameters)
        return self

    def executemany(self, query: str, parameters: object = None) -> Watched:
        """As the cursor's own; nothing is told of its rows."""
        self._rows, self._all = None, True
        self._cursor.executemany(query, parameters)
        return self

    def _insert(self, table: str, query: str, parameters: Params) -> None:
        if table in KEYS and table not in self._last:
            row = self._cursor.execute(f"SELECT coalesce(max(rowid), -1) FROM {table}").fetchone()  # noqa: S608 own name
            self._last[table] = int(row[0]) if row else -1
        elif table in SHARED and table not in _ADDED_IS_UNNAMED:
            self._all = True
        self._cursor.execute(query, parameters)

    def _update(self, found: re.Match[str], query: str, parameters: Params) -> None:
        table, alias = found[1].lower(), found[2]
        returned = _RETURNING.search(found["rest"])
        if table in SHARED or (table in KEYS and _MOVES_CASE.search(_assigned(found["rest"]))):
            self._all = True
        elif table in KEYS and returned is None:
            key = f"{alias or table}.{KEYS[table]}"
            rows = self._cursor.execute(f"{query.rstrip().rstrip(';')} RETURNING {key}", parameters).fetchall()
            self._updated[table] |= {str(row[0]) for row in rows}
            self._rows = [(len(rows),)]
            return
        elif table in KEYS and returned is not None and returned[1].lower() == KEYS[table]:
            self._rows = self._cursor.execute(query, parameters).fetchall()
            self._updated[table] |= {str(row[0]) for row in self._rows}
            return
        elif table in KEYS:
            self._all = True
        self._cursor.execute(query, parameters)

    def fetchone(self) -> tuple[Any, ...] | None:
        """As the cursor's own."""
        if self._rows is None:
            return self._cursor.fetchone()
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        """As the cursor's own."""
        if self._rows is None:
            return self._cursor.fetchall()
        rows, self._rows = self._rows, []
        return rows

    def cases(self) -> frozenset[str] | None:
        """The cases written until now, before the commit; None: all, too many, or it cannot be told."""
        if self._all:
            return None
        codes = set().union(*(found for table, found in self._updated.items() if KEYS[table] == "case_code"))
        assessments = self._updated["assessment_risk"]
        for table, last in self._last.items():
            limit = f"FROM {table} WHERE rowid > {last} LIMIT {MOST_CASES + 1}"
            new = self._cursor.execute(f"SELECT DISTINCT {KEYS[table]} {limit}").fetchall()
            (assessments if KEYS[table] == "assessment_id" else codes).update(str(row[0]) for row in new)
        if len(assessments) > MOST_CASES:
            return None
        if assessments:
            sql = "SELECT DISTINCT case_code FROM assessment WHERE list_contains($ids::VARCHAR[], assessment_id)"
            codes |= {str(row[0]) for row in self._cursor.execute(sql, {"ids": sorted(assessments)}).fetchall()}
        return frozenset(codes) if len(codes) <= MOST_CASES else None


def _assigned(rest: str) -> str:
    """What stands between SET and what follows the assignments."""
    return re.split(r"\b(?:where|from|returning)\b", rest, maxsplit=1, flags=re.I)[0]
