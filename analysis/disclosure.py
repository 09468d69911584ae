"""Publish counts so that nobody can be worked out from them: withhold as little as possible, then attack the result.

The pattern is chosen jointly over all tables and everything published earlier, and every withheld figure is attacked by
a pair of programmes (analysis/disclosure_attack.py). Protection rests on what is withheld; rounding comes on top.
Methods, what an attacker is taken to know, limits and sources: docs/methods.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.disclosure_attack import Attacker, Bools, Ints, ties_of
from analysis.disclosure_cells import FIRST, KEYS, LAST, Cells, attributes_of_keys, cells_of
from analysis.disclosure_earlier import agreeing, known_before
from analysis.disclosure_errors import (
    BaseWrong,
    Cancelled,
    EarlierNotCovered,
    NothingToPublish,
    RulesWrong,
    TablesWrong,
    TooLarge,
    UnsafeToPublish,
)
from analysis.disclosure_primary import sensitive
from analysis.disclosure_result import (
    Audit,
    Method,
    Publication,
    Released,
    Stage,
    Status,
    Step,
    TableAudit,
    Withheld,
    percent,
    rounded,
    withheld_of,
)
from analysis.disclosure_rules import (
    ALL,
    COUNTRY,
    PEOPLE,
    PROVIDER,
    Base,
    Periods,
    Rules,
    Table,
    Worth,
    Zeros,
    check,
)
from analysis.disclosure_space import Space, space_of
from analysis.disclosure_suppress import Problem, Unprotectable, clean, cost_of, protect, worths

__all__ = [
    "ALL", "COUNTRY", "Audit", "Base", "BaseWrong", "Cancelled", "EarlierNotCovered", "Method", "NothingToPublish",
    "Periods", "Publication", "Released", "Rules", "RulesWrong", "Stage", "Status", "Step", "Table", "TableAudit",
    "TablesWrong", "TooLarge", "UnsafeToPublish", "Withheld", "Worth", "Zeros", "percent", "publish",
]  # fmt: skip

Tell = Callable[[Step], bool]
"""Called while the work goes on; returns False to stop it."""


@dataclass(frozen=True, eq=False)
class _Ready:
    """Everything counted. counts: (n,) to be published; always: ties known in any case; public: cells shown before."""

    space: Space
    cells: Cells
    counts: Ints
    always: sparse.csr_matrix
    people: Ints
    problem: Problem
    insiders: tuple[Attacker, ...]
    public: Bools
    earlier: int


def publish(
    base: Base,
    tables: tuple[Table, ...],
    periods: Periods,
    rules: Rules | None = None,
    earlier: tuple[Released, ...] = (),
    tell: Tell | None = None,
    version: str = "",
) -> Publication:
    """What may be shown of these counts beside everything published earlier, audited.

    Raises BaseWrong, TablesWrong, RulesWrong, TooLarge, EarlierNotCovered, UnsafeToPublish, NothingToPublish and
    Cancelled; none of them holds a withheld figure.
    """
    began, rules = time.perf_counter(), rules or Rules()
    check(base, tables, periods)
    report = _reporter(tell)
    report(Stage.COUNTING)(0, 1)
    ready = _count(base, tables, periods, rules, earlier)
    try:
        is_shown = _choose(ready, report)
    except Unprotectable as failed:
        raise _refused(ready, {failed.target}) from None
    ranges = _audit(ready, rules, is_shown, report(Stage.AUDITING))
    return _publication(ready, tables, rules, is_shown, ranges, version, began)


def _reporter(tell: Tell | None) -> Callable[[Stage], Callable[[int, int], None]]:
    def of(stage: Stage) -> Callable[[int, int], None]:
        def say(done: int, whole: int) -> None:
            if tell is not None and not tell(Step(stage, done, whole)):
                raise Cancelled

        return say

    return of


def _count(
    base: Base, tables: tuple[Table, ...], periods: Periods, rules: Rules, earlier: tuple[Released, ...]
) -> _Ready:
    before = tuple(a for released in earlier for a in attributes_of_keys(released.cells, base.levels, released.version))
    space = space_of(base, tables, periods, before)
    cells = cells_of(space, tables, base, periods)
    known, sides = known_before(space, earlier)
    truth = space.counts(base.people)
    counts = agreeing(space, truth, known, sides, earlier[-1].version if earlier else "")
    own = tuple(space.counts(rows) for _, rows in base.known.groupby(PROVIDER, sort=True))
    hidden = sensitive(cells, counts, own, rules) | sensitive(cells, truth, own, rules)
    public = _public(cells, earlier)
    hidden &= ~public
    figures = np.flatnonzero(~hidden & cells.is_possible & ~public)
    always = sparse.vstack([space.links, known], format="csr")
    ties = ties_of(cells.sums[figures], always, cells.sums, space.is_possible)
    people = cells.of(counts)
    must, most = rules.least_shown - 1, int(max(people.max(initial=0), sides.max(initial=0))) + 2 * rules.least_shown
    attacker = Attacker(ties, counts, must, most)
    inside = tuple(Attacker(ties, counts - o, must, most) for o in own if o.any() and (counts >= o).all())
    problem = Problem(figures, worths(people[figures], rules.worth), hidden, attacker)
    return _Ready(space, cells, counts, always, people, problem, inside, public, len(earlier))


def _public(cells: Cells, earlier: tuple[Released, ...]) -> Bools:
    """Figures that an earlier publication shows: they stay as they are."""
    found = np.zeros(len(cells), bool)
    columns = [c for c in cells.keys.columns if c != "table"]
    keys = pd.MultiIndex.from_frame(_plain(cells.keys, columns))
    for released in earlier:
        found |= keys.isin(pd.MultiIndex.from_frame(_plain(released.cells.reindex(columns=columns), columns)))
    return found


def _plain(keys: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Keys without the table's name; a margin and a category that the table lacks are the same."""
    categories = [c for c in columns if c not in KEYS]
    plain = keys[columns].copy()
    plain[categories] = plain[categories].fillna("").replace(ALL, "")
    return plain.astype({FIRST: int, LAST: int})


def _choose(ready: _Ready, report: Callable[[Stage], Callable[[int, int], None]]) -> Bools:
    problem = ready.problem
    is_shown = protect(problem, np.ones(len(problem.figures), bool), tell=report(Stage.PROTECTING))
    return clean(problem, is_shown, tell=report(Stage.CLEANING))


def _refused(ready: _Ready, unsafe: set[int]) -> UnsafeToPublish:
    tables = tuple(dict.fromkeys(ready.cells.keys["table"].iloc[sorted(unsafe)]))
    return UnsafeToPublish(int(ready.problem.sensitive.sum()), len(unsafe), tables)


def _audit(
    ready: _Ready, rules: Rules, is_shown: Bools, say: Callable[[int, int], None]
) -> dict[int, tuple[int, int | None]]:
    """The exact range of every withheld cell, by an attacker built anew. Raises UnsafeToPublish."""
    problem, old = ready.problem, ready.problem.attacker
    targets = problem.targets(is_shown)
    ties = ties_of(ready.cells.sums[problem.figures[is_shown]], ready.always, ready.cells.sums, ready.space.is_possible)
    attacker = Attacker(ties, ready.counts, old.must, old.most_any)
    attacker.show(np.ones(int(is_shown.sum()), bool))
    ranges: dict[int, tuple[int, int | None]] = {}
    asked: dict[tuple[int, int], tuple[int, int | None]] = {}
    for number, target in enumerate(targets):
        say(number, len(targets))
        question = int(attacker.ties.ask_least[target]), int(attacker.ties.ask_most[target])
        if question not in asked:
            asked[question] = attacker.range_of(int(target))
        ranges[int(target)] = asked[question]
    old.programmes += attacker.programmes
    unsafe = {
        t for t, (least, most) in ranges.items() if least > 0 or (most is not None and most < rules.least_shown - 1)
    }
    if unsafe:
        raise _refused(ready, unsafe)
    return ranges


def _publication(
    ready: _Ready,
    tables: tuple[Table, ...],
    rules: Rules,
    is_shown: Bools,
    ranges: dict[int, tuple[int, int | None]],
    version: str,
    began: float,
) -> Publication:
    keys, shown = ready.cells.keys, ready.public.copy()
    shown[ready.problem.figures[is_shown]] = True
    if not shown.any():
        raise NothingToPublish(rules.least_shown)
    exact = pd.array(ready.people, "Int64")
    released = Released(version, keys[shown].assign(people=exact[shown]).reset_index(drop=True))
    people = pd.array(rounded(ready.people, rules.rounded_to), "Int64")
    people[~shown] = pd.NA
    status = np.where(shown, Status.SHOWN, np.where(ready.cells.is_possible, Status.WITHHELD, Status.IMPOSSIBLE))
    rows = keys.assign(people=people, status=status)
    rows["finest"] = _finest(rows, ready.space)
    cost = cost_of(ready.problem, is_shown)
    audit = Audit(
        tuple(_table_audit(keys, table.name, ranges, ready.cells.is_possible) for table in tables),
        Method.HEURISTIC if cost else Method.OPTIMAL, cost, 0.0, 1.0 if cost else 0.0,
        ready.problem.attacker.programmes, len(ready.insiders), ready.earlier, time.perf_counter() - began,
    )  # fmt: skip
    return Publication(rows, released, audit, tuple(_withheld(rows, table, ready.space) for table in tables))


def _withheld(rows: pd.DataFrame, table: Table, space: Space) -> Withheld:
    windows = space.periods.windows(table.widths)
    return withheld_of(rows, table.name, table.place or COUNTRY, min(last - first + 1 for first, last in windows))


def _table_audit(
    keys: pd.DataFrame, table: str, ranges: dict[int, tuple[int, int | None]], is_possible: Bools
) -> TableAudit:
    own = np.flatnonzero(((keys["table"] == table) & is_possible).to_numpy())
    found = [ranges[int(cell)] for cell in own if int(cell) in ranges]
    if not found:
        return TableAudit(table, len(own), 0, None, None)
    narrowest = min(found, key=lambda r: (float("inf") if r[1] is None else r[1] - r[0], r[0]))
    return TableAudit(table, len(own), len(found), *narrowest)


def _finest(rows: pd.DataFrame, space: Space) -> Bools:
    """Shown, and not made up of shown places of the next finer level in the same table, period and categories."""
    shown = (rows["status"] == Status.SHOWN).to_numpy()
    found = shown.copy()
    same = [c for c in rows.columns if c not in ("level", "place", PEOPLE, "status", "finest")]
    orders = (*space.levels, COUNTRY)
    for at, level in enumerate(orders[1:]):
        finer = rows[rows["level"] == orders[at]]
        if finer.empty:
            continue
        up = dict(zip(space.codes_of[at], space.above[at, at + 1], strict=True))
        names = ("",) if level == COUNTRY else space.codes_of[at + 1]
        parts = finer.assign(
            place=[names[up[code]] for code in finer["place"]], all_shown=finer["status"] == Status.SHOWN
        )
        whole = parts.groupby([*same, "place"], sort=False)["all_shown"].all()
        mine = rows["level"] == level
        at_keys = pd.MultiIndex.from_frame(rows.loc[mine, [*same, "place"]])
        found[mine.to_numpy()] &= ~whole.reindex(at_keys, fill_value=False).to_numpy(bool)
    return found
