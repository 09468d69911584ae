"""Tables of facts, of cases and of what is told of them, from which indicators count; kept, and following the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import pandas as pd

from data.kept import Bench, KeptSet
from data.shadow import cases_alone
from data.store import Store, answer
from data.vocabulary import EventKind
from data.vocabulary_indicators import Dimension
from queries.ask import PARAMETER, declared_parameters, statement

_PARTED = (
    *("sex", "age_group", "ts_pcode", "dt_pcode", "st_pcode", "destination", "corridor", "victim_type", "purpose"),
    *("is_special", "source_agency", "carrier_id"),
)
"""What macro part_of needs to tell where a case stands in a dimension, in its order."""
_ALWAYS = frozenset({*_PARTED, "case_no", "case_code"})
_FACTS = ("fact", "told_assessment", "told_event", "told_period", "told_stay")
"""Files of queries/sql/facts. fact comes first: the others are joined to the numbers that it gives its cases."""
_CHANGED = "changed"
"""The temporary table that names the cases to be made anew, while they are."""
_THERE: dict[str, tuple[str, ...]] = {}
"""The columns of each, once they were asked for: the same in every register, since the schema makes them."""


class Facts:
    """Tables that several statements count from, worked out once, of one state of the register.

    A kept set is brought after the data: what a case's rows are made of are rows of that case and of those merged with
    it, so the rows of the cases written since are made anew, by the same statements.
    """

    def __init__(self, bench: Bench, params: Mapping[str, object], bodies: Iterable[str]) -> None:
        self._bench, self._cursor, self._views = bench, bench.cursor, dict[str, str]()
        self._params = params
        asked = params["dimension"]
        self._dimension = "NULL" if asked is None else f"'{Dimension(str(asked))}'"
        words = frozenset(re.findall(r"\w+", " ".join(bodies)))
        if not words.isdisjoint(_FACTS):
            made_for = _made_for(params)
            kept = bench.found(made_for, words)
            if kept is None:
                self._make(bench.begun(made_for, words))
                bench.settle()
                kept = bench.found(made_for, words)
            if kept is None:
                kept = bench.begun(made_for, words)
                self._make(kept)
            elif kept.behind:
                self._renew(kept)
            self._views = {table: _view(table, kept.table(table), self._dimension) for table in _tables(kept)}

    def _make(self, one: KeptSet) -> None:
        """Fill the tables of a set with the columns that its words name, the keys and what cases are broken down by."""
        views: dict[str, str] = {}
        for table in _tables(one):
            sql, bound = self._filling(table, views, one)
            columns = ", ".join(self._columns(table, sql, bound, one))
            self._cursor.execute(f"CREATE TEMP TABLE {one.table(table)} AS {sql} SELECT {columns} FROM made", bound)  # noqa: S608 names
            views[table] = _view(table, one.table(table), self._dimension)

    def _renew(self, one: KeptSet) -> None:
        """Make the rows anew of the cases that the set is behind, and of those that they are merged into."""
        fact = one.table("fact")
        last = self._cursor.execute(f"SELECT coalesce(max(case_no), 0) FROM {fact}").fetchall()[0][0]  # noqa: S608 names
        gone = f"SELECT t.case_no FROM {fact} t WHERE t.case_code IN (SELECT c.case_code FROM {_CHANGED} c)"  # noqa: S608
        with cases_alone(self._cursor, one.behind, _CHANGED):
            for table in reversed(_tables(one)):
                self._cursor.execute(f"DELETE FROM {one.table(table)} WHERE case_no IN ({gone})")  # noqa: S608
            views: dict[str, str] = {}
            for table in _tables(one):
                sql, bound = self._filling(table, views, one)
                columns = self._columns(table, sql, bound, one)
                read = [f"case_no + {last}" if table == "fact" and name == "case_no" else name for name in columns]
                into = f"{one.table(table)} ({', '.join(columns)})"
                self._cursor.execute(f"INSERT INTO {into} {sql} SELECT {', '.join(read)} FROM made", bound)  # noqa: S608
                views[table] = _view(table, one.table(table), self._dimension) + (
                    f" WHERE t.case_no > {last}" if table == "fact" else ""
                )
        self._bench.renewed(one)

    def _filling(self, table: str, views: Mapping[str, str], one: KeptSet) -> tuple[str, dict[str, object]]:
        """The beginning of a statement that sees the rows of a table of facts as `made`, and its parameters."""
        told = {"told_kinds": sorted(str(kind) for kind in EventKind if kind in one.words)}
        sql = _after(views, "made", statement(f"facts/{table}"))
        return sql, _bound(sql, {**self._params, **told})

    def _columns(self, table: str, sql: str, bound: dict[str, object], one: KeptSet) -> list[str]:
        if table not in _THERE:
            _THERE[table] = tuple(self._cursor.execute(f"{sql} SELECT * FROM made LIMIT 0", bound).df().columns)  # noqa: S608 files
        return [column for column in _THERE[table] if column in one.words | _ALWAYS]

    def count(self, counted: str, shape: str, params: Mapping[str, object]) -> pd.DataFrame:
        """What a statement of queries/sql/shapes makes of the rows that `counted`, the text of one, gives.

        Raises StatementFailed.
        """
        sql = _after(self._views, "counted", counted) + statement(f"shapes/{shape}")
        return answer(self._cursor, sql, _bound(sql, params))


def _tables(one: KeptSet) -> list[str]:
    """The tables of facts that a set has: cases, and what its words name."""
    return [table for table in _FACTS if table == "fact" or table in one.words]


def _after(views: Mapping[str, str], name: str, body: str) -> str:
    """The beginning of a statement that sees the tables made, then `body` under that name."""
    seen = [f"{table} AS NOT MATERIALIZED (\n{view}\n)" for table, view in views.items()]
    return "WITH " + ",\n".join([*seen, f"{name} AS (\n{body}\n)"]) + "\n"


def _view(table: str, place: str, dimension: str) -> str:
    """What a statement reads under a table's name; dimension: as it stands in SQL, settled before the first row."""
    if table != "fact":
        return f"SELECT t.* FROM {place} t"  # noqa: S608 a name made by data/kept.py
    parted = ", ".join(f"t.{column}" for column in _PARTED)
    return f"SELECT t.*, part_of({dimension}, {parted}) AS part FROM {place} t"  # noqa: S608 the same


def _bound(sql: str, params: Mapping[str, object]) -> dict[str, object]:
    used = set(PARAMETER.findall(re.sub(r"--.*$", "", sql, flags=re.M)))
    return {name: value for name, value in params.items() if name in used}


def _made_for(params: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """All that the tables of facts depend on besides the data, the reader's scope first of all."""
    declared = frozenset[str]().union(*(declared_parameters(f"facts/{table}") for table in _FACTS)) - {"told_kinds"}
    return tuple((name, repr(params[name])) for name in sorted(declared))


@contextmanager
def fact_tables(store: Store, params: Mapping[str, object], bodies: Iterable[str]) -> Iterator[Facts]:
    """The tables of queries/sql/facts that the bodies name, with the columns that they name: what nobody names is not
    worked out. They are kept for whoever has the same scope, day and filters, and follow the data; see data/kept.py.
    """
    with store.bench() as bench:
        yield Facts(bench, params, bodies)
