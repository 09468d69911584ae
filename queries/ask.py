"""Run one named statement of queries/sql with bound parameters; the header of the file says what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from data.kept import Bench
from data.scope import Scope
from data.store import Store, answer
from data.vocabulary import EventKind

FOLDER = Path(__file__).resolve().parent / "sql"
_PARAMETER = re.compile(r"\$([a-z_0-9]+)")
_COLUMN = re.compile(r"^(?P<name>[a-z][a-z0-9_]*) (?P<unit>[a-z0-9/-]+)(?: \(null: (?P<null>[^)]+)\))?$")

COUNTED = frozenset(
    {"rank", "people", "people-days", "days", "year", "rows", "townships", "organisations", "presences"}
)
UNITS = COUNTED | {
    *("text", "date", "time", "yes/no", "degrees", "km", "km2"),
    *("share", "per-100k", "usd", "kyat", "amount", "expected-people", "weighted-people"),
}


@dataclass(frozen=True)
class Column:
    """A result column; null says what null means there, and is None where the column has none."""

    name: str
    unit: str
    null: str | None


@cache
def statement(name: str) -> str:
    """The text of queries/sql/<name>.sql."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def declared_parameters(name: str) -> frozenset[str]:
    """Names of the $parameters that the statement uses, comments apart."""
    return frozenset(_PARAMETER.findall(re.sub(r"--.*$", "", statement(name), flags=re.M)))


@cache
def declared_columns(name: str) -> tuple[Column, ...]:
    """The result columns that the header of the statement promises, in order."""
    return header_columns(statement(name))


def header_columns(text: str) -> tuple[Column, ...]:
    """Columns of a header comment: `-- name unit | name unit (null: what it means)`, after the question.

    The question is prose; the columns begin with the first line whose first word is a name and whose second is one
    of UNITS. Raises ValueError where a part is not of that form.
    """
    lines = [line[2:].strip() for line in re.match(r"(--.*\n)*", text).group().splitlines()]  # type: ignore[union-attr]
    begin = next((i for i, line in enumerate(lines) if _is_column_line(line)), len(lines))
    parts = [part.strip() for part in " ".join(lines[begin:]).split("|")]
    found = [_COLUMN.match(part) for part in parts]
    bad = [part for part, match in zip(parts, found, strict=True) if match is None or match["unit"] not in UNITS]
    if bad or begin == 0:
        raise ValueError(f"header needs its question, then `name unit | …` with units {sorted(UNITS)}; found {bad}")
    return tuple(Column(match["name"], match["unit"], match["null"]) for match in found if match)


def _is_column_line(line: str) -> bool:
    words = line.split(" ")
    return len(words) > 1 and re.fullmatch(r"[a-z][a-z0-9_]*", words[0]) is not None and words[1] in UNITS


def ask(store: Store, name: str, scope: Scope | None = None, **params: object) -> pd.DataFrame:
    """The answer to one question, with the columns that its header declares.

    The scope's $role, $organisation and $shelters are bound where the statement declares them. Counts are int64, or
    nullable Int64 where the header says what null means; yes/no is bool or nullable boolean in the same way.
    Raises TypeError where the parameters given are not those that the statement declares.
    """
    declared = declared_parameters(name)
    given = dict(params) | {k: v for k, v in (scope.params() if scope else {}).items() if k in declared}
    if set(given) != declared:
        raise TypeError(f"{name}: declared {sorted(declared)}, given {sorted(given)}")
    return _typed(store.read(statement(name), given), declared_columns(name))


_PARTED = (
    *("sex", "age_group", "ts_pcode", "dt_pcode", "st_pcode", "destination", "corridor", "victim_type", "purpose"),
    *("is_special", "source_agency", "carrier_id"),
)
"""What macro part_of needs to tell where a case stands in a dimension, in its order."""
_ALWAYS = frozenset({*_PARTED, "case_no", "case_code"})
_FACTS = ("fact", "told_assessment", "told_event", "told_period", "told_stay")
"""Files of queries/sql/facts. fact comes first: the others are joined to the numbers that it gives its cases."""
_THERE: dict[str, tuple[str, ...]] = {}
"""The columns of each, once they were asked for: the same in every register, since the schema makes them."""


class Facts:
    """Tables that several statements count from, worked out once, of one state of the register."""

    def __init__(self, bench: Bench, params: Mapping[str, object], bodies: Iterable[str]) -> None:
        words = frozenset(re.findall(r"\w+", " ".join(bodies)))
        named = [table for table in _FACTS if table in words]
        self._cursor, self._views = bench.cursor, dict[str, str]()
        made_for = _made_for(params)
        kept = bench.found(made_for, words)
        new = kept or bench.begun(made_for, words)
        params = {**params, "told_kinds": sorted(str(kind) for kind in EventKind if kind in words)}
        for table in dict.fromkeys([*_FACTS[:1], *named] if named else ()):
            if kept is None:
                self._make(table, new.table(table), params, words)
            self._views[table] = _view(table, new.table(table))

    def _make(self, table: str, place: str, params: Mapping[str, object], words: frozenset[str]) -> None:
        """Fill a table with the columns that somebody names, the keys and what cases are broken down by."""
        sql = self._after("made", statement(f"facts/{table}"))
        bound = _bound(sql, params)
        if table not in _THERE:
            _THERE[table] = tuple(self._cursor.execute(f"{sql} SELECT * FROM made LIMIT 0", bound).df().columns)  # noqa: S608 files
        columns = ", ".join(column for column in _THERE[table] if column in words | _ALWAYS)
        self._cursor.execute(f"CREATE TEMP TABLE {place} AS {sql} SELECT {columns} FROM made", bound)  # noqa: S608 names

    def _after(self, name: str, body: str) -> str:
        """The beginning of a statement that sees the tables made, then `body` under that name."""
        views = [f"{table} AS NOT MATERIALIZED (\n{view}\n)" for table, view in self._views.items()]
        return "WITH " + ",\n".join([*views, f"{name} AS (\n{body}\n)"]) + "\n"

    def count(self, counted: str, shape: str, params: Mapping[str, object]) -> pd.DataFrame:
        """What a statement of queries/sql/shapes makes of the rows that `counted`, the text of one, gives.

        Raises StatementFailed.
        """
        sql = self._after("counted", counted) + statement(f"shapes/{shape}")
        return answer(self._cursor, sql, _bound(sql, params))


def _view(table: str, place: str) -> str:
    if table != "fact":
        return f"SELECT t.* FROM {place} t"  # noqa: S608 a name made by data/kept.py
    parted = ", ".join(f"t.{column}" for column in _PARTED)
    return f"SELECT t.*, part_of($dimension, {parted}) AS part FROM {place} t"  # noqa: S608 the same


def _bound(sql: str, params: Mapping[str, object]) -> dict[str, object]:
    used = set(_PARAMETER.findall(re.sub(r"--.*$", "", sql, flags=re.M)))
    return {name: value for name, value in params.items() if name in used}


def _made_for(params: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """All that the tables of facts depend on besides the data, the reader's scope first of all."""
    declared = frozenset[str]().union(*(declared_parameters(f"facts/{table}") for table in _FACTS)) - {"told_kinds"}
    return tuple((name, repr(params[name])) for name in sorted(declared))


@contextmanager
def fact_tables(store: Store, params: Mapping[str, object], bodies: Iterable[str]) -> Iterator[Facts]:
    """The tables of queries/sql/facts that the bodies name, with the columns that they name: what nobody names is not
    worked out. They are kept until the data change, for whoever has the same scope, day and filters; see data/kept.py.
    """
    with store.bench() as bench:
        yield Facts(bench, params, bodies)


def _typed(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    kinds: dict[str, str] = {}
    for column in columns:
        if column.unit == "text":
            kinds[column.name] = "str"
        elif column.unit in COUNTED:
            kinds[column.name] = "Int64" if column.null else "int64"
        elif column.unit == "yes/no":
            kinds[column.name] = "boolean" if column.null else "bool"
    return frame.astype(kinds)
