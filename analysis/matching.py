"""People who wait and the places that could take them: candidates for one person, and one proposal for all (4.4).

Candidates are ranked by points of fit, each with its reasons in words. A proposal places as much weight of people as
room, reach and needs allow, and among all ways of doing so takes the one that fits best; nobody is placed twice and no
pool gets more people than it has room for. It decides nothing: a person accepts it line by line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.matching_places import (
    OBSTACLES,
    WAYS,
    Judged,
    Obstacle,
    Person,
    Places,
    Rule,
    Way,
    judge,
    people_of,
    places_of,
    worth,
)
from analysis.sentence import Joined, Sentence
from analysis.tiers import Tier
from data.errors import N_
from data.vocabulary import Service

__all__ = [
    "Candidate",
    "Obstacle",
    "Person",
    "Places",
    "Rule",
    "Way",
    "candidate",
    "candidates",
    "judge",
    "people_of",
    "places_of",
    "worth",
]


@dataclass(frozen=True)
class Candidate:
    """A place in reach of a person.

    tier: what the place is for the person's township (None: an office elsewhere, or a worker without known room).
    km: from its base's main town to the person's (None: base not known). offered, missing: services needed, by code.
    carried_people, capacity_people, room_people: of its pool (None: capacity not told). fit: points, 1,000 at most.
    obstacle: why it could not take the person on now; None where it could. why: the reasons, with `place` a P-code.
    """

    presence_id: str
    organisation_id: str
    organisation: str
    ts_pcode: str
    base_ts_pcode: str | None
    pool_id: str
    way: Way
    tier: Tier | None
    km: float | None
    offered: tuple[Service, ...]
    missing: tuple[Service, ...]
    carried_people: int
    capacity_people: int | None
    room_people: int | None
    is_confirmed: bool
    fit: int
    obstacle: Obstacle | None
    why: Sentence


def candidates(person: Person, places: Places, rule: Rule | None = None) -> tuple[Candidate, ...]:
    """Every place in reach, those that could take the person first, each group by fit, then room, then distance.

    Of the others, first those that are full or do not tell their room, since they can be asked.
    """
    found = judge(person, places, rule or Rule())
    made = [candidate(person, places, found, i) for i in range(len(found.place))]
    return tuple(sorted(made, key=_order))


def _order(one: Candidate) -> tuple[object, ...]:
    return (
        -OBSTACLES.index(one.obstacle) if one.obstacle else -len(OBSTACLES),
        -one.fit,
        -(one.room_people or 0),
        one.km if one.km is not None else float("inf"),
        one.organisation,
        one.presence_id,
    )


def candidate(person: Person, places: Places, judged: Judged, i: int) -> Candidate:
    """The i-th place of a judgement, in words."""
    row = places.rows.iloc[int(judged.place[i])]
    way, km = WAYS[judged.way[i]], float(judged.km[i])
    obstacle = OBSTACLES[judged.obstacle[i] - 1] if judged.obstacle[i] else None
    offers = {str(s) for s, has in zip(Service, places.offers[judged.place[i]], strict=True) if has}
    needs = [Service(need) for need in person.needs]
    room, capacity = _whole(row["room_people"]), _whole(row["pool_capacity_people"])
    made = Candidate(
        str(row["presence_id"]), str(row["organisation_id"]), str(row["organisation"]), str(row["ts_pcode"]),
        _base(row, places), str(row["pool_id"]), way, _tier(way, room), None if pd.isna(km) else km,
        tuple(n for n in needs if str(n) in offers), tuple(n for n in needs if str(n) not in offers),
        int(row["pool_caseload_people"]), capacity, room, bool(row["is_confirmed"]), int(judged.fit[i]), obstacle,
        Sentence(""),
    )  # fmt: skip
    parts = (_way_words(made), _needs_words(made, bool(places.tells[judged.place[i]])), _age_words(person, row))
    sure = () if made.is_confirmed else (Sentence(N_("not confirmed lately")),)
    return Candidate(**(vars(made) | {"why": Joined(parts=(*parts, _room_words(made), *sure))}))


def _whole(value: object) -> int | None:
    return None if pd.isna(value) else int(str(value))


def _base(row: pd.Series, places: Places) -> str | None:
    found = places.rows.loc[places.rows["presence_id"] == row["pool_id"], "ts_pcode"]
    return str(found.iloc[0]) if len(found) else None


def _tier(way: Way, room: int | None) -> Tier | None:
    if way is Way.RESIDENT:
        return Tier.RESIDENT_ROOM if room else Tier.RESIDENT_FULL
    return Tier.ROVING_ROOM if way is Way.COMES and room else None


def _way_words(one: Candidate) -> Sentence:
    km = ("km", None if one.km is None else round(one.km))
    if one.way is Way.RESIDENT:
        return Sentence(N_("office in the township"))
    if one.way is Way.NEAR:
        return Sentence(N_("office in {place}, {km} km away"), (("place", one.ts_pcode), km))
    if one.base_ts_pcode is None:
        return Sentence(N_("comes to the township; base not known"))
    if one.base_ts_pcode == one.ts_pcode:
        return Sentence(N_("comes to the township, without an office there"))
    return Sentence(N_("comes to the township from {place}, {km} km away"), (("place", one.base_ts_pcode), km))


def _needs_words(one: Candidate, tells: bool) -> Sentence:
    if not tells:
        return Sentence(N_("does not tell its services"))
    if not one.offered and not one.missing:
        return Sentence(N_("no need noted yet"))
    if not one.missing:
        return Sentence(N_("offers all that is needed: {offered}"), (("offered", one.offered),))
    if not one.offered:
        return Sentence(N_("offers nothing of what is needed: {missing}"), (("missing", one.missing),))
    return Sentence(N_("offers {offered}; lacks {missing}"), (("offered", one.offered), ("missing", one.missing)))


def _age_words(person: Person, row: pd.Series) -> Sentence:
    told = [None if pd.isna(row[name]) else bool(row[name]) for name in ("serves_children", "serves_adults")]
    if person.is_child is None:
        if False in told:
            return Sentence(N_("takes one age only, and the person's is not recorded"))
        return Sentence(N_("takes children and adults") if None not in told else N_("does not tell whom it takes"))
    says = told[0] if person.is_child else told[1]
    words = {
        (True, True): N_("takes children"),
        (True, False): N_("does not take children"),
        (True, None): N_("does not tell whether it takes children"),
        (False, True): N_("takes adults"),
        (False, False): N_("does not take adults"),
        (False, None): N_("does not tell whether it takes adults"),
    }
    return Sentence(words[person.is_child, says])


def _room_words(one: Candidate) -> Sentence:
    facts: tuple[tuple[str, object], ...] = (("carried", one.carried_people), ("capacity", one.capacity_people))
    if one.room_people is None:
        return Sentence(N_("carries {carried}, does not tell its room"), facts)
    if not one.room_people:
        return Sentence(N_("full: carries {carried}, has room for {capacity}"), facts)
    after = ("after", one.carried_people + 1)
    return Sentence(N_("would carry {after} of {capacity}"), (*facts, after))


def in_reach(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those that could take the person on now."""
    return tuple(one for one in found if one.obstacle is None)
