"""How many people more money reaches: the best plan at each of a row of budgets, and the knee of the curve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from analysis.allocation_checks import check_all_but_budget, check_budget
from analysis.allocation_model import build, reaching_at_least
from analysis.allocation_plan import Plan, read_plan, values_of
from analysis.allocation_problem import Option, Price, Problem
from analysis.allocation_solve import DEFAULT_GAP, Ended, solve

POINTS: Final = 12
EACH_TIME_LIMIT_S: Final = 20.0
SLACK_PEOPLE: Final = 1e-4  # so many fewer than the budget before are the solver's own inaccuracy


@dataclass(frozen=True, eq=False)
class Point:
    """One budget. objective and bound: weighted people; supported_people: reached by existing room or by a placement;
    minimum_people: by the minimum model only.
    """

    budget_usd: float
    cost_usd: float
    objective: float
    bound: float
    supported_people: float
    minimum_people: float
    plan: Plan

    @property
    def reached_people(self) -> float:
        """Reached in any way."""
        return self.supported_people + self.minimum_people


@dataclass(frozen=True, eq=False)
class Frontier:
    """points: by rising budget, the first with nothing to spend. knee: position of the point after which a further
    dollar brings clearly less (None: the curve has no bend). is_whole: False where it was stopped before the last.
    """

    points: tuple[Point, ...]
    knee: int | None
    is_whole: bool


def frontier(
    problem: Problem,
    most_usd: float | None = None,
    points: int = POINTS,
    gap_0_1: float = DEFAULT_GAP,
    time_limit_s: float = EACH_TIME_LIMIT_S,
    tell: Callable[[int, int], bool] | None = None,
) -> Frontier:
    """Best plans at `points` budgets from 0 to most_usd (twice the problem's budget if None).

    Each reaches at least as many people as the plan before it and begins from that plan, so that neither people nor
    objective ever fall as the budget grows, whatever the gap. tell(done, all): called before each and meanwhile;
    returns False to stop with those found. Raises what check raises.
    """
    check_all_but_budget(problem)
    top = 2.0 * problem.limits.budget_usd if most_usd is None else most_usd
    check_budget(replace(problem, limits=replace(problem.limits, budget_usd=top), prices=without_least(problem)))
    found: list[Point] = []
    for number, budget in enumerate(np.linspace(0.0, top, points)):
        if tell and not tell(number, points):
            break
        told = None if tell is None else partial(tell, number, points)
        point = _point(problem, float(budget), found[-1] if found else None, (gap_0_1, time_limit_s), told)
        if point.plan.ended == Ended.STOPPED:
            break
        found.append(point)
    return Frontier(tuple(found), knee(found), len(found) == points)


def without_least(problem: Problem) -> dict[Option, Price]:
    """The prices without numbers that must be placed: small budgets could not pay for them."""
    return {option: replace(price, least=0) for option, price in problem.prices.items()}


def _point(
    problem: Problem,
    budget: float,
    before: Point | None,
    effort: tuple[float, float],
    tell: Callable[[], bool] | None,
) -> Point:
    limits = replace(problem.limits, budget_usd=budget)
    model, start = build(replace(problem, limits=limits, prices=without_least(problem))), None
    if before is not None:
        model = reaching_at_least(model, before.reached_people - SLACK_PEOPLE)
        start = values_of(model, before.plan)
    found = solve(model, *effort, tell=None if tell is None else lambda _progress: tell(), start=start)
    best = read_plan(model, found)
    supported = best.existing_people + best.new_people
    return Point(budget, best.cost_usd, best.objective, best.bound, supported, best.minimum_people, best)


def knee(points: list[Point]) -> int | None:
    """The point furthest above the straight line between the ends, both axes taken from 0 to 1 (Satopää et al. 2011).

    None with fewer than three points, or where the curve never rises above that line by a hundredth.
    """
    if len(points) < 3:
        return None
    x = np.array([p.budget_usd for p in points])
    y = np.array([p.objective for p in points])
    if x[-1] == x[0] or y[-1] == y[0]:
        return None
    above = (y - y[0]) / (y[-1] - y[0]) - (x - x[0]) / (x[-1] - x[0])
    best = int(np.argmax(above))
    return best if above[best] > 0.01 else None
