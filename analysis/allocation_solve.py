"""Solve an allocation with HiGHS: a stated gap, a time limit, and a way to watch and to stop it with the best kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from analysis.allocation_model import Model
from data.errors import N_
from data.vocabulary import Code

DEFAULT_GAP: Final = 0.01
DEFAULT_TIME_LIMIT_S: Final = 60.0
WHOLE: Final = 1e-6  # how far from a whole number HiGHS may leave an integer column


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
    """The best plan within the gap. start: a plan to begin from; fixed: columns held at a value.

    Raises NothingFound.
    """
    solver = _solver(model, gap_0_1, time_limit_s)
    if fixed:
        _hold(solver, fixed)
    if start is not None:
        begin = highspy.HighsSolution()
        begin.col_value = list(start)
        solver.setSolution(begin)
    stopped = _watch(solver, tell) if tell else [False]
    solver.run()
    return _read(solver, stopped[0])


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


def _hold(solver: highspy.Highs, fixed: Mapping[int, float]) -> None:
    columns = np.array(sorted(fixed), np.int32)
    values = np.array([fixed[int(col)] for col in columns], float)
    solver.changeColsBounds(len(columns), columns, values, values)


def _watch(solver: highspy.Highs, tell: Tell) -> list[bool]:
    """Hand on what the solver has found; the list turns true once somebody asked to stop."""
    stopped = [False]

    def look(event: highspy.HighsCallbackEvent) -> None:
        out = event.data_out
        progress = Progress(_known(out.mip_primal_bound), _known(out.mip_dual_bound), float(out.running_time))
        if not tell(progress):
            stopped[0] = True
            event.interrupt()

    solver.cbMipInterrupt += look
    return stopped


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) and abs(value) < highspy.kHighsInf else None


def _read(solver: highspy.Highs, stopped: bool) -> Solved:
    status, info = solver.getModelStatus(), solver.getInfo()
    infeasible = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    if status in infeasible:
        raise NothingFound(is_infeasible=True)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise NothingFound(is_infeasible=False)
    objective = float(info.objective_function_value)
    done = status == highspy.HighsModelStatus.kOptimal
    bound = _bound(info, objective, done)
    ended = Ended.PROVEN if done else Ended.STOPPED if stopped else Ended.TIME
    gap = (bound - objective) / objective if objective > 0 else (0.0 if bound <= 0 else math.inf)
    values = np.array(solver.getSolution().col_value, float)
    return Solved(values, objective, bound, max(gap, 0.0), float(solver.getRunTime()), ended)


def _bound(info: highspy.HighsInfo, objective: float, done: bool) -> float:
    """The proven bound; a programme without integers left in it has its optimum for a bound."""
    bound = _known(info.mip_dual_bound)
    if bound is None or (done and bound < objective):
        return objective if done else math.inf
    return bound


class Evaluator:
    """What a given set of placements reaches: the same programme with its integers fixed, solved again and again."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._solver = _solver(model, 0.0, DEFAULT_TIME_LIMIT_S)
        whole = np.flatnonzero(model.columns.is_integer).astype(np.int32)
        self._solver.changeColsIntegrality(
            len(whole), whole, np.full(len(whole), int(highspy.HighsVarType.kContinuous), np.uint8)
        )
        self._solver.changeColsBounds(len(whole), whole, np.zeros(len(whole)), np.zeros(len(whole)))
        self._minimum = np.array(sorted(model.minimum.values()), np.int32)

    def stand(self, columns: Mapping[int, float]) -> None:
        """Fix integer columns at these values; the others stay as they are (0 at first)."""
        _hold(self._solver, columns)

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

    def solve(self) -> Solved:
        """The best that these placements can do. Raises NothingFound."""
        self._solver.run()
        return _read(self._solver, stopped=False)
