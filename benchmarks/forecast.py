"""Next year's expectation against what came, and against "same as last year", on the register's own past years.

    python -m benchmarks.forecast [--quick]

Each year from the second on is told from the years before it alone. Synthetic registers: the one that everybody gets,
and the same with other seeds.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np

from analysis.forecast import Backtest, backtest
from analysis.units import panel, units_of
from benchmarks.common import machine, table
from data.demo import DEFAULT_SEED, DEMO_AS_OF, make_demo
from data.reference import townships
from data.scope import Scope
from data.store import Store, memory_store
from data.vocabulary import Role
from queries.filters import Filters
from queries.victims import victims_by_township_year

PLANNER = Scope(Role.PLANNER, "benchmark")
YEARS = range(2015, 2026)
OTHER_SEEDS = (1, 2, 3, 4, 5)
VIEWS = {
    "all victims": Filters(as_of=DEMO_AS_OF),
    "China corridor": Filters(as_of=DEMO_AS_OF, destinations=("CHN",)),
    "children": Filters(as_of=DEMO_AS_OF, age_groups=("child",)),
}


@dataclass(frozen=True)
class Row:
    """One view of one register. people: with a known township, over all years; seconds: of the whole back-test."""

    view: str
    register: str
    people: int
    told: Backtest
    seconds: float


def run(quick: bool = False) -> list[Row]:
    """Every view of the default register, and all victims of those with other seeds (quick: left out)."""
    store = _register(DEFAULT_SEED)
    rows = [_measured(store, view, f"seed {DEFAULT_SEED}") for view in VIEWS]
    store.close()
    for seed in () if quick else OTHER_SEEDS:
        other = _register(seed)
        rows.append(_measured(other, "all victims", f"seed {seed}"))
        other.close()
    return rows


def _register(seed: int) -> Store:
    store = memory_store()
    make_demo(store, seed=seed, events=False)
    return store


def _measured(store: Store, view: str, register: str) -> Row:
    victims = victims_by_township_year(store, PLANNER, VIEWS[view])
    counted = panel(units_of(townships()), victims, YEARS)
    began = time.perf_counter()
    told = backtest(counted, YEARS[1])
    return Row(view, register, int(counted.counts.sum()), told, time.perf_counter() - began)


def report(rows: list[Row]) -> str:
    """Coverage and errors of each row, then the years of the first."""
    headings = [
        "view", "register", "people", "within the 90 % limits", "the limits say", "where 1 or more expected",
        "mean abs. error", "of the median", "same as last year", "root mean square", "same as last year", "seconds",
    ]  # fmt: skip
    lines = [
        [r.view, r.register, r.people, _percent(r.told.coverage_0_1), _percent(r.told.promised_0_1),
         _percent(r.told.coverage_one_expected_0_1), _three(r.told.mae_people), _three(r.told.mae_median_people),
         _three(r.told.mae_same_as_last_year_people), _three(r.told.rmse_people),
         _three(r.told.rmse_same_as_last_year_people), r.seconds]
        for r in rows
    ]  # fmt: skip
    return f"{table(headings, lines)}\n\n{_years(rows[0])}"


def _years(row: Row) -> str:
    headings = ["year", "people", "expected", "total within", "units within", "mean abs. error", "same as last year"]
    lines = [
        [str(year["year"]), year["total_people"], float(year["expected_total_people"]),
         "yes" if year["total_within"] else "no", _percent(year["coverage_0_1"]), _three(year["mae_people"]),
         _three(year["mae_same_as_last_year_people"])]
        for year in row.told.by_year.to_dict("records")
    ]  # fmt: skip
    return f"{row.view}, {row.register}:\n\n{table(headings, lines)}"


def _percent(share_0_1: float) -> str:
    return "–" if np.isnan(share_0_1) else f"{share_0_1:.1%}"


def _three(people: float) -> str:
    return f"{people:.3f}"


def main() -> None:
    """Print the machine and the tables; nothing is written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecast", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only the register that everybody gets")
    chosen = parser.parse_args()
    print(f"{machine().line()}\n\n{report(run(quick=chosen.quick))}")


if __name__ == "__main__":
    main()
