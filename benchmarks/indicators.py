"""All indicators for all years and one disaggregation, at 10 thousand and at 1 million cases.

    python -m benchmarks.indicators [--quick] [--register FILE]

One synthetic register of each size with all its events; or a copy of one that is there already. Measured is
queries.indicators.values as the page asks it, from the register to the frame with numerators, denominators, what is
missing and the value: the first question of all, which works out the tables that all others count from; the first after
a start, which takes them from the file that the program left when it ended (data/kept_file.py; small registers leave
none); the first with filters that nobody used yet; the first after an event was recorded, which works them out for that
case alone (data/kept.py); and any other. Beside it, in the same run, the computation in pandas that the tests hold the
SQL against, from frames that are in memory already: reading them from the register is not in its time. Beyond 100
thousand cases pandas runs once.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from benchmarks.common import RUNS, Timing, machine, measure, table, versions
from data.demo import DEMO_AS_OF, make_demo
from data.indicator_files import indicators, shipped
from data.kept_file import KeptFile
from data.scope import Scope
from data.store import Store, insert_frame, open_store
from data.vocabulary import Role
from data.vocabulary_indicators import Dimension
from queries.filters import Filters
from queries.indicators import values
from tests.indicators.recomputed import raw
from tests.indicators.recomputed_counts import COLUMNS, again, count

PLANNER = Scope(Role.PLANNER, "benchmark")
FILTERS = Filters(as_of=DEMO_AS_OF)
PANDAS_AGAIN_MOST = 100_000
ASKED = (
    (None, "no disaggregation"),
    (Dimension.SEX, "sex"),
    (Dimension.STATE, "state"),
    (Dimension.PROVIDER, "provider"),
)


@dataclass(frozen=True)
class Row:
    """One measured question. counted: indicators that can be broken down so; rows: that came back."""

    question: str
    cases: int
    counted: int
    rows: int
    timing: Timing


def run(quick: bool = False) -> list[Row]:
    """Measure at each size."""
    return [row for cases in ((10_000, 100_000) if quick else (10_000, 1_000_000)) for row in run_size(cases)]


def run_size(cases: int) -> list[Row]:
    """Every disaggregation on one register of `cases` cases in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder:
        path = Path(folder) / "atlas.duckdb"
        began = time.perf_counter()
        store = open_store(path)
        make_demo(store, cases=cases)
        store.close()
        print(f"{cases:,} cases prepared in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        return _rows(path, cases)


def run_register(path: Path) -> list[Row]:
    """The same on a copy of a register that is there."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder:
        copy = Path(folder) / "atlas.duckdb"
        for ending in ("", ".wal"):
            if (written := path.with_name(path.name + ending)).exists():
                shutil.copyfile(written, copy.with_name(copy.name + ending))
        store = open_store(copy)
        cases = store.read("SELECT count(*) AS n FROM visible_case('planner', NULL, NULL)")["n"].iloc[0]
        store.close()
        return _rows(copy, int(cases))


def _rows(path: Path, cases: int) -> list[Row]:
    rows = [_first_of_all(path, cases), _after_start(path, cases)]
    store = open_store(path)
    try:
        rows += [_new_filters(store, cases), _after_event(store, cases)]
        rows += [_row(store, cases, dimension, words) for dimension, words in ASKED]
        return [*rows, _in_pandas(store, cases)]
    finally:
        store.close()


def _by_sex(store: Store, filters: Filters = FILTERS) -> tuple[float, pd.DataFrame]:
    """How long one question takes, in ms, and its answer."""
    began = time.perf_counter()
    answer = values(store, PLANNER, filters, indicators(), Dimension.SEX)
    return (time.perf_counter() - began) * 1000, answer


def _opened(path: Path) -> tuple[float, pd.DataFrame]:
    """The first question of a register that was just opened, and is closed after it."""
    store = open_store(path)
    try:
        return _by_sex(store)
    finally:
        store.close()


def _first_of_all(path: Path, cases: int) -> Row:
    """Each time without what an earlier program left."""
    taken = []
    for _run in range(RUNS):
        KeptFile(path).remove()
        taken.append(_opened(path))
    return _first_row("by sex, the first of all", cases, taken)


def _after_start(path: Path, cases: int) -> Row:
    """Each time after the program before ended as it should."""
    return _first_row("by sex, the first after a start", cases, [_opened(path) for _run in range(RUNS)])


def _new_filters(store: Store, cases: int) -> Row:
    """Each time with other filters, none of them used before."""
    last = DEMO_AS_OF.year
    _by_sex(store)
    taken = [_by_sex(store, replace(FILTERS, years=(last - 9 + run, last))) for run in range(RUNS)]
    return _first_row("by sex, the first with other filters", cases, taken)


def _after_event(store: Store, cases: int) -> Row:
    """Each time after an event of another case was recorded."""
    sql = f"SELECT case_code FROM visible_case('planner', NULL, NULL) ORDER BY 1 LIMIT {RUNS}"
    taken = []
    _by_sex(store)
    for code in store.read(sql)["case_code"]:
        row = {"event_id": f"BENCH-{code}", "case_code": code, "event_kind": "video_shown"}
        row |= {"occurred_on": DEMO_AS_OF, "recorded_on": DEMO_AS_OF}
        with store.transaction() as cursor:
            insert_frame(cursor, "case_event", pd.DataFrame([row]))
        taken.append(_by_sex(store))
    return _first_row("by sex, the first after an event was recorded", cases, taken)


def _first_row(words: str, cases: int, taken: list[tuple[float, pd.DataFrame]]) -> Row:
    times, answer = [ms for ms, _answer in taken], taken[0][1]
    timing = Timing(statistics.median(times), min(times), max(times), len(times))
    return Row(words, cases, answer["indicator"].nunique(), len(answer), timing)


def _row(store: Store, cases: int, dimension: Dimension | None, words: str) -> Row:
    answer = values(store, PLANNER, FILTERS, indicators(), dimension)
    if answer.empty:
        raise AssertionError(f"{words}: nothing came back")
    timing = measure(lambda: values(store, PLANNER, FILTERS, indicators(), dimension))
    return Row(f"all indicators, all years, by {words}", cases, answer["indicator"].nunique(), len(answer), timing)


def _in_pandas(store: Store, cases: int) -> Row:
    """The same by year and sex, of the indicators that sex can break down."""
    register = raw(store, pd.Timestamp(DEMO_AS_OF))
    chosen = [one for one in shipped() if Dimension.SEX in one.dimensions]

    def counted() -> list[object]:
        return [
            count(one, part)
            for one in chosen
            for _key, part in again(one, register).groupby(["year", COLUMNS[Dimension.SEX]])
        ]

    began = time.perf_counter()
    rows = len(counted())
    once = (time.perf_counter() - began) * 1000
    timing = measure(counted) if cases <= PANDAS_AGAIN_MOST else Timing(once, once, once, 1)
    return Row("the same in pandas, by year and sex alone", cases, len(chosen), rows, timing)


def report(rows: list[Row]) -> str:
    """A line a question: the sizes side by side, and how the time grows."""
    sizes = sorted({row.cases for row in rows})
    lines = []
    for question in dict.fromkeys(row.question for row in rows):
        found = {row.cases: row for row in rows if row.question == question}
        medians = [found[size].timing.median_ms for size in sizes]
        last = found[max(found)]
        grown = last.timing.median_ms / found[min(found)].timing.median_ms
        growth = f"× {grown:.1f} for × {max(found) / min(found):.0f}" if len(found) > 1 else ""
        lines.append([question, last.counted, last.rows, *medians, last.timing.most_ms, growth])
    headings = [f"{size:,} cases, ms" for size in sizes]
    most = f"slowest of {sizes[-1]:,}, ms"
    return table(["question", "indicators", "rows", *headings, most, "growth"], lines)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="10 thousand and 100 thousand cases only")
    parser.add_argument("--register", type=Path, help="a register that is there already, instead")
    given = parser.parse_args(arguments)
    print(machine().line())
    print(versions("duckdb", "pandas") + "; medians of at least 5 runs, pandas beyond 100,000 cases of one\n")
    print(report(run_register(given.register) if given.register else run(given.quick)))


if __name__ == "__main__":
    main()
