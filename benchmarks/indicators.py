"""All indicators for all years and one disaggregation, at 10 thousand and at 1 million cases.

    python -m benchmarks.indicators [--quick]

One synthetic register of each size with all its events. Measured is queries.indicators.values as the page asks it, from
the register to the frame with numerators, denominators, what is missing and the value. Beside it, in the same run, the
computation in pandas that the tests hold the SQL against, from frames that are in memory already: reading them from the
register is not in its time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import Timing, machine, measure, table, versions
from data.demo import DEMO_AS_OF, make_demo
from data.indicator_files import indicators
from data.scope import Scope
from data.store import Store, open_store
from data.vocabulary import Role
from data.vocabulary_indicators import Dimension
from queries.filters import Filters
from queries.indicators import values

PLANNER = Scope(Role.PLANNER, "benchmark")
FILTERS = Filters(as_of=DEMO_AS_OF)
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
        began = time.perf_counter()
        store = open_store(Path(folder) / "atlas.duckdb")
        make_demo(store, cases=cases)
        print(f"{cases:,} cases prepared in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        try:
            return [_row(store, cases, dimension, words) for dimension, words in ASKED]
        finally:
            store.close()


def _row(store: Store, cases: int, dimension: Dimension | None, words: str) -> Row:
    answer = values(store, PLANNER, FILTERS, indicators(), dimension)
    if answer.empty:
        raise AssertionError(f"{words}: nothing came back")
    timing = measure(lambda: values(store, PLANNER, FILTERS, indicators(), dimension))
    return Row(f"all indicators, all years, by {words}", cases, answer["indicator"].nunique(), len(answer), timing)


def report(rows: list[Row]) -> str:
    """A line a question: the sizes side by side, and how the time grows."""
    sizes = sorted({row.cases for row in rows})
    lines = []
    for question in dict.fromkeys(row.question for row in rows):
        found = {row.cases: row for row in rows if row.question == question}
        medians = [found[size].timing.median_ms for size in sizes]
        last = found[sizes[-1]]
        growth = f"× {medians[-1] / medians[0]:.1f} for × {sizes[-1] / sizes[0]:.0f}"
        lines.append([question, last.counted, last.rows, *medians, last.timing.most_ms, growth])
    headings = [f"{size:,} cases, ms" for size in sizes]
    most = f"slowest of {sizes[-1]:,}, ms"
    return table(["question", "indicators", "rows", *headings, most, "growth"], lines)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="10 thousand and 100 thousand cases only")
    given = parser.parse_args(arguments)
    print(machine().line())
    print(versions("duckdb", "pandas") + "; medians of at least 5 runs\n")
    print(report(run(given.quick)))


if __name__ == "__main__":
    main()
