"""Who is taken: each pool of case workers takes the persons put to it while it has room, in the order of the days."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """A person put to a pool on a day, counted from any fixed date; until_day: the first on which the place is free.

    back_day: day of a readmission after that, until back_until_day; -1: none.
    """

    day: int
    case_no: int
    until_day: int
    is_urgent: bool
    back_day: int = -1
    back_until_day: int = 0


def admit(attempts: Iterable[Attempt], capacity: int | None) -> dict[int, int]:
    """case_no -> day of admission, for one pool; attempts in the order of their days. capacity None: no limit told.

    At no day are more than `capacity` people in the pool, but for urgent ones and readmissions, who are always taken.
    """
    free_on: list[int] = []
    returning: list[tuple[int, int]] = []
    taken: dict[int, int] = {}
    for attempt in attempts:
        while returning and returning[0][0] <= attempt.day:
            heapq.heappush(free_on, heapq.heappop(returning)[1])
        while free_on and free_on[0] <= attempt.day:
            heapq.heappop(free_on)
        if attempt.case_no in taken:
            continue
        if capacity is None or len(free_on) < capacity or attempt.is_urgent:
            heapq.heappush(free_on, attempt.until_day)
            taken[attempt.case_no] = attempt.day
            if attempt.back_day >= 0:
                heapq.heappush(returning, (attempt.back_day, attempt.back_until_day))
    return taken
