"""Which further figures to withhold so that no withheld figure can be worked out, at the least loss of information.

A figure in danger is protected by a way for people to move unseen. The cheapest such way, where changing a figure that
is still shown costs its worth, is a linear programme; what it changes is withheld (J. P. Kelly, B. L. Golden and
A. A. Assad, Networks 22 (1992) 397-417; M. Fischetti and J. J. Salazar-Gonzalez, Journal of the American Statistical
Association 95 (2000) 916-928, begin with such a heuristic too). At the end every figure that was withheld for others is
tried again, the most worth first, and shown where the audit still holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.disclosure_attack import Attacker, Bools, Failure, Floats, Ints, quiet
from analysis.disclosure_rules import Worth

MOVED: float = 1e-6
SPREAD: float = 1e-4  # cost of a withheld figure beside one shown, so that the way is short

Tell = Callable[[int, int], None]


def worths(people: Ints, worth: Worth) -> Floats:
    """(cells,) loss of information where a figure of so many people is withheld."""
    if worth == Worth.CELLS:
        return np.ones(len(people))
    if worth == Worth.LOG:
        return np.log2(1.0 + people.astype(float)) + 1.0
    return people.astype(float) + 1.0


class Unprotectable(Exception):
    """Not even withholding everything that may be withheld protects this target."""

    def __init__(self, target: int) -> None:
        super().__init__(f"target {target}")
        self.target = target


@dataclass(frozen=True, eq=False)
class Problem:
    """figures: (f,) the cell of each row of ties that may be shown; worth: (f,); sensitive: (cells,). proofs: failures
    met on the way, each a condition that every safe pattern meets (analysis/disclosure_exact.py).
    """

    figures: Ints
    worth: Floats
    sensitive: Bools
    attacker: Attacker
    proofs: list[Failure] = field(default_factory=list)

    def targets(self, is_shown: Bools) -> Ints:
        """Cells that must be protected: all that are withheld, since a withheld figure must tell nothing."""
        hidden = self.sensitive.copy()
        hidden[self.figures[~is_shown]] = True
        return np.flatnonzero(hidden)


class Mover:
    """The programme of the cheapest unseen move about one truth (the attacker's)."""

    def __init__(self, problem: Problem, attacker: Attacker) -> None:
        self._attacker, self._figures, self._worth = attacker, len(problem.figures), problem.worth
        rows = attacker.ties.rows.tocsc()
        self._classes = rows.shape[1]
        self._solver = quiet()
        self._pass(rows)
        self._has_target = False

    def _pass(self, rows: sparse.csc_matrix) -> None:
        lp, inf, count, figures = highspy.HighsLp(), highspy.kHighsInf, self._classes, self._figures
        lp.num_col_, lp.num_row_ = count + 2 * figures, rows.shape[0]
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_ = np.concatenate([-self._attacker.classes.astype(float), np.zeros(2 * figures)])
        lp.col_upper_ = np.full(lp.num_col_, inf)
        lp.row_lower_ = lp.row_upper_ = np.zeros(rows.shape[0])
        ends = rows.indptr[-1] + np.arange(1, 2 * figures + 1)
        own = np.arange(figures)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.concatenate([rows.indptr, ends]).astype(np.int32)
        lp.a_matrix_.index_ = np.concatenate([rows.indices, own, own]).astype(np.int32)
        lp.a_matrix_.value_ = np.concatenate([rows.data, -np.ones(figures), np.ones(figures)])
        self._solver.passModel(lp)
        self._rows = rows.shape[0]

    def changed(self, failure: Failure, is_shown: Bools) -> Bools:
        """(f,) figures that the cheapest move changes. Raises Unprotectable."""
        cost = np.where(is_shown, self._worth, SPREAD)
        every = np.arange(self._classes, self._classes + 2 * self._figures, dtype=np.int32)
        self._solver.changeColsCost(len(every), every, np.concatenate([cost, cost]))
        self._aim(failure)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._solver.clearSolver()
            self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Unprotectable(failure.target)
        values = np.array(self._solver.getSolution().col_value)[self._classes :]
        return (values[: self._figures] > MOVED) | (values[self._figures :] > MOVED)

    def _aim(self, failure: Failure) -> None:
        attacker = self._attacker
        if self._has_target:
            self._solver.deleteRows(1, np.array([self._rows], np.int32))
        self._has_target = True
        sets = attacker.ties.touches if failure.is_most else attacker.ties.within
        at = sets.indices[sets.indptr[failure.target] : sets.indptr[failure.target + 1]].astype(np.int32)
        now, inf = float(attacker.classes[at].sum()), highspy.kHighsInf
        low, high = (attacker.must - now, inf) if failure.is_most else (-inf, -now)
        self._solver.addRow(low, high, len(at), at, np.ones(len(at)))


def protect(
    problem: Problem,
    is_shown: Bools,
    attacker: Attacker | None = None,
    tell: Tell | None = None,
    only: Bools | None = None,
) -> Bools:
    """(f,) which figures stay shown once every withheld one (only: of these cells) is protected from the attacker.

    Raises Unprotectable.
    """
    inside, attacker = attacker is not None, attacker or problem.attacker
    mover: Mover | None = None
    is_shown = is_shown.copy()
    while True:
        attacker.show(is_shown)
        targets = problem.targets(is_shown)
        found = attacker.failures(targets if only is None else targets[only[targets]], tell=tell)
        if not found:
            return is_shown
        if not inside:
            problem.proofs.extend(found)
        mover = mover or Mover(problem, attacker)
        before = is_shown
        for failure in sorted(found, key=lambda f: (f.is_most, -_need(attacker, f))):
            is_shown = is_shown & ~mover.changed(failure, is_shown)
        if (is_shown == before).all():
            is_shown = withhold_beside(problem, found[0].target, is_shown)


def _need(attacker: Attacker, failure: Failure) -> float:
    return attacker.must - failure.value if failure.is_most else failure.value


def withhold_beside(problem: Problem, target: int, is_shown: Bools) -> Bools:
    """Only whole numbers give the target away: withhold the cheapest shown figure that shares an unknown with it.

    Raises Unprotectable.
    """
    ties = problem.attacker.ties
    shared = ties.rows[: ties.figures] @ np.asarray(ties.touches[target].todense()).ravel()
    near = np.flatnonzero((shared > 0) & is_shown)
    if not len(near):
        raise Unprotectable(target)
    is_shown = is_shown.copy()
    is_shown[near[np.argmin(problem.worth[near])]] = False
    return is_shown


def clean(problem: Problem, is_shown: Bools, tell: Tell | None = None) -> Bools:
    """Show again what need not be withheld, the most worth first."""
    is_shown, attacker = is_shown.copy(), problem.attacker
    tried = [at for at in np.argsort(-problem.worth, kind="stable") if not is_shown[at]]
    for number, at in enumerate(tried):
        if tell is not None:
            tell(number, len(tried))
        is_shown[at] = True
        attacker.show(is_shown)
        failed = attacker.failures(problem.targets(is_shown), first_only=True)
        problem.proofs.extend(failed)
        is_shown[at] = not failed
    attacker.show(is_shown)
    return is_shown


def cost_of(problem: Problem, is_shown: NDArray[np.bool_]) -> float:
    """Loss of information of what is withheld though it is not sensitive."""
    return float(problem.worth[~is_shown].sum())
