"""The map's aggregate query in DuckDB, pandas and SQLite, on the same synthetic register, in the same run.

    python -m benchmarks.map_query [--quick] [--ten-million]

A question counts only if all three give the same answer. DuckDB is timed as the app asks it: scope, filters, bound
parameters, and the frame that comes back. pandas holds everything in memory with low-cardinality columns as
categories; SQLite has its keys and indexes and was analysed.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.common import Timing, machine, measure, table, versions
from data.demo import DEMO_AS_OF, make_demo
from data.scope import Scope
from data.store import Store, open_store
from data.vocabulary import Role
from queries.filters import Filters
from queries.unassigned import unassigned_by_township
from queries.victims import victims_by_township

PLANNER = Scope(Role.PLANNER, "benchmark")
VIEWS = {
    "no filter": Filters(as_of=DEMO_AS_OF),
    "filtered": Filters(
        as_of=DEMO_AS_OF, years=(2019, 2024), destinations=("CHN", "THA"), sexes=("female",), age_groups=("adult",)
    ),
}
CASE_COLUMNS = (
    "case_code, victim_type, sex, age_years, ts_pcode, destination, identified_month, is_special, recorded_on"
)
PERIOD_COLUMNS = "case_code, assignment_state, valid_from, valid_to, waiting_since"
LOW_CARDINALITY = ("victim_type", "sex", "ts_pcode", "destination", "assignment_state")
Answer = dict[object, tuple[int, ...]]


@dataclass(frozen=True)
class Row:
    """One measured question; answer_rows: townships in the answer."""

    question: str
    view: str
    engine: str
    cases: int
    timing: Timing
    answer_rows: int


def run(quick: bool = False, ten_million: bool = False) -> list[Row]:
    """Measure at each size; raises AssertionError where two engines disagree."""
    sizes = [10_000, 100_000] if quick else [10_000, 1_000_000]
    return [row for cases in sizes + [10_000_000] * ten_million for row in run_size(cases)]


def run_size(cases: int) -> list[Row]:
    """Every question, view and engine on one register of `cases` cases in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder:
        began = time.perf_counter()
        store = open_store(Path(folder) / "atlas.duckdb")
        make_demo(store, cases=cases, events=False)
        cases_frame, periods_frame = _frames(store)
        lite = _sqlite(Path(folder) / "atlas.sqlite", store)
        print(f"{cases:,} cases prepared in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        rows = []
        for view, filters in VIEWS.items():
            engines: dict[str, tuple[Callable[[], Answer], Callable[[], Answer]]] = {
                "DuckDB": _duckdb(store, filters),
                "pandas": _pandas(cases_frame, periods_frame, filters),
                "SQLite": _sqlite_questions(lite, filters),
            }
            rows += _measured("victims by township", view, cases, {name: pair[0] for name, pair in engines.items()})
            rows += _measured("unassigned by township", view, cases, {name: pair[1] for name, pair in engines.items()})
        lite.close()
        store.close()
        return rows


def _measured(question: str, view: str, cases: int, engines: dict[str, Callable[[], Answer]]) -> list[Row]:
    answers = {name: ask() for name, ask in engines.items()}
    first = answers["DuckDB"]
    for name, answer in answers.items():
        if answer != first:
            raise AssertionError(f"{name} and DuckDB disagree on {question}, {view}, {cases:,} cases")
    return [Row(question, view, name, cases, measure(ask), len(first)) for name, ask in engines.items()]


def _answer(frame: pd.DataFrame) -> Answer:
    codes = frame.iloc[:, 0].astype(object).where(frame.iloc[:, 0].notna(), None)
    return dict(zip(codes, map(tuple, frame.iloc[:, 1:].to_numpy("int64").tolist()), strict=True))


# DuckDB, as the app asks it.
def _duckdb(store: Store, filters: Filters) -> tuple[Callable[[], Answer], Callable[[], Answer]]:
    corridors = ["ts_pcode", "victims_people", "children_people", "special_people", "china_people", "thailand_people"]
    waits = ["ts_pcode", "unassigned_people", "waiting_days"]
    return (
        lambda: _answer(victims_by_township(store, PLANNER, filters)[corridors]),
        lambda: _answer(unassigned_by_township(store, PLANNER, filters)[waits]),
    )


# pandas, all in memory.
def _frames(store: Store) -> tuple[pd.DataFrame, pd.DataFrame]:
    cases = store.read(f"SELECT {CASE_COLUMNS} FROM victim_case")
    periods = store.read(f"SELECT {PERIOD_COLUMNS} FROM assignment")
    for frame in (cases, periods):
        for column in set(LOW_CARDINALITY) & set(frame.columns):
            frame[column] = frame[column].astype("category")
    return cases, periods


def _pandas(
    cases: pd.DataFrame, periods: pd.DataFrame, filters: Filters
) -> tuple[Callable[[], Answer], Callable[[], Answer]]:
    as_of = pd.Timestamp(filters.as_of)

    def chosen() -> pd.DataFrame:
        keep = cases["recorded_on"] <= as_of
        if filters.years:
            keep &= cases["identified_month"].dt.year.between(*filters.years)
        if filters.destinations is not None:
            keep &= cases["destination"].isin(filters.destinations)
        if filters.sexes is not None:
            keep &= cases["sex"].isin(filters.sexes)
        if filters.age_groups == ("adult",):
            keep &= cases["age_years"] >= 18
        return cases[keep]

    def victims() -> Answer:
        rows = chosen()
        marks = pd.DataFrame({
            "ts_pcode": rows["ts_pcode"], "people": 1, "children": rows["age_years"] < 18,
            "special": rows["is_special"], "china": rows["destination"] == "CHN",
            "thailand": rows["destination"] == "THA",
        })  # fmt: skip
        return _answer(marks.groupby("ts_pcode", observed=True, dropna=False).sum().reset_index())

    def waiting() -> Answer:
        is_open = (periods["valid_from"] <= as_of) & ~(periods["valid_to"] <= as_of)
        open_now = periods[is_open & (periods["assignment_state"] == "unassigned")]
        joined = open_now.merge(chosen()[["case_code", "ts_pcode"]], on="case_code")
        joined = joined.assign(people=1, days=(as_of - joined["waiting_since"]).dt.days)
        grouped = joined.groupby("ts_pcode", observed=True, dropna=False)[["people", "days"]].sum()
        return _answer(grouped.reset_index())

    return victims, waiting


# SQLite, in a file of its own.
def _sqlite(path: Path, store: Store) -> sqlite3.Connection:
    lite = sqlite3.connect(path)
    lite.execute("PRAGMA journal_mode=OFF")
    lite.execute("PRAGMA synchronous=OFF")
    lite.execute("PRAGMA cache_size=-1000000")
    lite.execute(
        "CREATE TABLE victim_case (case_code TEXT PRIMARY KEY, victim_type TEXT, sex TEXT, age_years INTEGER,"
        " ts_pcode TEXT, destination TEXT, identified_month TEXT, is_special INTEGER, recorded_on TEXT)"
    )
    lite.execute(
        "CREATE TABLE assignment (case_code TEXT, assignment_state TEXT, valid_from TEXT, valid_to TEXT,"
        " waiting_since TEXT)"
    )
    for name, columns in (("victim_case", CASE_COLUMNS), ("assignment", PERIOD_COLUMNS)):
        _copy(lite, store, name, columns)
    lite.execute("CREATE INDEX by_state ON assignment (assignment_state, valid_from)")
    lite.execute("ANALYZE")
    lite.commit()
    return lite


def _copy(lite: sqlite3.Connection, store: Store, name: str, columns: str, at_once: int = 500_000) -> None:
    """The table's rows as text and numbers, `at_once` at a time."""
    parts = [f"{c}::VARCHAR AS {c}" if c.endswith(("_on", "_month", "_from", "_to", "_since")) else c
             for c in columns.split(", ")]  # fmt: skip
    total = int(store.read(f"SELECT count(*) AS n FROM {name}")["n"].iloc[0])
    marks = ", ".join("?" * len(parts))
    for begin in range(0, total, at_once):
        rows = store.read(
            f"SELECT {', '.join(parts)} FROM {name} WHERE rowid >= $begin AND rowid < $end",
            {"begin": begin, "end": begin + at_once},
        )
        plain = rows.astype(object).where(rows.notna(), None)
        lite.executemany(f"INSERT INTO {name} VALUES ({marks})", plain.itertuples(index=False, name=None))
    copied = lite.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    if copied != total:
        raise AssertionError(f"SQLite holds {copied:,} of {total:,} rows of {name}")


def _sqlite_questions(lite: sqlite3.Connection, filters: Filters) -> tuple[Callable[[], Answer], Callable[[], Answer]]:
    as_of = filters.as_of.isoformat()
    where, values = ["v.recorded_on <= ?"], [as_of]
    if filters.years:
        where.append("v.identified_month BETWEEN ? AND ?")
        values += [f"{filters.years[0]}-01-01", f"{filters.years[1]}-12-31"]
    for column, codes in (("destination", filters.destinations), ("sex", filters.sexes)):
        if codes is not None:
            where.append(f"v.{column} IN ({', '.join('?' * len(codes))})")
            values += codes
    if filters.age_groups == ("adult",):
        where.append("v.age_years >= 18")
    condition = " AND ".join(where)
    victims = (
        "SELECT v.ts_pcode, count(*), coalesce(sum(v.age_years < 18), 0), sum(v.is_special),"
        " coalesce(sum(v.destination = 'CHN'), 0), coalesce(sum(v.destination = 'THA'), 0)"
        f" FROM victim_case v WHERE {condition} GROUP BY v.ts_pcode"
    )
    waiting = (
        "SELECT v.ts_pcode, count(*), sum(julianday(?) - julianday(a.waiting_since))"
        " FROM assignment a JOIN victim_case v ON v.case_code = a.case_code"
        " WHERE a.assignment_state = 'unassigned' AND a.valid_from <= ? AND (a.valid_to IS NULL OR a.valid_to > ?)"
        f" AND {condition} GROUP BY v.ts_pcode"
    )

    def answer(sql: str, bound: list[str]) -> Answer:
        return {code: tuple(round(n) for n in numbers) for code, *numbers in lite.execute(sql, bound)}

    return lambda: answer(victims, values), lambda: answer(waiting, [as_of, as_of, as_of, *values])


def report(rows: list[Row]) -> str:
    """A table with DuckDB, pandas and SQLite side by side, and how DuckDB grows from size to size."""
    lines, before = [], dict[tuple[str, str], tuple[int, float]]()
    cells: dict[tuple[str, str, int], dict[str, Row]] = {}
    for row in rows:
        cells.setdefault((row.question, row.view, row.cases), {})[row.engine] = row
    for (question, view, cases), by_engine in sorted(cells.items(), key=lambda item: (item[0][:2], item[0][2])):
        mine = by_engine["DuckDB"].timing.median_ms
        smaller, earlier = before.get((question, view), (cases, mine))
        growth = f"× {mine / earlier:.1f} for × {cases / smaller:.0f}" if smaller != cases else ""
        before[(question, view)] = (cases, mine)
        others = [by_engine[name].timing.median_ms for name in ("pandas", "SQLite")]
        factors = [f"{other / mine:.1f} ×" for other in others]
        lines.append([question, view, cases, mine, *others, *factors, growth])
    headings = ["question", "view", "cases", "DuckDB ms", "pandas ms", "SQLite ms", "pandas/DuckDB", "SQLite/DuckDB",
                "DuckDB's growth"]  # fmt: skip
    return table(headings, lines)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="10 thousand and 100 thousand cases only")
    parser.add_argument(
        "--ten-million", action="store_true", help="also 10 million cases: minutes, and 10 GB of memory"
    )
    given = parser.parse_args(arguments)
    print(machine().line())
    print(versions("duckdb", "pandas", "numpy") + f", SQLite {sqlite3.sqlite_version}; medians of at least 5 runs\n")
    print(report(run(given.quick, given.ten_million)))


if __name__ == "__main__":
    main()
