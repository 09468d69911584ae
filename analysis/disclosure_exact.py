"""The pattern that loses least, or a proof of how little it must lose: the cell suppression problem by cuts.

Master: which to withhold, at least worth. Attacker: for each withheld figure the programme of its range. A range
that is too narrow has a dual solution that names what narrows it; every safe pattern meets the inequality that follows,
and the master is solved again with it (M. Fischetti and J. J. Salazar-Gonzalez, Journal of the American Statistical
Association 95 (2000) 916-928; there only sensitive figures are protected, here all that are withheld).

From the attacker's duals p of the shown figures b: with withheld figures free to move by d, the target stays below its
most v + sum p d. So, to reach what it must, r = must - v people, sum over p > 0 of y + sum over p < 0 of
min(1, |p| b / r) y >= y of the target: a figure can rise without limit but fall only to nought.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from analysis.disclosure_attack import NEAR, Bools, Failure, Floats, quiet
from analysis.disclosure_suppress import Problem, cost_of

SMALL = 1e-7


@dataclass(frozen=True, eq=False)
class Proven:
    """is_shown: the best pattern; bound: no safe pattern costs less; is_optimal: it is that of the pattern."""

    is_shown: Bools
    bound: float
    is_optimal: bool


def improve(
    problem: Problem, is_shown: Bools, time_limit_s: float, tell: Callable[[int, int], None] | None = None
) -> Proven:
    """Better or prove a safe pattern, for so many seconds at most."""
    began, master = time.perf_counter(), _Master(problem)
    for failure in problem.proofs:
        master.add(failure)
    cost, bound, rounds = cost_of(problem, is_shown), 0.0, 0
    while True:
        left = time_limit_s - (time.perf_counter() - began)
        if cost - bound <= NEAR * max(cost, 1.0):
            return Proven(is_shown, cost, True)
        if left <= 0:
            return Proven(is_shown, bound, False)
        rounds += 1
        if tell is not None:
            tell(int(time_limit_s - left), max(int(time_limit_s), 1))
        tried, least = master.solve(left)
        bound = max(bound, least)
        if tried is None:
            return Proven(is_shown, bound, False)
        problem.attacker.show(tried)
        found = problem.attacker.failures(problem.targets(tried))
        if not found and cost_of(problem, tried) < cost - NEAR:
            is_shown, cost = tried, cost_of(problem, tried)
        for failure in found:
            master.add(failure, tried)


class _Master:
    """min worth . y, y = 1: withheld, under the cuts so far."""

    def __init__(self, problem: Problem) -> None:
        self._problem, count = problem, len(problem.figures)
        self._row_of = {int(cell): row for row, cell in enumerate(problem.figures)}
        self._solver, self._count = quiet(), count
        for worth in problem.worth:
            self._solver.addCol(float(worth), 0.0, 1.0, 0, np.array([], np.int32), np.array([]))
        kinds = np.full(count, int(highspy.HighsVarType.kInteger), np.uint8)
        self._solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)
        self._solver.setOptionValue("mip_rel_gap", 0.0)

    def add(self, failure: Failure, is_shown: Bools | None = None) -> None:
        """The condition that follows from a failure (is_shown: where only whole numbers or a limit prove it)."""
        cut = self._cut(failure)
        if cut is None and is_shown is not None:
            cut = is_shown.astype(float)  # something that is shown here has to be withheld
        if cut is None:
            return
        row = self._row_of.get(failure.target)
        if row is not None:
            cut[row] -= 1.0
        at = np.flatnonzero(np.abs(cut) > SMALL).astype(np.int32)
        self._solver.addRow(1.0 if row is None else 0.0, highspy.kHighsInf, len(at), at, cut[at])

    def _cut(self, failure: Failure) -> Floats | None:
        if failure.duals is None:
            return None
        attacker = self._problem.attacker
        ties, sign = attacker.ties, 1.0 if failure.is_most else -1.0
        prices = np.where(np.abs(failure.duals) > SMALL, sign * failure.duals, 0.0)
        sets = ties.touches if failure.is_most else ties.within
        part = sign * np.asarray(sets[failure.target].todense()).ravel()
        if (ties.rows.T @ prices - part).min(initial=0.0) < -NEAR:
            return None  # a limit on unknowns is part of this proof, so that it does not hold for all patterns
        short = (attacker.must - failure.value) if failure.is_most else failure.value
        prices, sides = prices[: self._count], attacker.sides[: self._count]
        return np.where(prices > 0, 1.0, np.minimum(1.0, np.abs(prices) * sides / short))

    def solve(self, limit_s: float) -> tuple[Bools | None, float]:
        """A cheapest pattern under the cuts (None: none in time), and the proven bound."""
        self._solver.setOptionValue("time_limit", float(self._solver.getRunTime()) + limit_s)
        self._solver.run()
        info = self._solver.getInfo()
        bound = float(info.mip_dual_bound) if np.isfinite(info.mip_dual_bound) else 0.0
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None, max(bound, 0.0)
        return np.array(self._solver.getSolution().col_value)[: self._count] < 0.5, max(bound, 0.0)
