"""How full providers and case workers are, who near a full one has room, and whom DSW could help nearby.

A Special Case weighs more than another in the work that it gives (3.10), not in the places that it takes: bands rest on
the weighted caseload, room on the number of people, as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.tiers import RoomState
from data.errors import N_
from data.vocabulary import Code
from geo.distance import distances_km

SUPPORT = ("government_people", "others_people", "unassigned_people")


class Band(Code):
    """How full a provider or a case worker is, the fullest first."""

    OVER = "over", N_("Overloaded")
    BUSY = "busy", N_("Nearly full")
    ROOM = "room", N_("Has room")
    NOT_TOLD = "not_told", N_("Capacity not told")
    LEFT = "left", N_("Not active any more")


@dataclass(frozen=True)
class Bands:
    """Where the bands lie. busy_percent: nearly full from here on; over_percent: overloaded beyond it; both in percent
    of the capacity. special_weight: what a Special Case weighs, in cases.
    """

    special_weight: float
    busy_percent: float
    over_percent: float


@dataclass(frozen=True)
class Spread:
    """How the people are spread over the providers. by_band: band, providers, people, weighted_people; every band, in
    order. over_weighted: weighted people beyond the capacity of overloaded providers. room_people: room of all others.
    """

    by_band: pd.DataFrame
    people: int
    weighted_people: float
    capacity_people: int
    room_people: int
    over_weighted: float

    def of(self, band: Band, column: str = "providers") -> int:
        """Providers (or people) of one band."""
        return int(self.by_band.set_index("band").at[str(band), column])


@dataclass(frozen=True)
class Support:
    """People who need support, by who carries them; near + elsewhere + unplaced are everybody whom the reader sees."""

    government_people: int
    others_people: int
    unassigned_people: int

    @property
    def people(self) -> int:
        return self.government_people + self.others_people + self.unassigned_people


@dataclass(frozen=True)
class NearOffices:
    """offices: place, ts_pcode (of the office), townships (within reach, each at its nearest office), SUPPORT, people;
    most unassigned first. unplaced: the township is not known, so no distance can be told.
    """

    reach_km: float
    offices: pd.DataFrame
    near: Support
    elsewhere: Support
    unplaced: Support


def weighted(people: pd.Series, special: pd.Series, special_weight: float) -> pd.Series:
    """Everybody counts as one, each Special Case for `special_weight`; float, in weighted people."""
    return people.astype(float) + (special_weight - 1) * special.astype(float)


def provider_loads(caseload: pd.DataFrame, bands: Bands) -> pd.DataFrame:
    """queries.caseload.caseload with weighted_people, room_people (Int64; null: not told), load_0_1 (of the capacity;
    NaN: not told) and band (Band); fullest first, those without a load last by people.
    """
    people = caseload["caseload_people"].astype("Int64").fillna(0).astype("int64")
    load = weighted(people, caseload["special_people"], bands.special_weight)
    capacity = caseload["capacity_people"].astype("Int64")
    share = _share(load, capacity)
    rows = caseload.assign(
        people=people,
        weighted_people=load,
        room_people=(capacity - people).clip(lower=0).astype("Int64"),
        load_0_1=share,
        band=np.where(caseload["is_active"], _bands(share, bands), str(Band.LEFT)),
    )
    order = ["load_0_1", "people", "pool_id"]
    return rows.sort_values(order, ascending=[False, False, True], na_position="last", ignore_index=True)


def worker_loads(workers: pd.DataFrame, bands: Bands, limit_people: float) -> pd.DataFrame:
    """queries.caseload.caseload_by_worker with weighted_people, load_0_1 (of `limit_people`, weighted) and band (Band);
    people without a worker have neither. Fullest first, then people without a worker.
    """
    load = weighted(workers["people"], workers["special_people"], bands.special_weight)
    known = workers["worker_id"].notna()
    share = (load / limit_people).where(known)
    band = np.where(known & ~workers["is_there"], str(Band.LEFT), _bands(share, bands))
    rows = workers.assign(weighted_people=load, load_0_1=share, band=band)
    order = ["load_0_1", "people", "pool_id", "worker_code"]
    return rows.sort_values(order, ascending=[False, False, True, True], na_position="last", ignore_index=True)


def spread(loads: pd.DataFrame) -> Spread:
    """Sums of provider_loads."""
    codes = [str(band) for band in Band]
    by_band = loads.groupby("band").agg(
        providers=("pool_id", "size"), people=("people", "sum"), weighted_people=("weighted_people", "sum")
    )
    by_band = by_band.reindex(codes, fill_value=0).reset_index(names="band")
    told = loads[loads["capacity_people"].notna()]
    beyond = told["weighted_people"] - told["capacity_people"].astype(float)
    over = told["band"] == str(Band.OVER)
    return Spread(
        by_band=by_band.astype({"providers": "int64", "people": "int64", "weighted_people": "float64"}),
        people=int(loads["people"].sum()),
        weighted_people=float(loads["weighted_people"].sum()),
        capacity_people=int(told["capacity_people"].sum()),
        room_people=int(told.loc[~over, "room_people"].sum()),
        over_weighted=float(beyond[over].clip(lower=0).sum()),
    )


def room_nearby(
    loads: pd.DataFrame, presences: pd.DataFrame, seats: pd.DataFrame, reach_km: float, most: int = 3
) -> pd.DataFrame:
    """For each provider that is overloaded or nearly full, the nearest others with room within `reach_km`.

    loads: provider_loads. presences: analysis.coverage.with_room. seats: ts_pcode, lat, lon (main towns, degrees).
    pool_id, other_pool_id, organisation, ts_pcode (the nearest township where the other works), distance_km (great
    circle from the provider's base), room_people (of the other). At most `most` rows a provider, the nearest first.
    """
    columns = ["pool_id", "other_pool_id", "organisation", "ts_pcode", "distance_km", "room_people"]
    full = loads.loc[loads["band"].isin([str(Band.OVER), str(Band.BUSY)]), ["pool_id", "ts_pcode"]]
    has_room = presences["is_reintegration"].astype(bool) & (presences["room_state"] == RoomState.ROOM)
    others = presences.loc[has_room, ["pool_id", "organisation", "ts_pcode", "room_people"]]
    others = others.rename(columns={"pool_id": "other_pool_id"})
    if full.empty or others.empty:
        return pd.DataFrame(columns=columns)
    pairs = full.rename(columns={"ts_pcode": "base"}).merge(others, how="cross")
    pairs = pairs[pairs["pool_id"] != pairs["other_pool_id"]]
    pairs["distance_km"] = _between(pairs["base"], pairs["ts_pcode"], seats)
    near = pairs[pairs["distance_km"] <= reach_km]
    near = near.sort_values(["distance_km", "room_people", "other_pool_id"], ascending=[True, False, True])
    near = near.drop_duplicates(["pool_id", "other_pool_id"])
    return (
        near.groupby("pool_id", sort=True)
        .head(most)
        .sort_values("pool_id", kind="stable")[columns]
        .reset_index(drop=True)
    )


def near_offices(support: pd.DataFrame, townships: pd.DataFrame, offices: pd.DataFrame, reach_km: float) -> NearOffices:
    """Those who need support by the nearest DSW office within `reach_km` of their township's main town (4.3).

    support: queries.caseload.support_by_township. townships: ts_pcode, lat, lon. offices: place, ts_pcode, lat, lon.
    """
    km = distances_km(townships["lat"], townships["lon"], offices["lat"], offices["lon"])
    reach = townships[["ts_pcode"]].assign(office=_nearest_within(km, reach_km))
    placed = reach.merge(support, on="ts_pcode", how="left")
    placed[list(SUPPORT)] = placed[list(SUPPORT)].fillna(0).astype("int64")
    inside = placed["office"] >= 0
    counts = (
        placed[inside]
        .groupby("office")
        .agg(townships=("ts_pcode", "size"), **{name: (name, "sum") for name in SUPPORT})
    )
    rows = offices[["place", "ts_pcode"]].reset_index(drop=True).join(counts)
    rows[["townships", *SUPPORT]] = rows[["townships", *SUPPORT]].fillna(0).astype("int64")
    rows["people"] = rows[list(SUPPORT)].sum(axis=1)
    rows = rows.sort_values(["unassigned_people", "people", "place"], ascending=[False, False, True], ignore_index=True)
    lost = ~support["ts_pcode"].isin(townships["ts_pcode"])
    return NearOffices(float(reach_km), rows, _sum(placed[inside]), _sum(placed[~inside]), _sum(support[lost]))


def _sum(rows: pd.DataFrame) -> Support:
    return Support(*(int(rows[name].sum()) for name in SUPPORT))


def _nearest_within(km: np.ndarray, reach_km: float) -> np.ndarray:
    """Position of the nearest office of each township, -1 where none lies within reach. km: (n_township, n_office)."""
    if km.shape[1] == 0:
        return np.full(len(km), -1)
    filled = np.where(np.isnan(km), np.inf, km)
    return np.where(filled.min(axis=1) <= reach_km, filled.argmin(axis=1), -1)


def _between(from_pcode: pd.Series, to_pcode: pd.Series, seats: pd.DataFrame) -> np.ndarray:
    """Great-circle kilometres between the main towns of two lists of townships, pair by pair; NaN: not known."""
    codes = seats["ts_pcode"].tolist()
    place = {code: i for i, code in enumerate(codes)}
    km = distances_km(seats["lat"], seats["lon"], seats["lat"], seats["lon"])
    rows, columns = from_pcode.map(place), to_pcode.map(place)
    known = (rows.notna() & columns.notna()).to_numpy()
    found = np.full(len(known), np.nan)
    found[known] = km[rows[known].astype(int), columns[known].astype(int)]
    return found


def _share(load: pd.Series, capacity: pd.Series) -> pd.Series:
    """Load as a share of the capacity. No capacity at all is full, and overloaded with anybody in it."""
    told = capacity.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = load.to_numpy(float) / told
    share[(told == 0) & (load.to_numpy(float) == 0)] = 1.0
    return pd.Series(share, index=load.index)


def _bands(share: pd.Series, bands: Bands) -> np.ndarray:
    percent = share.to_numpy(float) * 100
    # A share such as 16/20 must not miss 80 % by the last bit.
    percent = np.round(percent, 9)
    conditions = [np.isnan(percent), percent > bands.over_percent, percent >= bands.busy_percent]
    return np.select(conditions, [str(Band.NOT_TOLD), str(Band.OVER), str(Band.BUSY)], default=str(Band.ROOM))
