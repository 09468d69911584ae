"""Tables of facts, of cases and of what is told of them, from which indicators count; kept, and following the data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache

import pandas as pd

from data.kept import Bench, KeptSet, MadeFor
from data.shadow import cases_alone
from data.store import Store, answer, schema_statements
from data.vocabulary import EventKind, Role
from data.vocabulary_indicators import Dimension
from queries.ask import PARAMETER, declared_parameters, statement

_PARTED = (
    *("sex", "age_group", "ts_pcode", "dt_pcode", "st_pcode", "destination", "corridor", "victim_type", "purpose"),
    *("is_special", "source_agency", "carrier_id"),
)
"""What macro part_of needs to tell where a case stands in a dimension, in its order."""
_CHOSEN = ("case_year", "victim_type", "destination", "sex", "age_group", "purpose", "is_special")
"""What macro is_chosen needs to tell whether the filters choose a case, in its order."""
_FILTERS = ("first_year", "last_year", "victim_types", "destinations", "sexes", "age_groups", "purposes", "special")
"""The parameters of that macro, in its order; null: no filter."""
_ALWAYS = frozenset({*_PARTED, *_CHOSEN, "case_no", "case_code", "waited_since", "waited_until"})
_FACTS = ("fact", "told_assessment", "told_event", "told_period", "told_stay")
"""Files of queries/sql/facts. fact comes first: the others are joined to the numbers that it gives its cases."""
_CHANGED = "changed"
"""The temporary table that names the cases to be made anew, while they are."""
_THERE: dict[str, tuple[str, ...]] = {}
"""The columns of each, once they were asked for: the same in every register, since the schema makes them."""


class Facts:
    """Tables that several statements count from, worked out once, of one state of the register.

    A kept set is brought after the data: what a case's rows are made of are rows of that case and of those merged with
    it, so the rows of the cases written since are made anew, by the same statements. What filters choose is taken from
    the set that nothing filters.
    """

    def __init__(self, bench: Bench, params: Mapping[str, object], bodies: Iterable[str]) -> None:
        self._bench, self._cursor, self._views = bench, bench.cursor, dict[str, str]()
        asked = params["dimension"]
        self._dimension = "NULL" if asked is None else f"'{Dimension(str(asked))}'"
        words = frozenset(re.findall(r"\w+", " ".join(bodies)))
        if not words.isdisjoint(_FACTS):
            kept = self._had(params, words)
            self._views = {table: _view(table, kept.table(table), self._dimension) for table in _tables(kept)}

    def _had(self, params: Mapping[str, object], words: frozenset[str]) -> KeptSet:
        """The set for these parameters, with those words, up to date."""
        kept = self._bench.found(self._made_for(params), words)
        if kept is None:
            self._made(params, words)
            self._bench.settle()
            kept = self._bench.found(self._made_for(params), words)
        if kept is None:
            return self._made(params, words)
        if kept.behind:
            self._renew(kept, params)
        return kept

    def _made_for(self, params: Mapping[str, object]) -> MadeFor:
        """All that the tables of facts depend on besides the data, the reader's scope first of all.

        The day is no part of it from the latest day on of which anything is told: the tables are then the same on all.
        """
        told = params["as_of"]
        ((last,),) = self._cursor.execute("SELECT l.on_day FROM last_dated() l").fetchall()
        depends = dict(params) | {"as_of": None if last is None or last <= told else told}
        return (*((name, repr(depends[name])) for name in _declared()), ("recipe", _recipe()))

    def _made(self, params: Mapping[str, object], words: frozenset[str]) -> KeptSet:
        """A new set, in the transaction under way."""
        is_filtered = any(params[name] is not None for name in _FILTERS)
        base = self._had(dict(params) | dict.fromkeys(_FILTERS), words) if is_filtered else None
        made_for = self._made_for(params)
        lasts = base is None and params["role"] == Role.PLANNER and dict(made_for)["as_of"] == repr(None)
        one = self._bench.begun(made_for, words if base is None else base.words, lasts)
        if base is None:
            self._make(one, params)
        else:
            self._choose(one, base, params)
        return one

    def _make(self, one: KeptSet, params: Mapping[str, object]) -> None:
        """Fill the tables of a set with the columns that its words name, the keys and what cases are broken down by."""
        views: dict[str, str] = {}
        for table in _tables(one):
            sql, bound = _filling(table, views, one, params)
            columns = ", ".join(self._columns(table, sql, bound, one))
            self._cursor.execute(f"CREATE TEMP TABLE {one.table(table)} AS {sql} SELECT {columns} FROM made", bound)  # noqa: S608 names
            views[table] = _view(table, one.table(table), self._dimension)

    def _choose(self, one: KeptSet, base: KeptSet, params: Mapping[str, object]) -> None:
        """Fill the tables of a set with the rows of those cases of another that the filters choose."""
        asked = ", ".join([f"${name}" for name in _FILTERS] + [f"t.{column}" for column in _CHOSEN])
        is_chosen = f"is_chosen({asked})"
        fact = one.table("fact")
        for table in _tables(one):
            chosen = is_chosen if table == "fact" else f"t.case_no IN (SELECT f.case_no FROM {fact} f)"  # noqa: S608 names
            sql = f"CREATE TEMP TABLE {one.table(table)} AS SELECT t.* FROM {base.table(table)} t WHERE {chosen}"  # noqa: S608
            self._cursor.execute(sql, _bound(sql, params))

    def _renew(self, one: KeptSet, params: Mapping[str, object]) -> None:
        """Make the rows anew of the cases that the set is behind, and of those that they are merged into."""
        fact = one.table("fact")
        last = self._cursor.execute(f"SELECT coalesce(max(case_no), 0) FROM {fact}").fetchall()[0][0]  # noqa: S608 names
        gone = f"SELECT t.case_no FROM {fact} t WHERE t.case_code IN (SELECT c.case_code FROM {_CHANGED} c)"  # noqa: S608
        with cases_alone(self._cursor, one.behind, _CHANGED):
            for table in reversed(_tables(one)):
                self._cursor.execute(f"DELETE FROM {one.table(table)} WHERE case_no IN ({gone})")  # noqa: S608
            views: dict[str, str] = {}
            for table in _tables(one):
                sql, bound = _filling(table, views, one, params)
                columns = self._columns(table, sql, bound, one)
                read = [f"case_no + {last}" if table == "fact" and name == "case_no" else name for name in columns]
                into = f"{one.table(table)} ({', '.join(columns)})"
                self._cursor.execute(f"INSERT INTO {into} {sql} SELECT {', '.join(read)} FROM made", bound)  # noqa: S608
                views[table] = _view(table, one.table(table), self._dimension) + (
                    f" WHERE t.case_no > {last}" if table == "fact" else ""
                )
        self._bench.renewed(one)

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


def _filling(
    table: str, views: Mapping[str, str], one: KeptSet, params: Mapping[str, object]
) -> tuple[str, dict[str, object]]:
    """The beginning of a statement that sees the rows of a table of facts as `made`, and its parameters."""
    told = {"told_kinds": sorted(str(kind) for kind in EventKind if kind in one.words)}
    sql = _after(views, "made", statement(f"facts/{table}"))
    return sql, _bound(sql, {**params, **told})


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
    waited = "least(t.waited_until, $as_of::DATE) - t.waited_since AS waited_days"
    return f"SELECT t.*, part_of({dimension}, {parted}) AS part, {waited} FROM {place} t"  # noqa: S608 the same


def _bound(sql: str, params: Mapping[str, object]) -> dict[str, object]:
    used = set(PARAMETER.findall(re.sub(r"--.*$", "", sql, flags=re.M)))
    return {name: value for name, value in params.items() if name in used}


@cache
def _declared() -> list[str]:
    """The parameters of the statements that fill tables of facts, apart from what is told one by one."""
    found = frozenset[str]().union(*(declared_parameters(f"facts/{table}") for table in _FACTS))
    return sorted(found - {"told_kinds"})


@cache
def _recipe() -> str:
    """Changes with whatever makes the rows of the tables of facts out of the data."""
    texts = [*schema_statements(), *(statement(f"facts/{table}") for table in _FACTS), *EventKind]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


@contextmanager
def fact_tables(store: Store, params: Mapping[str, object], bodies: Iterable[str]) -> Iterator[Facts]:
    """The tables of queries/sql/facts that the bodies name, with the columns that they name: what nobody names is not
    worked out. They are kept for whoever has the same scope, day and filters, and follow the data; see data/kept.py.
    """
    with store.bench() as bench:
        yield Facts(bench, params, bodies)
