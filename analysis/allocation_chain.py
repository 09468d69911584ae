"""How much each placement adds: a chain in which every link is the gain over all links before it."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from analysis.allocation_model import Model
from analysis.allocation_solve import Evaluator, Solved

NOBODY: frozenset[bool] = frozenset()
NO_GAIN: Final = 1e-7  # weighted people
MOST_LOOKS: Final = 800  # afterwards the order is that of the gains as they were last worked out


@dataclass(frozen=True)
class Base:
    """What is reached before anything is placed: people, and their weighted worth."""

    people: float
    worth: float


@dataclass(frozen=True)
class Step:
    """One of a source that stands. source: position in Model.sources; worth and people: its gain in the chain."""

    source: int
    worth: float
    people: float


def chain(model: Model, evaluator: Evaluator, standing: Mapping[int, float]) -> tuple[tuple[Step, ...], Base]:
    """The greatest gain first, without the minimum model; the gains add up to all placements' gain over the base.

    standing: value of every integer column. Several of one source follow each other. Without least shares the gain of
    a placement never grows as others are added, so that only the front of the queue is computed anew (lazy greedy;
    Minoux 1978); with them the order is nearly, and the sum still exactly, right.
    """
    evaluator.with_minimum(NOBODY)
    evaluator.stand(_only(model, standing, {}))
    found = evaluator.solve()
    base = Base(people_of(model, found), found.objective)
    copies: dict[int, int] = {}
    placed = _placed(model, standing)
    queue = [(-np.inf, k, -1) for k in placed]
    heapq.heapify(queue)
    steps: list[Step] = []
    last, people, looks = base.worth, base.people, 0
    while queue:
        _, k, seen = heapq.heappop(queue)
        found = _with_one_more(model, evaluator, standing, copies, k)
        gain, looks = found.objective - last, looks + 1
        is_known = seen >= 0 and looks > MOST_LOOKS
        if not is_known and seen != len(steps) and queue and -queue[0][0] > gain:
            heapq.heappush(queue, (-gain, k, len(steps)))
            continue
        most_left = max(gain, -queue[0][0] if queue else 0.0)  # gains never grow, so that those known are bounds
        if most_left <= NO_GAIN and not model.problem.limits.least_shares:
            steps += _without_gain(placed, copies, (k, *(other for _, other, _ in sorted(queue))))
            break
        for copy in range(placed[k]):
            if copy:
                found = _with_one_more(model, evaluator, standing, copies, k)
            copies[k] = copies.get(k, 0) + 1
            reached = people_of(model, found)
            steps.append(Step(k, found.objective - last, reached - people))
            last, people = found.objective, reached
    evaluator.stand(_only(model, standing, copies))
    return tuple(steps), base


def _without_gain(placed: Mapping[int, int], copies: dict[int, int], rest: Iterable[int]) -> list[Step]:
    """The links of the sources that are left once the greatest gain is none: theirs are none either."""
    found = [Step(k, 0.0, 0.0) for k in rest for _copy in range(placed[k])]
    copies.update(Counter(step.source for step in found))
    return found


def columns_of(model: Model, standing: Mapping[int, float], copies: Mapping[int, int]) -> dict[int, float]:
    """Value of every integer column with so many of each source standing; existing providers as in `standing`."""
    return _only(model, standing, copies)


def _placed(model: Model, standing: Mapping[int, float]) -> dict[int, int]:
    return {
        k: round(standing[column])
        for k, source in enumerate(model.sources)
        if source.option is not None and (column := model.stands[k]) is not None and standing[column] > 0.5
    }


def _only(model: Model, standing: Mapping[int, float], copies: Mapping[int, int]) -> dict[int, float]:
    values = dict(standing)
    for k, source in enumerate(model.sources):
        column = model.stands[k]
        if column is None or source.option is None:
            continue
        values[column] = float(copies.get(k, 0))
        if not values[column]:
            values.update(dict.fromkeys(model.chosen[k].values(), 0.0))
    return values


def _with_one_more(
    model: Model, evaluator: Evaluator, standing: Mapping[int, float], copies: Mapping[int, int], k: int
) -> Solved:
    evaluator.stand(_only(model, standing, {**copies, k: copies.get(k, 0) + 1}))
    return evaluator.solve()


def people_of(model: Model, found: Solved) -> float:
    """People reached in any way."""
    columns = [*model.existing.values(), *model.new.values(), *model.minimum.values()]
    return float(np.maximum(found.values[columns], 0.0).sum()) if columns else 0.0
