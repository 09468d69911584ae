"""One proposal for all who wait: as much weight of people as there is room for, then the best fit.

Each pool is so many slots as it has room; people and slots are assigned by SciPy's linear_sum_assignment (D. F. Crouse,
On implementing 2D rectangular assignment algorithms, IEEE Transactions on Aerospace and Electronic Systems 52, 2016).
Weights are whole hundredths and fit is whole points, the weight multiplied so that no sum of fits outweighs one
hundredth: all numbers are whole and below 2^53, so the optimum is exact. Sets of people that can be placed together are
a transversal matroid: with positive weights the heaviest set is also a largest one, so weighing costs nobody a place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from analysis.matching import Candidate, candidate
from analysis.matching_places import POINTS_MOST, Judged, Obstacle, Person, Places, Rule, Way, judge, worth
from analysis.sentence import Sentence
from data.errors import N_
from data.vocabulary import Code, FamilyAssessment, PresenceType, UnassignedReason


class Stays(Code):
    """Why somebody stays without a proposal."""

    NO_TOWNSHIP = "no_township", N_("Township not known")
    HELD = "held", N_("Family or person to be heard first")
    NOBODY = "nobody", N_("No provider in reach")
    AGE = "age", N_("Those in reach do not take people of this age")
    NEEDS = "needs", N_("Those in reach do not offer what is needed")
    UNTOLD = "untold", N_("Those in reach do not tell their room")
    FULL = "full", N_("Those in reach are full")
    OTHERS_FIRST = "others_first", N_("The room goes to others")


@dataclass(frozen=True)
class Line:
    """One person and the place proposed. room_after_people: room left in its pool once every line is accepted."""

    person: Person
    candidate: Candidate
    room_after_people: int


@dataclass(frozen=True)
class Without:
    """One person for whom nothing is proposed, and why."""

    person: Person
    stays: Stays
    why: Sentence


@dataclass(frozen=True)
class Proposal:
    """lines and without hold everybody once, in the order given. weight: of the people placed, in people of weight 1;
    fit: sum of points. pools: pools that get somebody.
    """

    lines: tuple[Line, ...]
    without: tuple[Without, ...]
    weight: float
    fit: int
    pools: int


@dataclass(frozen=True, eq=False)
class _Kind:
    """Places for all people of one township, age and needs. best: by pool, the place (in judged) that suits best."""

    judged: Judged
    best: dict[int, int]


def propose(people: Sequence[Person], places: Places, rule: Rule | None = None) -> Proposal:
    """The best proposal; see the head of this file. Nobody held is placed unless the rule includes them."""
    rule = rule or Rule()
    pools = _pools(places)
    kinds = {key: _kind(person, places, rule, pools) for key, person in {_key(p): p for p in people}.items()}
    open_to = [p for p in people if (rule.includes_held or not p.is_held) and kinds[_key(p)].best]
    slots = _slots(open_to, kinds, places, pools)
    given = _assign(open_to, kinds, slots, rule)
    left = Counter({pool: _room(places, pools, pool) for pool in set(given.values())})
    left.subtract(given.values())
    lines = []
    for at, pool in sorted(given.items()):
        kind = kinds[_key(open_to[at])]
        made = candidate(open_to[at], places, kind.judged, kind.best[pool])
        lines.append(Line(open_to[at], made, left[pool]))
    placed = {line.person.case_code for line in lines}
    without = tuple(_without(p, kinds[_key(p)], places, rule) for p in people if p.case_code not in placed)
    weight = sum(worth(line.person, rule.weights) for line in lines) / 100
    return Proposal(tuple(lines), without, weight, sum(line.candidate.fit for line in lines), len(set(given.values())))


def _key(person: Person) -> tuple[object, ...]:
    return person.ts_pcode, person.is_child, person.needs


def _pools(places: Places) -> NDArray[np.int64]:
    """(n_place,) number of the pool of each place."""
    return np.unique(places.rows["pool_id"].to_numpy(str), return_inverse=True)[1].astype(np.int64)


def _kind(person: Person, places: Places, rule: Rule, pools: NDArray[np.int64]) -> _Kind:
    judged = judge(person, places, rule)
    free = np.flatnonzero(judged.obstacle == 0)
    order = free[np.argsort(-judged.fit[free], kind="stable")]
    best: dict[int, int] = {}
    for i in order.tolist():
        best.setdefault(int(pools[judged.place[i]]), i)
    return _Kind(judged, best)


def _room(places: Places, pools: NDArray[np.int64], pool: int) -> int:
    """People whom the pool can still take; its presences share one number, and room not told is none."""
    return int(places.rows["room_people"].iloc[int(np.flatnonzero(pools == pool)[0])])


def _slots(
    people: Sequence[Person], kinds: dict[tuple[object, ...], _Kind], places: Places, pools: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The pool of each slot: as many as its room, or as there are people who could use it."""
    could = Counter(pool for person in people for pool in kinds[_key(person)].best)
    numbers = [(pool, min(_room(places, pools, pool), most)) for pool, most in sorted(could.items())]
    return np.array([pool for pool, n in numbers for _ in range(n)], np.int64)


def _assign(
    people: Sequence[Person], kinds: dict[tuple[object, ...], _Kind], slots: NDArray[np.int64], rule: Rule
) -> dict[int, int]:
    """Position of each person who is placed -> pool."""
    if not people or not len(slots):
        return {}
    above = len(people) * POINTS_MOST + 1
    fits = {key: _fits(kinds[key], slots) for key in {_key(person) for person in people}}
    gain = np.zeros((len(people), len(slots)))
    for at, person in enumerate(people):
        fit = fits[_key(person)]
        gain[at] = np.where(fit >= 0, above * worth(person, rule.weights) + fit, 0)
    who, where = linear_sum_assignment(gain, maximize=True)
    return {int(a): int(slots[b]) for a, b in zip(who, where, strict=True) if gain[a, b] > 0}


def _fits(kind: _Kind, slots: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n_slot,) points of fit, -1 where the pool cannot take people of this kind."""
    points = {pool: int(kind.judged.fit[i]) for pool, i in kind.best.items()}
    return np.array([points.get(int(pool), -1) for pool in slots], np.int64)


# --- Who stays, and why -----------------------------------------------------------------------------------------------


def stays(person: Person, places: Places, rule: Rule | None = None) -> Without | None:
    """Why nothing could be proposed for the person alone; None where a place could take them."""
    rule = rule or Rule()
    kind = _kind(person, places, rule, _pools(places))
    found = _without(person, kind, places, rule)
    return None if found.stays is Stays.OTHERS_FIRST else found


def _without(person: Person, kind: _Kind, places: Places, rule: Rule) -> Without:
    if person.is_held and not rule.includes_held:
        return Without(person, Stays.HELD, _held(person))
    if person.ts_pcode not in places.townships:
        return Without(person, Stays.NO_TOWNSHIP, Sentence(N_("The township of origin is not known.")))
    if not len(kind.judged.place):
        return Without(person, Stays.NOBODY, _nobody(person, places, rule))
    if kind.best:
        words = N_("{n} in reach could help; their room goes to people who count as much or more.")
        return Without(person, Stays.OTHERS_FIRST, Sentence(words, (("n", len(kind.best)),)))
    return _blocked(person, kind)


def _held(person: Person) -> Sentence:
    if person.reason == UnassignedReason.DECLINED:
        return Sentence(N_("The person declined; ask again before anybody is proposed."))
    if person.reason == UnassignedReason.NEGATIVE_ASSESSMENT or person.family_assessment == FamilyAssessment.NEGATIVE:
        return Sentence(N_("The family assessment was negative; an alternative has to be planned first (2.2, 4.6)."))
    return Sentence(N_("The family has not been traced; trace and assess it first (1.8)."))


def _nobody(person: Person, places: Places, rule: Rule) -> Sentence:
    offices = (places.rows["presence_type"] == PresenceType.RESIDENT).to_numpy()
    km = np.where(offices, places.km[places.townships[str(person.ts_pcode)]], np.inf)
    facts: tuple[tuple[str, object], ...] = (("reach", round(rule.reach_km)),)
    if not len(km) or not np.isfinite(np.nan_to_num(km, nan=np.inf)).any():
        return Sentence(N_("No provider works here, and none has an office anywhere."), facts)
    nearest = int(np.nan_to_num(km, nan=np.inf).argmin())
    words = N_("Nobody comes here, and no office lies within {reach} km; the nearest is in {place}, {km} km away.")
    return Sentence(
        words, (*facts, ("place", str(places.rows["ts_pcode"].iloc[nearest])), ("km", round(float(km[nearest]))))
    )


_BLOCKED = {
    Obstacle.FULL: (Stays.FULL, N_("{n} in reach; those that suit are full.")),
    Obstacle.NOT_TOLD: (Stays.UNTOLD, N_("{n} in reach; those that suit do not tell their room: ask them.")),
    Obstacle.NEEDS: (Stays.NEEDS, N_("{n} in reach, none of which offers what is needed.")),
    Obstacle.AGE: (Stays.AGE, N_("{n} in reach, none of which takes people of this age.")),
}


def _blocked(person: Person, kind: _Kind) -> Without:
    """The obstacle nearest to being none among the places in reach."""
    obstacles = list(Obstacle)
    nearest = obstacles[int(kind.judged.obstacle.max()) - 1]
    why, words = _BLOCKED[nearest]
    return Without(person, why, Sentence(words, (("n", len(kind.judged.place)),)))


def ways(proposal: Proposal) -> dict[Way, int]:
    """People proposed, by how the place reaches them."""
    found = Counter(line.candidate.way for line in proposal.lines)
    return {way: found[way] for way in Way}
