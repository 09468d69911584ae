"""How long a publication takes from counts to audit, how that grows, and what it keeps beside the simple rule.

    python -m benchmarks.disclosure [--quick]

Counts are drawn from a seed: states of very different size, purposes and years. Both rules work on the same counts:
ours, and "at least two withheld in every line", where the smallest figure of a line joins the only one that is
withheld, until no line has one alone. The attacker is the same for both. One run each; processor seconds are told as
well, since wall-clock seconds on a busy machine say little.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure import Base, Periods, Publication, Rules, Table, Worth, publish
from analysis.disclosure_attack import Attacker, Bools, Ints, ties_of
from analysis.disclosure_cells import FIRST, LAST, Cells, cells_of
from analysis.disclosure_primary import is_small
from analysis.disclosure_rules import ALL, COUNTRY
from analysis.disclosure_space import Space, space_of
from analysis.disclosure_suppress import worths
from benchmarks.common import machine, table, versions

GOAL_S = 30.0
GOAL_SIZE = (18, 6, 5)
SIZES = (GOAL_SIZE, (9, 6, 5), (18, 12, 5), (18, 6, 10))
PEOPLE_A_CELL = 11
SEARCH_S = 5.0
TABLE = (Table("purpose", "state", ("purpose",)),)


@dataclass(frozen=True)
class Row:
    """One publication. cells: figures with margins; wall_s, processor_s: from counts to audited rows; at most
    SEARCH_S of it are the search for a better pattern. kept_percent: worth of shown figures of all not sensitive ones.
    """

    size: tuple[int, int, int]
    cells: int
    withheld: int
    wall_s: float
    processor_s: float
    programmes: int
    gap_0_1: float
    kept_percent: float


@dataclass(frozen=True)
class Simple:
    """The simple rule on the same counts. known: withheld figures that are worked out exactly; narrowed: others whose
    range does not cover 0 to k - 1; kept_percent: as in Row.
    """

    size: tuple[int, int, int]
    withheld: int
    known: int
    narrowed: int
    kept_percent: float


def run(quick: bool = False) -> tuple[list[Row], list[Simple]]:
    """Measure every size; quick: the smallest alone."""
    sizes = SIZES[:1] if quick else SIZES
    return [ours(size) for size in sizes], [simple(size) for size in sizes[:1]]


def drawn(size: tuple[int, int, int]) -> tuple[Base, Periods]:
    """PEOPLE_A_CELL people a combination on average, very unevenly."""
    states, purposes, years = size
    rng = np.random.default_rng(sum(size))
    shares = np.multiply.outer(rng.lognormal(0, 1.2, states), rng.lognormal(0, 0.8, purposes))
    counts = rng.poisson(shares[:, :, None] / shares.mean() * PEOPLE_A_CELL, size)
    codes = [f"S{i:02}" for i in range(states)], tuple(f"p{i}" for i in range(purposes))
    rows = [(codes[0][s], 2021 + y, codes[1][p], int(n)) for (s, p, y), n in np.ndenumerate(counts)]
    people = pd.DataFrame(rows, columns=["state", "year", "purpose", "people"])
    known = people.assign(provider="none").iloc[:0]
    base = Base(people, known, pd.DataFrame({"state": codes[0]}), {"purpose": codes[1]})
    return base, Periods.of(2021, 2020 + years)


def ours(size: tuple[int, int, int], rules: Rules | None = None) -> Row:
    base, periods = drawn(size)
    wall, processor, rules = time.perf_counter(), time.process_time(), rules or Rules(time_limit_s=SEARCH_S)
    found = publish(base, TABLE, periods, rules)
    taken = time.perf_counter() - wall, time.process_time() - processor
    (audit,) = found.audit.tables
    return Row(
        size,
        audit.cells,
        audit.withheld,
        *taken,
        found.audit.programmes,
        found.audit.gap_0_1,
        _kept(found, base, periods),
    )


def _kept(found: Publication, base: Base, periods: Periods) -> float:
    _, _, people, sensitive = _counted(base, periods)
    shown = (found.rows["status"] == "shown").to_numpy()
    return _share(people, sensitive, shown)


def _share(people: Ints, sensitive: Bools, shown: Bools) -> float:
    worth = worths(people, Worth.LOG)
    return 100 * float(worth[shown].sum() / worth[~sensitive].sum())


def _counted(base: Base, periods: Periods) -> tuple[Space, Cells, Ints, Bools]:
    space = space_of(base, TABLE, periods)
    cells = cells_of(space, TABLE, base, periods)
    people = cells.of(space.counts(base.people))
    return space, cells, people, is_small(people, Rules())


def two_a_line(cells: Cells, people: Ints, sensitive: Bools) -> Bools:
    """(cells,) withheld by the simple rule."""
    hidden, lines = sensitive.copy(), _lines(cells.keys)
    while True:
        alone = [line for line in lines if hidden[line].sum() == 1]
        if not alone:
            return hidden
        rest = alone[0][~hidden[alone[0]]]
        hidden[rest[np.argmin(people[rest])]] = True


def _lines(keys: pd.DataFrame) -> list[Ints]:
    """A margin with its parts: over states, over purposes, over years."""
    whole = keys[LAST] - keys[FIRST] > 0
    period = np.where(whole, "all", keys[FIRST].astype(str))
    place = np.where(keys["level"] == COUNTRY, ALL, keys["place"])
    cells = pd.DataFrame({"place": place, "purpose": keys["purpose"], "period": period})
    pairs = (["purpose", "period"], ["place", "period"], ["place", "purpose"])
    return [np.asarray(at) for pair in pairs for at in cells.groupby(pair).indices.values()]


def simple(size: tuple[int, int, int]) -> Simple:
    base, periods = drawn(size)
    space, cells, people, sensitive = _counted(base, periods)
    hidden = two_a_line(cells, people, sensitive)
    ties = ties_of(cells.sums[~hidden], space.links, cells.sums, space.is_possible)
    must = Rules().least_shown - 1
    attacker = Attacker(ties, space.counts(base.people), must, int(people.max()) + 2 * must, is_strict=True)
    attacker.show(np.ones(int((~hidden).sum()), bool))
    failed = {failure.target for failure in attacker.failures(np.flatnonzero(hidden))}
    asked = {(int(ties.ask_least[t]), int(ties.ask_most[t])) for t in failed}
    open_to = [t for t in np.flatnonzero(hidden) if (int(ties.ask_least[t]), int(ties.ask_most[t])) in asked]
    known = sum(attacker.is_known(int(t)) for t in open_to)
    return Simple(size, int(hidden.sum()), known, len(open_to) - known, _share(people, sensitive, ~hidden))


def report(result: tuple[list[Row], list[Simple]]) -> str:
    """The tables, and whether the goal is met."""
    rows, simples = result
    headings = (
        "states x purposes x years",
        "figures",
        "withheld",
        "seconds",
        "processor s",
        "programmes",
        "gap, %",
        "kept, %",
    )
    shown = [
        (
            " x ".join(map(str, r.size)),
            r.cells,
            r.withheld,
            r.wall_s,
            r.processor_s,
            r.programmes,
            r.gap_0_1 * 100,
            r.kept_percent,
        )
        for r in rows
    ]
    beside = [("ours", rows[0].withheld, 0, 0, rows[0].kept_percent)]
    beside += [("two a line", s.withheld, s.known, s.narrowed, s.kept_percent) for s in simples]
    met = "met" if rows[0].wall_s < GOAL_S else "NOT met"
    return "\n".join([
        table(headings, shown),
        f"{' x '.join(map(str, SIZES[0]))} with margins, chosen and audited in under {GOAL_S:.0f} s: {met}.",
        "",
        table(("rule", "withheld", "worked out", "narrowed", "kept, %"), beside),
    ])  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Print the tables and the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the smallest size alone")
    chosen = parser.parse_args(arguments)
    print(machine().line())
    print(versions("highspy"))
    print(report(run(chosen.quick)))


if __name__ == "__main__":
    main()
