"""Roll township values up to districts and states: sums for people, shares and extremes for coverage."""

from __future__ import annotations

import pandas as pd

from analysis.gaps import burden_by_township
from analysis.tiers import Coverage, Tier
from data.errors import N_
from data.vocabulary import Code

SUMMED = ("_people", "waiting_days")
NEVER_SUMMED = ("room_people", "pool_capacity_people", "pool_caseload_people")
LONGEST = "longest_wait_days"


class Level(Code):
    """The level at which a map or a table shows places; `column` of the township table holds its P-code."""

    TOWNSHIP = "township", N_("Township")
    DISTRICT = "district", N_("District")
    STATE = "state", N_("State or region")

    @property
    def column(self) -> str:
        return {"township": "ts_pcode", "district": "dt_pcode", "state": "st_pcode"}[self.value]


def by_level(frame: pd.DataFrame, townships: pd.DataFrame, level: Level) -> pd.DataFrame:
    """place_pcode and the people of each place: columns that end in _people, and waiting_days, are summed.

    frame: ts_pcode and such columns; longest_wait_days gives the longest. Other columns are left out: room is shared
    between townships and cannot be summed (coverage_by_level counts it once a pool). Rows whose township is null or
    not in `townships` come last under a null place_pcode; places without any row have no row.
    """
    sums = {c: "sum" for c in frame.columns if str(c).endswith(SUMMED) and c not in NEVER_SUMMED}
    how = sums | ({LONGEST: "max"} if LONGEST in frame else {})
    places = _place_of(frame["ts_pcode"], townships, level)
    rolled = frame[list(how)].groupby(places.to_numpy(object), dropna=False).agg(how)
    return (
        rolled.rename_axis("place_pcode")
        .reset_index()
        .sort_values("place_pcode", na_position="last", ignore_index=True)
    )


def coverage_by_level(coverage: Coverage, victims: pd.DataFrame, townships: pd.DataFrame, level: Level) -> pd.DataFrame:
    """One row a place: what coverage of its victims is like.

    tier: the tier of the townships that most victims of the place come from (without victims, the most townships; the
    worse tier where equal); best_tier, worst_tier: over its townships; townships; victims_people; tier_1_people to
    tier_6_people: its victims by the tier of their township; tier_1_share_0_1 … (NaN without victims);
    unconfirmed_people: victims of townships whose tier rests on unconfirmed presences; room_people (Int64): room of
    the distinct reintegration pools in reach of the place (0 without one, null where none tells its room).
    """
    rows = burden_by_township(coverage, victims, victims.iloc[:0])
    rows["place_pcode"] = _place_of(rows["ts_pcode"], townships, level)
    grouped = rows.groupby("place_pcode")
    out = grouped.agg(
        best_tier=("tier", "min"),
        worst_tier=("tier", "max"),
        townships=("ts_pcode", "size"),
        victims_people=("victims_people", "sum"),
    )
    people = _spread(rows, rows["victims_people"], out.index)
    for tier in Tier:
        out[f"tier_{tier:d}_people"] = people[int(tier)]
        out[f"tier_{tier:d}_share_0_1"] = people[int(tier)] / out["victims_people"].where(out["victims_people"] > 0)
    weight = people.where(
        out["victims_people"].gt(0), _spread(rows, rows["ts_pcode"].notna().astype("int64"), out.index), axis=0
    )
    out.insert(0, "tier", weight.iloc[:, ::-1].idxmax(axis=1).astype("int64"))
    unsure = rows["victims_people"].where(rows["is_unconfirmed"], 0).groupby(rows["place_pcode"]).sum()
    out["unconfirmed_people"] = unsure.reindex(out.index).astype("int64")
    out["room_people"] = _room_by_place(coverage, townships, level).reindex(out.index)
    without = ~out.index.isin(_pools_of_place(coverage, townships, level)["place_pcode"])
    out["room_people"] = out["room_people"].mask(without, 0).astype("Int64")
    return out.reset_index()


def _spread(rows: pd.DataFrame, weight: pd.Series, places: pd.Index) -> pd.DataFrame:
    """Weight by place (rows) and tier 1-6 (columns)."""
    table = weight.groupby([rows["place_pcode"], rows["tier"]]).sum().unstack(fill_value=0)
    return table.reindex(index=places, columns=[int(t) for t in Tier], fill_value=0).astype("int64")


def _pools_of_place(coverage: Coverage, townships: pd.DataFrame, level: Level) -> pd.DataFrame:
    helping = coverage.presences[coverage.presences["is_reintegration"].astype(bool)]
    placed = helping.assign(place_pcode=_place_of(helping["ts_pcode"], townships, level))
    return placed.drop_duplicates(["place_pcode", "pool_id"])


def _room_by_place(coverage: Coverage, townships: pd.DataFrame, level: Level) -> pd.Series:
    return _pools_of_place(coverage, townships, level).groupby("place_pcode")["room_people"].sum(min_count=1)


def _place_of(ts_pcode: pd.Series, townships: pd.DataFrame, level: Level) -> pd.Series:
    return ts_pcode.map(townships.set_index("ts_pcode", drop=False)[level.column])
