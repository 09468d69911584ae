"""The best help that is in reach of each township: six tiers, from a resident provider with room down to nobody.

Room is counted once a pool: a roving or outreach presence shares the capacity and the caseload of its base.
A pool that does not tell its capacity has unknown room, which is never counted as room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import N_
from data.vocabulary import PresenceType
from geo.distance import distances_km


class Tier(IntEnum):
    """Best first; `label` and `description` are gettext msgids."""

    label: str
    description: str

    def __new__(cls, value: int, label: str = "", description: str = "") -> Self:
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.description = description
        return member

    RESIDENT_ROOM = (
        1,
        N_("Resident provider with room"),
        N_("A reintegration provider has an office in the township and can take more people."),
    )
    RESIDENT_FULL = (
        2,
        N_("Resident provider, no known room"),
        N_("A reintegration provider has an office in the township, but it is full or does not tell its capacity."),
    )
    ROVING_ROOM = (
        3,
        N_("Reached by a roving worker with room"),
        N_("A roving or outreach worker comes from another township and can take more people."),
    )
    NEAR_DSW = (
        4,
        N_("Near a DSW office"),
        N_("No reintegration provider with room, but an office of the Department of Social Welfare is within reach."),
    )
    REFERRAL_ONLY = (
        5,
        N_("Only projects for referral"),
        N_("Only projects that are not specific to trafficking are active here; people can be referred to them (3.7)."),
    )
    NONE = (
        6,
        N_("Nobody in reach"),
        N_("No active presence that could take anyone on. Absence from a directory is not proof that nobody is there."),
    )


class RoomState(StrEnum):
    """What is known of the room of the providers resident in a township."""

    ROOM = "room"
    FULL = "full"
    NOT_TOLD = "not_told"
    NO_PROVIDER = "no_provider"


@dataclass(frozen=True, eq=False)
class Coverage:
    """Who is in reach of each township on `as_of`.

    townships: one row a township: ts_pcode, tier and tier_confirmed (int 1-6; the second counts only presences that
      were confirmed), is_unconfirmed (the tier rests on unconfirmed presences), room_people (Int64, each pool once:
      0 nobody or full, null only untold), resident_room (RoomState), providers_resident, providers_roving,
      providers_referral, roving_without_room (organisations), nearest_dsw_km, dsw_place (null: no office known).
    presences: the active ones, with room_people (Int64; null: not known), room_state and base_ts_pcode.
    """

    as_of: date
    dsw_reach_km: float
    townships: pd.DataFrame
    presences: pd.DataFrame
    seats: pd.DataFrame
    offices: pd.DataFrame


def coverage(
    townships: pd.DataFrame, presences: pd.DataFrame, offices: pd.DataFrame, as_of: date, dsw_reach_km: float
) -> Coverage:
    """The tier of every township.

    townships: ts_pcode, lat, lon (main town, degrees). presences: as queries.providers.presences_at gives them for
    `as_of`; rows that are not active are left out. offices: place, ts_pcode, lat, lon. A township is near an office
    if the great-circle distance from its main town is at most `dsw_reach_km`.
    """
    active = with_room(presences)
    km = distances_km(townships["lat"], townships["lon"], offices["lat"], offices["lon"])
    nearest_km, dsw_place = _nearest(km, offices)
    near_dsw = np.nan_to_num(nearest_km, nan=np.inf) <= dsw_reach_km
    codes = townships["ts_pcode"].to_numpy()
    tier = _tiers(codes, active, near_dsw)
    confirmed = _tiers(codes, active[active["is_confirmed"]], near_dsw)
    frame = pd.DataFrame({"ts_pcode": codes, "tier": tier, "tier_confirmed": confirmed})
    frame["is_unconfirmed"] = frame["tier"] < frame["tier_confirmed"]
    frame["room_people"] = _room_in_reach(codes, active)
    frame["resident_room"] = _resident_room(codes, active)
    for name, rows in _kinds_of_provider(active):
        frame[name] = rows.groupby("ts_pcode")["organisation_id"].nunique().reindex(codes, fill_value=0).to_numpy()
    frame["nearest_dsw_km"], frame["dsw_place"] = nearest_km, dsw_place
    seats = townships[["ts_pcode", "lat", "lon"]].reset_index(drop=True)
    return Coverage(as_of, float(dsw_reach_km), frame, active, seats, offices.reset_index(drop=True))


def with_room(presences: pd.DataFrame) -> pd.DataFrame:
    """The active presences with room_people of their pool (never below 0), room_state and base_ts_pcode."""
    active = presences[presences["is_active"].astype(bool)].reset_index(drop=True)
    capacity = active["pool_capacity_people"].astype("Int64")
    room = (capacity - active["pool_caseload_people"].astype("Int64")).clip(lower=0)
    state = np.where(room.isna(), RoomState.NOT_TOLD, np.where(room.fillna(0) > 0, RoomState.ROOM, RoomState.FULL))
    seat_of = active.drop_duplicates("presence_id").set_index("presence_id")["ts_pcode"]
    return active.assign(room_people=room, room_state=state, base_ts_pcode=active["pool_id"].map(seat_of))


def _tiers(codes: NDArray[np.object_], active: pd.DataFrame, near_dsw: NDArray[np.bool_]) -> NDArray[np.int64]:
    helps = active["is_reintegration"].astype(bool)
    resident = active["presence_type"] == PresenceType.RESIDENT
    has_room = active["room_state"] == RoomState.ROOM

    def holds(rows: pd.Series) -> NDArray[np.bool_]:
        return np.isin(codes, active.loc[rows, "ts_pcode"].unique())

    conditions = [
        (Tier.RESIDENT_ROOM, holds(helps & resident & has_room)),
        (Tier.RESIDENT_FULL, holds(helps & resident)),
        (Tier.ROVING_ROOM, holds(helps & ~resident & has_room)),
        (Tier.NEAR_DSW, near_dsw),
        (Tier.REFERRAL_ONLY, holds(~helps)),
    ]
    tiers = np.select([c for _, c in conditions], [int(t) for t, _ in conditions], default=int(Tier.NONE))
    return tiers.astype(np.int64)


def _nearest(km: NDArray[np.float64], offices: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    """Distance to, and place of, the nearest office; NaN and None where there is none. km: (n_township, n_office)."""
    if km.shape[1] == 0:
        return np.full(len(km), np.nan), np.full(len(km), None)
    filled = np.where(np.isnan(km), np.inf, km)
    which = filled.argmin(axis=1)
    nearest = pd.Series(filled.min(axis=1)).replace(np.inf, np.nan)
    place = pd.Series(offices["place"].to_numpy(object)[which]).where(nearest.notna(), None)
    return nearest.to_numpy(), place.to_numpy(object)


def _room_in_reach(codes: NDArray[np.object_], active: pd.DataFrame) -> pd.array:
    """Room of the distinct reintegration pools of each township; 0 without a pool, null where none tells its room."""
    pools = active[active["is_reintegration"].astype(bool)].drop_duplicates(["ts_pcode", "pool_id"])
    room = pools.groupby("ts_pcode")["room_people"].sum(min_count=1)
    without = ~np.isin(codes, room.index.to_numpy())
    return room.reindex(codes).mask(without, 0).astype("Int64").array


def _resident_room(codes: NDArray[np.object_], active: pd.DataFrame) -> NDArray[np.object_]:
    """RoomState of the resident reintegration providers; some full and some untold counts as untold."""
    resident = active["is_reintegration"].astype(bool) & (active["presence_type"] == PresenceType.RESIDENT)
    found = [np.isin(codes, active.loc[resident & (active["room_state"] == state), "ts_pcode"]) for state in _BEST]
    return np.select(found, [str(state) for state in _BEST], default=str(RoomState.NO_PROVIDER))


_BEST = (RoomState.ROOM, RoomState.NOT_TOLD, RoomState.FULL)


def _kinds_of_provider(active: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    helps = active["is_reintegration"].astype(bool)
    resident = active["presence_type"] == PresenceType.RESIDENT
    no_room = active["room_state"] != RoomState.ROOM
    return [
        ("providers_resident", active[helps & resident]),
        ("providers_roving", active[helps & ~resident]),
        ("providers_referral", active[~helps]),
        ("roving_without_room", active[helps & ~resident & no_room]),
    ]
