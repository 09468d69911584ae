"""A plan: what to place where, what each placement adds, who stays without and why, and how sure that is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.allocation_chain import NOBODY, Base, Step, chain, columns_of, people_of
from analysis.allocation_checks import check
from analysis.allocation_model import Model, build, frame_of
from analysis.allocation_problem import MINIMUM, Option, Problem
from analysis.allocation_solve import (
    DEFAULT_GAP,
    DEFAULT_TIME_LIMIT_S,
    Ended,
    Evaluator,
    Solved,
    Tell,
    gap_of,
    solve,
)
from analysis.allocation_sources import Takes
from analysis.allocation_unreached import unreached
from analysis.sentence import Sentence
from data.errors import N_

WHY = N_(
    "People reached: {reached_people}. Townships served: {townships}; people there who need support: {demand_people}, "
    "of whom wait now: {waiting_people}, and taken by existing room: {existing_people}."
)
NEGLIGIBLE = 1e-6  # weighted people below which a placement gains nothing


@dataclass(frozen=True)
class Placement:
    """Something new at a place.

    key: pool, office or base P-code; ts_pcode: the base; serves: P-codes that it is there for; number: how many stand.
    reached_people: whom it reaches in the plan. marginal_people and marginal_worth: what it adds to the placements of
    lower `order` (they add up to the plan's gain over existing room). why: one line.
    """

    option: Option
    key: str
    ts_pcode: str
    serves: tuple[str, ...]
    number: int
    cost_usd: float
    capacity_people: float
    reached_people: float
    marginal_people: float
    marginal_worth: float
    order: int
    why: Sentence


@dataclass(frozen=True)
class MinimumLine:
    """What the minimum model does in the plan, for children or adults; marginals as in Placement."""

    option: Option
    people: float
    cost_usd: float
    marginal_people: float
    marginal_worth: float


@dataclass(frozen=True, eq=False)
class Plan:
    """A frozen answer.

    people: analysis.allocation_model.frame_of by township, age class and corridor. unreached: ts_pcode, people, why
    (UnreachedReason). objective, bound: weighted people; gap_0_1: (bound - objective) / objective. as_today: what
    existing room alone reaches (people) and its worth (weighted).
    """

    problem: Problem
    placements: tuple[Placement, ...]
    minimum: tuple[MinimumLine, ...]
    left_providers: tuple[str, ...]
    people: pd.DataFrame
    unreached: pd.DataFrame
    as_today_people: float
    as_today_worth: float
    cost_usd: float
    objective: float
    bound: float
    gap_0_1: float
    seconds_s: float
    ended: Ended

    @property
    def demand_people(self) -> float:
        """People whom a plan could reach."""
        return float(self.people["people"].sum())

    @property
    def existing_people(self) -> float:
        """Reached by the room of existing providers."""
        return float(self.people["existing_people"].sum())

    @property
    def new_people(self) -> float:
        """Reached by what the plan places."""
        return float(self.people["new_people"].sum())

    @property
    def minimum_people(self) -> float:
        """Reached by the minimum model only."""
        return float(self.people["minimum_people"].sum())

    @property
    def reached_people(self) -> float:
        """Reached in any way."""
        return self.existing_people + self.new_people + self.minimum_people

    @property
    def unreached_people(self) -> float:
        """Reached in no way, of those whose township is known."""
        return self.demand_people - self.reached_people

    @property
    def unplaced_people(self) -> float:
        """People waiting whose township is not known."""
        return self.problem.unplaced_people

    @property
    def budget_usd(self) -> float:
        """What the plan was allowed to cost."""
        return self.problem.limits.budget_usd


def plan(
    problem: Problem,
    gap_0_1: float = DEFAULT_GAP,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
    tell: Tell | None = None,
    start: Plan | None = None,
) -> Plan:
    """The best plan within the gap, or the best found when time ran out or `tell` returned False.

    start: a plan that keeps the same limits, to begin from: the result is never worse. Raises AtlasError of
    analysis.allocation_checks where nothing can be planned, NothingFound where the solver ended without any plan.
    """
    check(problem)
    model = build(problem)
    found = solve(model, gap_0_1, time_limit_s, tell, None if start is None else values_of(model, start))
    return read_plan(model, found)


def values_of(model: Model, plan: Plan) -> NDArray[np.float64]:
    """The columns of a programme for a plan's placements, its flows solved anew; for solve(start=…).

    Placements that the programme does not know are left out.
    """
    evaluator = Evaluator(model)
    evaluator.stand(standing(model, plan))
    return evaluator.solve_whole().values


def standing(model: Model, plan: Plan) -> dict[int, float]:
    """Value of every integer column for a plan's placements and the providers that it keeps."""
    at = {code: i for i, code in enumerate(model.problem.order)}
    placed = {(p.option, p.key): p for p in plan.placements}
    values: dict[int, float] = {}
    for k, source in enumerate(model.sources):
        column = model.stands[k]
        if column is None:
            continue
        if source.option is None:
            values[column] = 0.0 if source.key in plan.left_providers else 1.0
            continue
        found = placed.get((source.option, source.key))
        values[column] = float(found.number) if found else 0.0
        serves = {at[code] for code in found.serves if code in at} if found else set()
        values.update({col: float(township in serves) for township, col in model.chosen[k].items()})
    return values


def read_plan(model: Model, found: Solved, keep_all: bool = False) -> Plan:
    """A solution with its reasons: whole numbers made exact, marginals counted; placements without gain are dropped
    unless keep_all.
    """
    evaluator = Evaluator(model)
    whole, steps, base = _pruned(model, evaluator, _whole(model, found.values), found.objective, keep_all)
    minimum, final = _minimum(model, evaluator)
    people = frame_of(model, final.values)
    placements = _placements(model, steps, whole, final)
    left, kept = _providers(model, whole)
    bound = max(found.bound, final.objective)
    return Plan(
        model.problem, placements, minimum, left, people, unreached(model, people, final.values), base.people,
        base.worth, _cost(model, placements, minimum, kept), final.objective, bound,
        gap_of(final.objective, bound), found.seconds_s, found.ended,
    )  # fmt: skip


def _pruned(
    model: Model, evaluator: Evaluator, whole: dict[int, float], objective: float, keep_all: bool
) -> tuple[dict[int, float], tuple[Step, ...], Base]:
    """Integer columns, chain and base without the placements that gain nothing; all, where that would lose anything
    (with least shares a placement may gain only together with the minimum model). The evaluator stands there.
    """
    steps, base = chain(model, evaluator, whole)
    useful = steps if keep_all else _useful(model, steps)
    if len(useful) == len(steps):
        return whole, steps, base
    fewer = columns_of(model, whole, _copies(useful))
    evaluator.with_minimum(frozenset((False, True)))
    evaluator.stand(fewer)
    if evaluator.solve().objective < objective - NEGLIGIBLE:
        return whole, *chain(model, evaluator, whole)
    if steps[: len(useful)] == useful:  # what gains nothing came last: the links before it are the same without it
        evaluator.with_minimum(NOBODY)
        return fewer, useful, base
    return fewer, *chain(model, evaluator, fewer)


def _providers(model: Model, standing_now: Mapping[int, float]) -> tuple[tuple[str, ...], int]:
    """Existing providers that the plan leaves (only where they need not be kept), and the number that it pays for."""
    paid = {s.key: standing_now[c] for s, c in zip(model.sources, model.stands, strict=True)
            if s.option is None and c is not None}  # fmt: skip
    left = tuple(key for key, stands in paid.items() if stands < 0.5)
    return left, len(paid) - len(left)


def _whole(model: Model, values: NDArray[np.float64]) -> dict[int, float]:
    """Integer columns as whole numbers."""
    return {int(col): float(round(values[col])) for col in np.flatnonzero(model.columns.is_integer)}


def _useful(model: Model, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The chain without its links that gain nothing, but with as many of each option as the limits ask for."""
    kept: list[Step] = []
    spare: list[Step] = []
    for step in steps:
        (kept if step.worth > NEGLIGIBLE else spare).append(step)
    for option, price in model.problem.prices.items():
        own = [step for step in spare if model.sources[step.source].option == option]
        missing = price.least - sum(model.sources[step.source].option == option for step in kept)
        kept += own[: max(missing, 0)]
    return tuple(kept)


def _copies(steps: tuple[Step, ...]) -> dict[int, int]:
    return dict(Counter(step.source for step in steps))


def _placements(model: Model, steps: tuple[Step, ...], whole: dict[int, float], final: Solved) -> tuple[Placement, ...]:
    """One placement a source, in the order of the chain; several of one source are taken together."""
    reached = reached_by_source(model, final.values)
    people = frame_of(model, final.values).groupby("ts_pcode")[["people", "existing_people"]].sum()
    waiting = model.problem.demand.groupby("ts_pcode")["waiting_people"].sum()
    made = []
    for order, (k, number) in enumerate(_copies(steps).items(), start=1):
        source, own = model.sources[k], [step for step in steps if step.source == k]
        serves = _serves(model, k, whole, reached[k])
        there = people.loc[[code for code in serves if code in people.index]].sum()
        facts = (
            ("reached_people", round(sum(reached[k].values()), 1)),
            ("townships", len(serves)),
            ("demand_people", round(float(there["people"]), 1)),
            ("waiting_people", round(float(waiting.reindex(list(serves)).fillna(0).sum()), 1)),
            ("existing_people", round(float(there["existing_people"]), 1)),
        )
        made.append(
            Placement(
                source.option or Option.RESIDENT, source.key, model.problem.order[source.base], serves, number,
                number * source.cost_usd, number * source.capacity_people, sum(reached[k].values()),
                sum(step.people for step in own), sum(step.worth for step in own), order, Sentence(WHY, facts),
            )
        )  # fmt: skip
    return tuple(made)


def reached_by_source(model: Model, values: NDArray[np.float64]) -> tuple[dict[int, float], ...]:
    """For each source, people whom it reaches by township (positions); townships with several unlimited sources are
    shared among them in equal parts.
    """
    found: list[dict[int, float]] = [
        {i: max(float(values[col]), 0.0) for i, col in flows.items()} for flows in model.flows
    ]
    new: dict[tuple[int, bool], float] = defaultdict(float)
    for g, column in model.new.items():
        new[model.groups[g].township, model.groups[g].is_child] += max(float(values[column]), 0.0)
    by_township: dict[int, list[int]] = defaultdict(list)
    for k, source in enumerate(model.sources):
        for i in source.reach if source.option is not None else ():
            by_township[i].append(k)
    for i, there in by_township.items():
        _share_out(model, values, i, there, new, found)
    return tuple(found)


def _share_out(
    model: Model,
    values: NDArray[np.float64],
    i: int,
    there: list[int],
    new: Mapping[tuple[int, bool], float],
    found: list[dict[int, float]],
) -> None:
    """Bring the flows into a township down to the people really reached there: the programme may count more room than
    people. Sources for one age class come first; those for anybody take the rest, unlimited ones last.
    """
    left = new[i, True] + new[i, False]
    for takes in (Takes.CHILDREN, Takes.ADULTS, Takes.ANYBODY):
        counted = [k for k in there if i in found[k] and model.sources[k].takes == takes]
        flowing = sum(found[k][i] for k in counted)
        most = left if takes == Takes.ANYBODY else new[i, takes == Takes.CHILDREN]
        for k in counted:
            found[k][i] *= min(1.0, most / flowing) if flowing > 0 else 0.0
        left -= min(flowing, most)
    floods = [k for k in there if k in model.floods and values[model.stands[k] or 0] > 0.5]
    for k in floods:
        found[k][i] = max(left, 0.0) / len(floods)


def _serves(model: Model, k: int, whole: dict[int, float], reached: dict[int, float]) -> tuple[str, ...]:
    """The base, and the townships that it is there for: those chosen for a roving worker if anybody is reached."""
    source, chosen = model.sources[k], model.chosen[k]
    there = [i for i in source.reach if i == source.base or whole.get(chosen.get(i, -1), 1.0) > 0.5]
    if source.option == Option.ROVING:
        there = [i for i in there if i == source.base or reached.get(i, 0.0) > NEGLIGIBLE]
    codes = [model.problem.order[i] for i in there]
    base = model.problem.order[source.base]
    return tuple(codes) if base in codes or source.option != Option.ROVING else (base, *codes)


def _minimum(model: Model, evaluator: Evaluator) -> tuple[tuple[MinimumLine, ...], Solved]:
    """Adults first, then children too; ends with both allowed, and with the whole plan's solution."""
    found = evaluator.solve()
    lines, worth, people = [], found.objective, people_of(model, found)
    for option, allowed in zip(reversed(MINIMUM), (frozenset((False,)), frozenset((True, False))), strict=True):
        evaluator.with_minimum(allowed)
        found = evaluator.solve_whole() if len(allowed) == len(MINIMUM) else evaluator.solve()
        total = people_of(model, found)
        lines.append(MinimumLine(option, 0.0, 0.0, total - people, found.objective - worth))
        worth, people = found.objective, total
    final = frame_of(model, found.values)
    made = []
    for line in reversed(lines):
        rows = final[final["is_child"] == (line.option == Option.MINIMUM_CHILD)]
        reached_people = float(rows["minimum_people"].sum())
        price = model.problem.price(line.option)
        made.append(replace(line, people=reached_people, cost_usd=reached_people * price.cost_usd if price else 0.0))
    return tuple(made), found


def _cost(
    model: Model, placements: tuple[Placement, ...], minimum: tuple[MinimumLine, ...], kept_providers: int
) -> float:
    upkeep = 0.0 if model.problem.limits.keeps_existing else kept_providers * model.problem.limits.upkeep_usd
    return sum(p.cost_usd for p in placements) + sum(line.cost_usd for line in minimum) + upkeep
