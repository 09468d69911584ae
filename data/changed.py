"""Which cases a transaction writes, found from its own statements, so that no writer has to remember to say it.

What is worked out case by case (data/kept.py) then needs to be made anew for those cases only. Whatever cannot be
understood here counts as "all cases", so a statement of a new form costs time and never truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
_INSERT = re.compile(r"\s*insert\s+into\s+(\w+)\b(?!\s*\.)", re.I)
_UPDATE = re.compile(r"\s*update\s+(?P<table>\w+)(?P<alias>\s+as\s+\w+)?\s+set\b", re.I)
_CLAUSE = re.compile(r"[()]|\b(?:from|where|returning)\b", re.I)
_MOVES_CASE = re.compile(r"\b(case_code|merged_into|assessment_id)\b", re.I)
_NAMED, _NUMBERED = re.compile(r"\$([a-z_]\w*)", re.I), re.compile(r"\$\d")
_PRIVATE = re.compile(
    r"\s*(create\s+(or\s+replace\s+)?temp\s+(table|macro)|drop\s+table\s+(if\s+exists\s+)?temp\.)", re.I
)

_HARMLESS = frozenset({"register", "unregister", "fetchone", "fetchall", "df", "description"})
"""What is asked of a cursor besides executing, and writes nothing; anything else counts as all cases."""

Params = Sequence[object] | Mapping[str, object] | None


class Watched:
    """A cursor in a writing transaction that notes which cases its statements write; otherwise it is that cursor."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._last: dict[str, int] = {}
        self._updated: dict[str, set[str]] = {table: set() for table in KEYS}
        self._all = False

    @property
    def lent(self) -> duckdb.DuckDBPyConnection:
        """The same, as what everybody takes it for."""
        return cast(duckdb.DuckDBPyConnection, self)

    def __getattr__(self, name: str) -> Any:
        self._all = self._all or name not in _HARMLESS
        return getattr(self._cursor, name)

    def execute(self, query: str, parameters: Params = None) -> Watched:
        """As the cursor's own; raises what it raises."""
        quiet = _QUIET.sub(lambda text: "'" + " " * (len(text[0]) - 2) + "'" if text[0][0] == "'" else "", query)
        verbs = [verb.lower() for verb in _WRITING.findall(quiet)]
        is_one = ";" not in quiet.rstrip().rstrip(";")
        if "/*" in query:
            self._all = True
        elif inserts := is_one and verbs == ["insert"] and _INSERT.match(quiet):
            self._insert(inserts[1].lower())
        elif is_one and verbs == ["update"] and "--" not in query:
            self._update(query, quiet.rstrip().rstrip(";"), parameters)
        elif verbs and not (is_one and len(verbs) == 1 and _PRIVATE.match(quiet)):
            self._all = True
        self._cursor.execute(query, parameters)
        return self

    def executemany(self, query: str, parameters: object = None) -> Watched:
        """As the cursor's own; nothing is told of its rows."""
        self._all = True
        self._cursor.executemany(query, parameters)
        return self

    def _insert(self, table: str) -> None:
        if table in KEYS and table not in self._last:
            row = self._cursor.execute(f"SELECT coalesce(max(rowid), -1) FROM {table}").fetchone()  # noqa: S608 own name
            self._last[table] = int(row[0]) if row else -1
        elif table in SHARED and table not in _ADDED_IS_UNNAMED:
            self._all = True

    def _update(self, query: str, quiet: str, parameters: Params) -> None:
        """Look up whose rows are about to be updated; returning them would make DuckDB delete and add the rows."""
        found = _UPDATE.match(quiet)
        table = found["table"].lower() if found else ""
        if found and table not in KEYS and table not in SHARED:
            return
        condition = _condition(quiet, found) if found and table in KEYS else None
        if found is None or condition is None:
            self._all = True
            return
        first, end = condition
        rows = f"FROM {table}{found['alias'] or ''} {query[first:end]}"
        bound = _bound(parameters, quiet[:first], quiet[first:end])
        codes = self._cursor.execute(f"SELECT DISTINCT {KEYS[table]} {rows}", bound).fetchall()
        self._updated[table] |= {str(row[0]) for row in codes}

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


def _condition(quiet: str, found: re.Match[str]) -> tuple[int, int] | None:
    """Where the condition of an update begins and ends. None: it has none, it reads further tables, or it moves rows
    from one case to another.
    """
    clauses = dict(_clauses(quiet, found.end()))
    where = clauses.get("where")
    if where is None or "from" in clauses or _NUMBERED.search(quiet):
        return None
    return None if _MOVES_CASE.search(quiet, found.end(), where) else (where, clauses.get("returning", len(quiet)))


def _clauses(quiet: str, begin: int) -> Iterator[tuple[str, int]]:
    """The clauses of a statement outside brackets, by name, and where each begins."""
    depth = 0
    for found in _CLAUSE.finditer(quiet, begin):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0 and found[0] != ")":
            yield found[0].lower(), found.start()


def _bound(parameters: Params, before: str, text: str) -> Params:
    """The parameters that a part of a statement uses."""
    if isinstance(parameters, Mapping):
        used = set(_NAMED.findall(text))
        return {name: value for name, value in parameters.items() if name in used}
    first = before.count("?")
    return list(parameters or ())[first : first + text.count("?")]
