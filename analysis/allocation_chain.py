"""How much each placement adds: a chain in which every link is the gain over all links before it."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.allocation_model import Model, frame_of
from analysis.allocation_solve import Evaluator, Solved

NOBODY: frozenset[bool] = frozenset()


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
    last, people = base.worth, base.people
    while queue:
        _, k, seen = heapq.heappop(queue)
        gain = _with_one_more(model, evaluator, standing, copies, k).objective - last
        if seen != len(steps) and queue and -queue[0][0] > gain:
            heapq.heappush(queue, (-gain, k, len(steps)))
            continue
        for _copy in range(placed[k]):
            found = _with_one_more(model, evaluator, standing, copies, k)
            copies[k] = copies.get(k, 0) + 1
            reached = people_of(model, found)
            steps.append(Step(k, found.objective - last, reached - people))
            last, people = found.objective, reached
    evaluator.stand(_only(model, standing, copies))
    return tuple(steps), base


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
    reached = frame_of(model, found.values)
    return float((reached["existing_people"] + reached["new_people"] + reached["minimum_people"]).sum())
