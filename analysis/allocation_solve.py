"""Solve an allocation with HiGHS: a stated gap, a time limit, and a way to watch and to stop it with the best kept."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from analysis.allocation_model import Model
from data.errors import N_
from data.vocabulary import Code

DEFAULT_GAP: Final = 0.01
DEFAULT_TIME_LIMIT_S: Final = 60.0
HEAD_START_FROM: Final = 200  # integer columns below which a head start costs more than it saves
HEAD_START_GAP: Final = 0.5  # of the gap asked for: how close the head start comes to the best of its few sources
HEAD_START_DONE: Final = 0.99  # of the gap asked for: this near to the proven bound, the head start is all
HEAD_START_TIME: Final = 0.4  # of the time limit
HARDLY: Final = 1e-3  # of one source: less than that, in the programme without whole numbers, counts as not used
LEAST_TIME_S: Final = 1.0  # left to the whole programme however long the head start took


class Ended(Code):
    """Why the solver ended."""

    PROVEN = "proven", N_("Proven within the stated gap")
    TIME = "time", N_("The time limit was reached; the best plan so far is kept")
    STOPPED = "stopped", N_("Stopped by a person; the best plan so far is kept")


@dataclass(frozen=True)
class Progress:
    """Best objective so far and the proven upper bound (weighted people), after seconds_s; None: none found yet."""

    best: float | None
    bound: float | None
    seconds_s: float


Tell = Callable[[Progress], bool]
"""Called while the solver works; returns False to stop it."""


@dataclass(frozen=True, eq=False)
class Solved:
    """values: one a column of the programme; objective and bound: weighted people; gap_0_1: (bound - objective) /
    objective, 0 where both are 0.
    """

    values: NDArray[np.float64]
    objective: float
    bound: float
    gap_0_1: float
    seconds_s: float
    ended: Ended


class NothingFound(Exception):
    """The solver has no plan to show: infeasible (is_infeasible) or ended before it found one."""

    def __init__(self, is_infeasible: bool) -> None:
        super().__init__("no plan: infeasible" if is_infeasible else "no plan before the solver ended")
        self.is_infeasible = is_infeasible


def solve(
    model: Model,
    gap_0_1: float = DEFAULT_GAP,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
    tell: Tell | None = None,
    start: NDArray[np.float64] | None = None,
    fixed: Mapping[int, float] | None = None,
) -> Solved:
    """The best plan within the gap. start: a plan to begin from, so that the result is never worse; fixed: columns
    held at a value.

    Large programmes get a head start: the sources that the programme without whole numbers would use, alone, give a
    good plan in a fraction of the time, and that programme's optimum is a bound for every plan. Raises NothingFound.
    """
    began, watch, given = time.perf_counter(), _Watch(tell, worth_of_everybody(model)), start
    first = None
    if not fixed and sum(model.columns.is_integer) >= HEAD_START_FROM:
        first = _head_start(model, gap_0_1, time_limit_s, watch, start)
    if first is not None and (first.gap_0_1 <= gap_0_1 or watch.stopped):
        return replace(first, seconds_s=time.perf_counter() - began)
    if first is not None:
        start, watch.bound = first.values, first.bound
    watch.before_s, watch.is_whole = time.perf_counter() - began, True
    solver = _solver(model, gap_0_1, max(time_limit_s - watch.before_s, LEAST_TIME_S))
    if fixed:
        _hold(solver, fixed)
    try:
        found = _run(solver, watch, start)
    except NothingFound as nothing:
        if nothing.is_infeasible or fixed:
            raise
        found = first or _nothing_new(model, watch, given)
    if first is not None and found.objective < first.objective:
        found = replace(first, bound=found.bound, ended=found.ended)
    if given is not None and found.objective < worth_of(model, given):
        found = replace(found, values=given, objective=worth_of(model, given))
    bound = min(found.bound, watch.bound)
    gap = gap_of(found.objective, bound)
    ended = Ended.PROVEN if gap <= gap_0_1 else found.ended  # the bound of the head start may be what proves it
    return replace(found, bound=bound, gap_0_1=gap, ended=ended, seconds_s=time.perf_counter() - began)


def _run(solver: highspy.Highs, watch: _Watch, start: NDArray[np.float64] | None) -> Solved:
    if start is not None:
        begin = highspy.HighsSolution()
        begin.col_value = list(start)
        solver.setSolution(begin)
    watch.look_at(solver)
    solver.run()
    return _read(solver, watch.stopped)


def _head_start(
    model: Model, gap_0_1: float, time_limit_s: float, watch: _Watch, start: NDArray[np.float64] | None
) -> Solved | None:
    """A good plan from few sources, with a bound that holds for all; None where those few allow no plan."""
    began = time.perf_counter()
    relaxed = _solver(model, 0.0, time_limit_s)
    relaxed.setOptionValue("solver", "ipm")  # 4 times as fast as the simplex method with 1,000 townships
    _without_whole(relaxed, model)
    relaxed.run()
    if relaxed.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    bound = min(float(relaxed.getInfo().objective_function_value), watch.bound)
    watch.bound, watch.before_s, watch.is_whole = bound, time.perf_counter() - began, False
    left_s = max(min(time_limit_s * HEAD_START_TIME, time_limit_s - watch.before_s), LEAST_TIME_S)
    solver = _solver(model, gap_0_1 * HEAD_START_GAP, left_s)
    solver.setOptionValue("objective_target", bound / (1.0 + HEAD_START_DONE * gap_0_1))
    _hold(solver, _left_out(model, np.array(relaxed.getSolution().col_value, float), start))
    try:
        found = _run(solver, watch, start)
    except NothingFound:
        return None
    gap = gap_of(found.objective, bound)
    ended = Ended.STOPPED if watch.stopped else Ended.PROVEN if gap <= gap_0_1 else Ended.TIME
    return replace(found, bound=bound, gap_0_1=gap, ended=ended)


def _nothing_new(model: Model, watch: _Watch, start: NDArray[np.float64] | None) -> Solved:
    """The plan to begin from, or the one that places nothing, where time ran out before any other was found."""
    values = Evaluator(model).solve().values if start is None else start
    objective, ended = worth_of(model, values), Ended.STOPPED if watch.stopped else Ended.TIME
    return Solved(values, objective, watch.bound, gap_of(objective, watch.bound), 0.0, ended)


def worth_of(model: Model, values: NDArray[np.float64]) -> float:
    """The objective of a solution: weighted people."""
    return float(np.dot(model.columns.worth, values))


def worth_of_everybody(model: Model) -> float:
    """Weighted people if everybody were reached in full: no plan can exceed it."""
    return float(sum(group.people * group.worth for group in model.groups))


def _left_out(model: Model, relaxed: NDArray[np.float64], start: NDArray[np.float64] | None) -> dict[int, float]:
    """Integer columns of the sources that neither the relaxed programme nor the start uses, held at 0."""
    used = relaxed if start is None else np.maximum(relaxed, start)
    held: dict[int, float] = {}
    for k, column in enumerate(model.stands):
        if column is not None and used[column] < HARDLY:
            held[column] = 0.0
            held.update(dict.fromkeys(model.chosen[k].values(), 0.0))
    return held


def gap_of(objective: float, bound: float) -> float:
    """(bound - objective) / objective, 0 where both are 0."""
    if objective <= 0:
        return 0.0 if bound <= 0 else math.inf
    return max((bound - objective) / objective, 0.0)


class _Watch:
    """Hands on what the solver has found, over one or two runs. stopped: somebody asked to stop; bound: proven
    before this run; before_s: seconds before it; is_whole: whether this run's own bound holds for every plan too.
    """

    def __init__(self, tell: Tell | None, bound: float) -> None:
        self._tell = tell
        self._best: float | None = None
        self.stopped = False
        self.bound = bound
        self.before_s = 0.0
        self.is_whole = True

    def look_at(self, solver: highspy.Highs) -> None:
        """Ask `tell` whenever HiGHS lets itself be interrupted."""
        if self._tell is not None:
            solver.cbMipInterrupt += self._look

    def _look(self, event: highspy.HighsCallbackEvent) -> None:
        out = event.data_out
        best = _known(out.mip_primal_bound)
        if best is not None:
            self._best = best if self._best is None else max(self._best, best)
        own = _known(out.mip_dual_bound) if self.is_whole else None
        bound = _known(self.bound if own is None else min(self.bound, own))
        progress = Progress(self._best, bound, self.before_s + float(out.running_time))
        if self._tell and not self._tell(progress):
            self.stopped = True
            event.interrupt()


def _solver(model: Model, gap_0_1: float, time_limit_s: float) -> highspy.Highs:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("mip_rel_gap", gap_0_1)
    solver.setOptionValue("mip_abs_gap", 1e-7)
    solver.setOptionValue("time_limit", time_limit_s)
    solver.setOptionValue("random_seed", 0)
    solver.passModel(model.lp())
    return solver


def _without_whole(solver: highspy.Highs, model: Model) -> NDArray[np.int32]:
    """Let every integer column take fractions; returns those columns."""
    whole = np.flatnonzero(model.columns.is_integer).astype(np.int32)
    kinds = np.full(len(whole), int(highspy.HighsVarType.kContinuous), np.uint8)
    solver.changeColsIntegrality(len(whole), whole, kinds)
    return whole


def _hold(solver: highspy.Highs, fixed: Mapping[int, float]) -> None:
    columns = np.array(sorted(fixed), np.int32)
    values = np.array([fixed[int(col)] for col in columns], float)
    solver.changeColsBounds(len(columns), columns, values, values)


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) and abs(value) < highspy.kHighsInf else None


def _read(solver: highspy.Highs, stopped: bool) -> Solved:
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kModelEmpty:  # nothing can reach anybody
        return Solved(np.zeros(0), 0.0, 0.0, 0.0, float(solver.getRunTime()), Ended.PROVEN)
    infeasible = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    if status in infeasible:
        raise NothingFound(is_infeasible=True)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise NothingFound(is_infeasible=False)
    objective = float(info.objective_function_value)
    done = status == highspy.HighsModelStatus.kOptimal
    bound = _bound(info, objective, done)
    ended = Ended.PROVEN if done else Ended.STOPPED if stopped else Ended.TIME
    values = np.array(solver.getSolution().col_value, float)
    return Solved(values, objective, bound, gap_of(objective, bound), float(solver.getRunTime()), ended)


def _bound(info: highspy.HighsInfo, objective: float, done: bool) -> float:
    """The proven bound; a programme without integers left in it has its optimum for a bound."""
    bound = _known(info.mip_dual_bound)
    if bound is None or (done and bound < objective):
        return objective if done else math.inf
    return bound


class Evaluator:
    """What a given set of placements reaches: the same programme with its integers fixed, solved again and again.

    The least numbers do not bind it: a part of a plan has fewer placements than the plan. The least people bind only
    the whole plan.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._solver = _solver(model, 0.0, DEFAULT_TIME_LIMIT_S)
        whole = _without_whole(self._solver, model)
        self._solver.changeColsBounds(len(whole), whole, np.zeros(len(whole)), np.zeros(len(whole)))
        self._stands: dict[int, float] = dict.fromkeys(whole.tolist(), 0.0)
        for row in model.least_numbers:
            self._solver.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)
        self._ask_for_people(False)

    def stand(self, columns: Mapping[int, float]) -> None:
        """Fix integer columns at these values; the others stay as they are (0 at first)."""
        changed = {column: value for column, value in columns.items() if self._stands.get(column) != value}
        self._stands.update(changed)
        if changed:
            _hold(self._solver, changed)

    def with_minimum(self, groups: frozenset[bool]) -> None:
        """Allow the minimum model for children (True) and adults (False); at first both are allowed."""
        upper = [
            group.people if group.is_child in groups else 0.0
            for g, group in enumerate(self._model.groups)
            if g in self._model.minimum
        ]
        columns = np.array(list(self._model.minimum.values()), np.int32)
        if len(columns):
            self._solver.changeColsBounds(len(columns), columns, np.zeros(len(columns)), np.array(upper))

    def _ask_for_people(self, are_asked: bool) -> None:
        row = self._model.least_people
        if row is not None:
            least = self._model.rows.lower[row] if are_asked else -highspy.kHighsInf
            self._solver.changeRowBounds(row, least, highspy.kHighsInf)

    def solve_whole(self) -> Solved:
        """The best of the whole plan, with the least people; without them where these placements reach fewer."""
        self._ask_for_people(True)
        try:
            return self.solve()
        except NothingFound:
            self._ask_for_people(False)
            return self.solve()

    def solve(self) -> Solved:
        """The best that these placements can do. Raises NothingFound."""
        self._solver.run()
        if self._solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            self._solver.clearSolver()  # a basis kept from before may leave tiny infeasibilities behind: begin anew
            self._solver.run()
        return _read(self._solver, stopped=False)
