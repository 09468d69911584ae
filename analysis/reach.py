"""Who can help one township, and what would help where nobody can: a stated rule with its facts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.tiers import Coverage, RoomState, Tier
from data.errors import N_
from data.vocabulary import Code, PresenceType
from geo.distance import distances_km


class Via(Code):
    """How help reaches a township."""

    RESIDENT = "resident", N_("Resident provider")
    ROVING = "roving", N_("Roving worker")
    OUTREACH = "outreach", N_("Outreach visits")
    DSW_OFFICE = "dsw_office", N_("DSW office")
    REFERRAL = "referral", N_("Project for referral")


IN_REACH = (
    "via", "tier", "organisation_id", "organisation", "acronym", "kind", "presence_id", "room_state", "room_people",
    "distance_km", "base_ts_pcode", "is_confirmed", "last_confirmed_on", "services", "serves_children", "serves_adults",
)  # fmt: skip


def in_reach(ts_pcode: str, coverage: Coverage) -> pd.DataFrame:
    """Who can help the township, best first: columns IN_REACH; the best tier of the rows is the township's.

    via: Via; tier: Int64, what this row alone would give (null: a roving worker without known room gives none);
    room_people: Int64, room of the pool (null: not told, or not a reintegration provider); distance_km: from the base's
    or the office's town (0 resident; NaN base not active); is_confirmed: null for a DSW office, whose organisation is
    its place.
    """
    presences = coverage.presences[coverage.presences["ts_pcode"] == ts_pcode]
    found = [_presences_in_reach(presences, ts_pcode, coverage), _offices_in_reach(ts_pcode, coverage)]
    rows = pd.concat([part for part in found if len(part)] or [found[0]], ignore_index=True)
    # A worker without room stands between those who have room and the DSW office.
    rows["_order"] = rows["tier"].astype("Float64").fillna(Tier.ROVING_ROOM + 0.5)
    rows["_doubt"] = ~rows["is_confirmed"].astype("boolean").fillna(True)
    rows["_room"] = -rows["room_people"].fillna(-1)
    order = ["_order", "_doubt", "_room", "distance_km", "organisation", "presence_id"]
    return rows.sort_values(order).reset_index(drop=True)[list(IN_REACH)]


def _presences_in_reach(presences: pd.DataFrame, ts_pcode: str, coverage: Coverage) -> pd.DataFrame:
    helps = presences["is_reintegration"].astype(bool).to_numpy()
    resident = (presences["presence_type"] == PresenceType.RESIDENT).to_numpy()
    room = (presences["room_state"] == RoomState.ROOM).to_numpy()
    tiers = np.select(
        [~helps, resident & room, resident, room],
        [Tier.REFERRAL_ONLY, Tier.RESIDENT_ROOM, Tier.RESIDENT_FULL, Tier.ROVING_ROOM],
        default=0,
    )
    tier = pd.array(tiers, "Int64")
    tier[tiers == 0] = pd.NA
    return presences.assign(
        via=np.where(helps, presences["presence_type"].astype(object), str(Via.REFERRAL)),
        tier=tier,
        room_state=presences["room_state"].where(helps, None),
        room_people=presences["room_people"].where(helps, pd.NA),
        distance_km=_from_base_km(presences, ts_pcode, coverage),
        is_confirmed=presences["is_confirmed"].astype("boolean"),
    )[list(IN_REACH)]


def _from_base_km(presences: pd.DataFrame, ts_pcode: str, coverage: Coverage) -> np.ndarray:
    """Distance from each presence's base to the township; 0 where it has no base elsewhere, NaN where it is unknown."""
    seats = coverage.seats.set_index("ts_pcode")
    base = seats.reindex(presences["base_ts_pcode"])
    here = seats.loc[[ts_pcode]]
    return distances_km(base["lat"], base["lon"], here["lat"], here["lon"])[:, 0]


def _offices_in_reach(ts_pcode: str, coverage: Coverage) -> pd.DataFrame:
    here = coverage.seats[coverage.seats["ts_pcode"] == ts_pcode]
    offices = coverage.offices
    km = distances_km(here["lat"], here["lon"], offices["lat"], offices["lon"])[0]
    near = offices.assign(distance_km=km)[km <= coverage.dsw_reach_km]
    rows = pd.DataFrame({
        "via": str(Via.DSW_OFFICE), "tier": int(Tier.NEAR_DSW), "organisation": near["place"], "kind": "government",
        "distance_km": near["distance_km"], "base_ts_pcode": near["ts_pcode"],
    })  # fmt: skip
    kinds = {"tier": "Int64", "room_people": "Int64", "is_confirmed": "boolean", "last_confirmed_on": "datetime64[us]"}
    return rows.reindex(columns=list(IN_REACH)).astype(kinds)
