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
from analysis.disclosure_exact import improve
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
from analysis.disclosure_suppress import Problem, Unprotectable, clean, cost_of, protect, withhold_beside, worths

__all__ = [
    "ALL", "COUNTRY", "Audit", "Base", "BaseWrong", "Cancelled", "EarlierNotCovered", "Method", "NothingToPublish",
    "Periods", "Publication", "Released", "Rules", "RulesWrong", "Stage", "Status", "Step", "Table", "TableAudit",
    "TablesWrong", "TooLarge", "UnsafeToPublish", "Withheld", "Worth", "Zeros", "percent", "publish",
]  # fmt: skip

PROVEN = 1e-6
Tell = Callable[[Step], bool]
"""Called while the work goes on; returns False to stop it."""


@dataclass(frozen=True, eq=False)
class _Ready:
    """Everything counted. counts: (n,) to be published; always: ties known in any case; own: (n,) of each organisation
    whose cases agree with the counts; public: cells shown before.
    """

    space: Space
    cells: Cells
    counts: Ints
    always: sparse.csr_matrix
    people: Ints
    problem: Problem
    own: tuple[Ints, ...]
    public: Bools
    earlier: int


@dataclass(frozen=True, eq=False)
class _Chosen:
    """is_shown: of the figures; bound: of its cost; narrowest: table -> the tightest range of its withheld figures."""

    is_shown: Bools
    bound: float
    narrowest: dict[str, tuple[int, int | None]]


def publish(
    base: Base,
    tables: tuple[Table, ...],
    periods: Periods,
    rules: Rules | None = None,
    earlier: tuple[Released, ...] = (),
    tell: Tell | None = None,
    version: str = "",
    only: pd.DataFrame | None = None,
) -> Publication:
    """What may be shown of these counts beside everything published earlier, audited.

    only: keys of the figures that may be shown at all (None: any); all others are withheld like small ones.

    Raises BaseWrong, TablesWrong, RulesWrong, TooLarge, EarlierNotCovered, UnsafeToPublish, NothingToPublish and
    Cancelled; none of them holds a withheld figure.
    """
    began, rules = time.perf_counter(), rules or Rules()
    check(base, tables, periods)
    report = _reporter(tell)
    report(Stage.COUNTING)(0, 1)
    ready = _count(base, tables, periods, rules, earlier, only)
    try:
        chosen = _choose(ready, rules, report)
    except Unprotectable as failed:
        raise _refused(ready, {failed.target}) from None
    return _publication(ready, tables, rules, chosen, version, began)


def _reporter(tell: Tell | None) -> Callable[[Stage], Callable[[int, int], None]]:
    def of(stage: Stage) -> Callable[[int, int], None]:
        def say(done: int, whole: int) -> None:
            if tell is not None and not tell(Step(stage, done, whole)):
                raise Cancelled

        return say

    return of


def _count(
    base: Base,
    tables: tuple[Table, ...],
    periods: Periods,
    rules: Rules,
    earlier: tuple[Released, ...],
    only: pd.DataFrame | None,
) -> _Ready:
    before = tuple(a for released in earlier for a in attributes_of_keys(released.cells, base.levels, released.version))
    space = space_of(base, tables, periods, before)
    cells = cells_of(space, tables, base, periods)
    known, sides = known_before(space, earlier)
    truth = space.counts(base.people)
    counts = agreeing(space, truth, known, sides, earlier[-1].version if earlier else "")
    own = tuple(space.counts(rows) for _, rows in base.known.groupby(PROVIDER, sort=True))
    hidden = sensitive(cells, counts, own, rules) | sensitive(cells, truth, own, rules)
    public = _among(cells, *(released.cells for released in earlier))
    if only is not None:
        hidden |= ~_among(cells, only) & cells.is_possible
    hidden &= ~public
    figures = np.flatnonzero(~hidden & cells.is_possible & ~public)
    always = sparse.vstack([space.links, known], format="csr")
    ties = ties_of(cells.sums[figures], always, cells.sums, space.is_possible)
    people = cells.of(counts)
    must, most = rules.least_shown - 1, int(max(people.max(initial=0), sides.max(initial=0))) + 2 * rules.least_shown
    attacker = Attacker(ties, counts, must, most)
    agreed = tuple(o for o in own if o.any() and (counts >= o).all())
    problem = Problem(figures, worths(people[figures], rules.worth), hidden, attacker)
    return _Ready(space, cells, counts, always, people, problem, agreed, public, len(earlier))


def _among(cells: Cells, *keys: pd.DataFrame) -> Bools:
    """Figures that stand in one of these lists of keys; those of an earlier publication stay as they are."""
    found = np.zeros(len(cells), bool)
    columns = [c for c in cells.keys.columns if c != "table"]
    own = pd.MultiIndex.from_frame(_plain(cells.keys, columns))
    for listed in keys:
        found |= own.isin(pd.MultiIndex.from_frame(_plain(listed.reindex(columns=columns), columns)))
    return found


def _plain(keys: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Keys without the table's name; a margin and a category that the table lacks are the same."""
    categories = [c for c in columns if c not in KEYS]
    plain = keys[columns].copy()
    plain[categories] = plain[categories].fillna("").replace(ALL, "")
    return plain.astype({FIRST: int, LAST: int})


def _choose(ready: _Ready, rules: Rules, report: Callable[[Stage], Callable[[int, int], None]]) -> _Chosen:
    """Protect, show again, prove; then audit by outsiders and insiders until nothing more has to be withheld."""
    problem = ready.problem
    is_shown = protect(problem, np.ones(len(problem.figures), bool), tell=report(Stage.PROTECTING))
    is_shown = clean(problem, is_shown, tell=report(Stage.CLEANING))
    proven = improve(problem, is_shown, rules.time_limit_s, tell=report(Stage.PROVING))
    is_shown = proven.is_shown
    while True:
        safe = _insiders(ready, is_shown, report(Stage.AUDITING))
        if (safe != is_shown).any():
            is_shown = protect(problem, safe, tell=report(Stage.PROTECTING))
            continue
        auditor, failed = _outsider(ready, is_shown, report(Stage.AUDITING))
        if not failed:
            return _Chosen(is_shown, proven.bound, _narrowest(ready, auditor, is_shown))
        for target in failed:
            is_shown = withhold_beside(problem, target, is_shown)
        is_shown = protect(problem, is_shown, tell=report(Stage.PROTECTING))


def _refused(ready: _Ready, unsafe: set[int]) -> UnsafeToPublish:
    tables = tuple(dict.fromkeys(ready.cells.keys["table"].iloc[sorted(unsafe)]))
    return UnsafeToPublish(int(ready.problem.sensitive.sum()), len(unsafe), tables)


def _insiders(ready: _Ready, is_shown: Bools, say: Callable[[int, int], None]) -> Bools:
    """The pattern, with more withheld where an organisation could work out the cases that are not its own.

    Where nobody rests beside its own cases there is nobody to protect from it.
    """
    problem, outsider = ready.problem, ready.problem.attacker
    outsider.show(is_shown)
    tables = outsider.witnesses()
    for number, own in enumerate(ready.own):
        say(number, len(ready.own))
        insider = Attacker(outsider.ties, ready.counts - own, outsider.must, outsider.most_any)
        mine = np.rint(outsider.ties.members.T @ own)
        insider.add_witnesses((tables - mine)[(tables >= mine).all(axis=1)])
        is_shown = protect(problem, is_shown, insider, only=ready.cells.of(ready.counts - own) > 0)
        outsider.programmes += insider.programmes
    return is_shown


def _outsider(ready: _Ready, is_shown: Bools, say: Callable[[int, int], None]) -> tuple[Attacker, set[int]]:
    """An attacker built anew for the pattern, who counts whole tables alone, and the targets that it works out."""
    problem, old = ready.problem, ready.problem.attacker
    ties = ties_of(ready.cells.sums[problem.figures[is_shown]], ready.always, ready.cells.sums, ready.space.is_possible)
    attacker = Attacker(ties, ready.counts, old.must, old.most_any, is_strict=True)
    attacker.show(np.ones(int(is_shown.sum()), bool))
    failed = {failure.target for failure in attacker.failures(problem.targets(is_shown), tell=say)}
    old.programmes += attacker.programmes
    return attacker, failed


def _narrowest(ready: _Ready, auditor: Attacker, is_shown: Bools) -> dict[str, tuple[int, int | None]]:
    """The exact range of each table's withheld figure that has the least room; its least is 0, as the audit found."""
    before, found = auditor.programmes, {}
    targets = ready.problem.targets(is_shown)
    names = ready.cells.keys["table"].to_numpy()[targets]
    for name in dict.fromkeys(names):
        _, first = np.unique(auditor.ties.ask_most[targets[names == name]], return_index=True)
        most = {int(t): auditor.most_of(int(t)) for t in targets[names == name][first]}
        while True:
            target = min(most, key=lambda t: most[t][0])
            if most[target][0] == most[target][1]:
                break
            exact = auditor.exact_most_of(target)
            most[target] = exact, exact
        found[str(name)] = 0, None if most[target][0] >= auditor.most_any else most[target][0]
    ready.problem.attacker.programmes += auditor.programmes - before
    return found


def _publication(
    ready: _Ready,
    tables: tuple[Table, ...],
    rules: Rules,
    chosen: _Chosen,
    version: str,
    began: float,
) -> Publication:
    keys, shown = ready.cells.keys, ready.public.copy()
    shown[ready.problem.figures[chosen.is_shown]] = True
    if not shown.any():
        raise NothingToPublish(rules.least_shown)
    exact = pd.array(ready.people[shown], "Int64")
    released = Released(version, keys[shown].assign(people=exact).reset_index(drop=True))
    # A masked array keeps the number under the mask: what is withheld must not be there at all.
    safe = np.where(shown, rounded(ready.people, rules.rounded_to), 0)
    people = pd.arrays.IntegerArray(safe, ~shown)
    status = np.where(shown, Status.SHOWN, np.where(ready.cells.is_possible, Status.WITHHELD, Status.IMPOSSIBLE))
    rows = keys.assign(people=people, status=status)
    rows["finest"] = _finest(rows, ready.space)
    audit = _report(ready, tables, chosen, shown, began)
    return Publication(rows, released, audit, tuple(_withheld(rows, table, ready.space) for table in tables))


def _report(ready: _Ready, tables: tuple[Table, ...], chosen: _Chosen, shown: Bools, began: float) -> Audit:
    cost = cost_of(ready.problem, chosen.is_shown)
    gap = (cost - chosen.bound) / cost if cost > 0 else 0.0
    names, counted, parts = ready.cells.keys["table"].to_numpy(), ready.cells.is_possible, []
    for table in tables:
        own = (names == table.name) & counted
        narrowest = chosen.narrowest.get(table.name, (None, None))
        parts.append(TableAudit(table.name, int(own.sum()), int((own & ~shown).sum()), *narrowest))
    return Audit(
        tuple(parts), Method.OPTIMAL if gap < PROVEN else Method.HEURISTIC, cost, chosen.bound, max(gap, 0.0),
        ready.problem.attacker.programmes, len(ready.own), ready.earlier, time.perf_counter() - began,
    )  # fmt: skip


def _withheld(rows: pd.DataFrame, table: Table, space: Space) -> Withheld:
    windows = space.periods.windows(table.widths)
    return withheld_of(rows, table.name, table.place or COUNTRY, min(last - first + 1 for first, last in windows))


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
