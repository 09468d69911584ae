"""Which places could take a person, and how well each would suit: one stated rule for a list and for a matching.

A place is a presence that takes part in reintegration. It reaches a person in its own township; an office also reaches
townships whose main town lies within `reach_km`. Room is counted once a pool, and room that is not told is no room.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.allocation_demand import DAYS_A_YEAR, LONGEST_COUNTED_DAYS, Weights
from data.errors import N_
from data.vocabulary import Code, Corridor, FamilyAssessment, PresenceType, Service, UnassignedReason
from geo.distance import distances_km

# Points of fit, 1,000 at most. Each line outweighs what is left of the lines below it only in part: a place nearby that
# offers little may stand behind one further away that offers everything.
POINTS_SERVICES: Final = 500
POINTS_RESIDENT: Final = 300
POINTS_COMES: Final = 240
POINTS_NEAR: Final = 200  # at no distance; falls to 0 at the end of the reach
POINTS_AGE_TOLD: Final = 100
POINTS_CONFIRMED: Final = 100
POINTS_MOST: Final = POINTS_SERVICES + POINTS_RESIDENT + POINTS_AGE_TOLD + POINTS_CONFIRMED


class Way(Code):
    """How a place reaches a person's township."""

    RESIDENT = "resident", N_("Office in the township")
    COMES = "comes", N_("Comes to the township")
    NEAR = "near", N_("Office in another township, within reach")


class Obstacle(Code):
    """Why a place in reach could not take the person on now, first things first."""

    AGE = "age", N_("Does not take people of this age")
    NEEDS = "needs", N_("Does not offer what is needed")
    NOT_TOLD = "not_told", N_("Does not tell its room")
    FULL = "full", N_("Full")


HELD_REASONS: Final = (UnassignedReason.NEGATIVE_ASSESSMENT, UnassignedReason.UNTRACED, UnassignedReason.DECLINED)
HELD_ASSESSMENTS: Final = (FamilyAssessment.NEGATIVE, FamilyAssessment.UNTRACED)


@dataclass(frozen=True)
class Person:
    """Somebody who waits. ts_pcode: None where the township is not known; is_child: None where no age is recorded.

    needs: codes of Service. assignment_id: of the period of waiting, which a decision has to quote.
    """

    case_code: str
    assignment_id: str
    ts_pcode: str | None
    is_child: bool | None
    is_special: bool
    needs: tuple[str, ...]
    reason: str
    days_waiting: int
    family_assessment: str
    corridor: str = str(Corridor.UNKNOWN)
    requests_open: int = 0

    @property
    def is_held(self) -> bool:
        """True where nobody should be proposed: the family, or the person, has to be heard first (1.8, 2.2, 4.6)."""
        return self.reason in HELD_REASONS or self.family_assessment in HELD_ASSESSMENTS


@dataclass(frozen=True)
class Rule:
    """What counts. reach_km: of an office beyond its township. every_need: only places that offer all that is needed;
    otherwise one service of them is enough. includes_held: also propose for those who should be heard first.
    """

    reach_km: float = 100.0
    weights: Weights = field(default_factory=Weights)
    every_need: bool = False
    includes_held: bool = False


@dataclass(frozen=True, eq=False)
class Places:
    """Presences that take part, with their distances.

    rows: as queries.matching.places_to_go gives them, with room_people of the pool (Int64; null: not told).
    km: (n_township, n_place), from the main town of the township to that of the place, or of its base.
    offers: (n_place, n_service), in the order of Service; tells: whether the place tells its services at all.
    """

    rows: pd.DataFrame
    km: NDArray[np.float64]
    townships: dict[str, int]
    offers: NDArray[np.bool_]
    tells: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Judged:
    """The places in reach of one person, each array with one value a place.

    place: row in Places; km; way: 0, 1, 2 in the order of Way; offered: services needed that are offered;
    obstacle: 0 none, else 1 + position in Obstacle; fit: points.
    """

    place: NDArray[np.int64]
    km: NDArray[np.float64]
    way: NDArray[np.int64]
    offered: NDArray[np.int64]
    obstacle: NDArray[np.int64]
    fit: NDArray[np.int64]


WAYS: Final = tuple(Way)
OBSTACLES: Final = tuple(Obstacle)
_SERVICES: Final = {str(service): i for i, service in enumerate(Service)}


def people_of(rows: pd.DataFrame) -> tuple[Person, ...]:
    """The rows of queries.matching.waiting_people as people."""
    return tuple(
        Person(
            str(r["case_code"]), str(r["assignment_id"]), _told(r["ts_pcode"]),
            None if pd.isna(r["is_child"]) else bool(r["is_child"]), bool(r["is_special"]),
            tuple((_told(r["needs"]) or "").split("; ")) if _told(r["needs"]) else (),
            str(r["unassigned_reason"]), int(r["days_waiting"]), str(r["family_assessment"]), str(r["corridor"]),
            int(r["requests_open"]),
        )
        for r in rows.to_dict("records")
    )  # fmt: skip


def _told(value: object) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def places_of(rows: pd.DataFrame, townships: pd.DataFrame) -> Places:
    """rows: of queries.matching.places_to_go; townships: ts_pcode, lat, lon (main town, degrees), all of them."""
    capacity, carried = rows["pool_capacity_people"].astype("Int64"), rows["pool_caseload_people"].astype("Int64")
    rows = rows.assign(room_people=(capacity - carried).clip(lower=0)).reset_index(drop=True)
    seat = townships.set_index("ts_pcode")[["lat", "lon"]]
    base = rows["pool_id"].map(rows.drop_duplicates("presence_id").set_index("presence_id")["ts_pcode"])
    begins = seat.reindex(base)  # a base that is not active tells no distance
    km = distances_km(seat["lat"], seat["lon"], begins["lat"], begins["lon"])
    offers = np.zeros((len(rows), len(_SERVICES)), bool)
    for place, written in enumerate(rows["services"]):
        for code in (_told(written) or "").split("; "):
            if code in _SERVICES:
                offers[place, _SERVICES[code]] = True
    return Places(rows, km, {str(c): i for i, c in enumerate(seat.index)}, offers, rows["services"].notna().to_numpy())


def judge(person: Person, places: Places, rule: Rule) -> Judged:
    """Every place in reach of the person; none where the township is not known."""
    rows, at = places.rows, places.townships.get(person.ts_pcode or "")
    if at is None or rows.empty:
        nothing = np.zeros(0, np.int64)
        return Judged(nothing, np.zeros(0), nothing, nothing, nothing, nothing)
    resident = (rows["presence_type"] == PresenceType.RESIDENT).to_numpy()
    here = (rows["ts_pcode"] == person.ts_pcode).to_numpy()
    near = resident & ~here & (np.nan_to_num(places.km[at], nan=np.inf) <= rule.reach_km)
    place = np.flatnonzero(here | near)
    way = np.select([here & resident, here], [0, 1], default=2)[place]
    km = places.km[at][place]
    wanted = [_SERVICES[need] for need in person.needs if need in _SERVICES]
    offered = places.offers[place][:, wanted].sum(axis=1)
    told, takes = _age(rows.iloc[place], person.is_child)
    enough = len(wanted) if rule.every_need else min(1, len(wanted))
    lacks = (offered < enough) & (places.tells[place] | rule.every_need)
    room = rows["room_people"].iloc[place]
    obstacle = np.select(
        [~takes, lacks, room.isna().to_numpy(), (room == 0).fillna(False).to_numpy(bool)], [1, 2, 3, 4]
    )
    share = offered / len(wanted) if wanted else np.ones(len(place))
    nearness = POINTS_NEAR * (1 - np.nan_to_num(km) / max(rule.reach_km, 1e-9)).clip(0, 1)
    fit = (
        POINTS_SERVICES * share
        + np.select([way == 0, way == 1], [POINTS_RESIDENT, POINTS_COMES], default=nearness)
        + POINTS_AGE_TOLD * told
        + POINTS_CONFIRMED * rows["is_confirmed"].iloc[place].to_numpy(bool)
    )
    return Judged(place, km, way, offered, obstacle, np.rint(fit).astype(np.int64))


def _age(rows: pd.DataFrame, is_child: bool | None) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """told: the place says that it takes people of this age; takes: it does not say that it doesn't.

    Where no age is recorded the place has to take both.
    """
    children = rows["serves_children"].astype("boolean")
    adults = rows["serves_adults"].astype("boolean")
    found = [children] if is_child else [adults] if is_child is False else [children, adults]
    told = np.logical_and.reduce([column.fillna(False).to_numpy(bool) for column in found])
    takes = np.logical_and.reduce([column.fillna(True).to_numpy(bool) for column in found])
    return told, takes


def worth(person: Person, weights: Weights) -> int:
    """How much placing the person counts, in hundredths; the formula of demand in an allocation (docs/methods.md)."""
    years = min(person.days_waiting, LONGEST_COUNTED_DAYS) / DAYS_A_YEAR
    factor = (weights.child if person.is_child else 1.0) * (weights.special if person.is_special else 1.0)
    factor *= weights.china if person.corridor == Corridor.CHINA else 1.0
    return max(1, round(100 * (1.0 + weights.year_waiting * max(years, 0.0)) * factor))
