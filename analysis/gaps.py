"""Where victims come from and too little help is in reach: ranked townships, each with its reason, and the totals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from analysis.sentence import Sentence
from analysis.tiers import Coverage, RoomState, Tier
from data.errors import N_

OUT_OF_REACH = (Tier.REFERRAL_ONLY, Tier.NONE)
GAP_TIERS = (Tier.RESIDENT_FULL, Tier.NEAR_DSW, *OUT_OF_REACH)
MEASURES = ("victims_people", "unassigned_people", "waiting_days")


@dataclass(frozen=True)
class Burden:
    """victims_people and unassigned_people: people; waiting_days: people-days."""

    victims_people: int
    unassigned_people: int
    waiting_days: int


@dataclass(frozen=True)
class GapTotals:
    """gap + elsewhere + unplaced = everybody; unplaced: the township is not known, so no tier can be told."""

    gap_townships: int
    gap: Burden
    elsewhere: Burden
    unplaced: Burden
    everybody: Burden


def gaps(
    coverage: Coverage,
    victims: pd.DataFrame,
    unassigned: pd.DataFrame,
    tiers: Collection[Tier] = GAP_TIERS,
    confirmed_only: bool = False,
) -> pd.DataFrame:
    """Townships with a gap, worst first: most unassigned, then longest waited, then most victims, then worst tier.

    victims: ts_pcode, victims_people; unassigned: ts_pcode, unassigned_people, waiting_days, longest_wait_days.
    A township of OUT_OF_REACH is a gap if it has victims at all; one of a better tier only if somebody waits there.
    confirmed_only judges by what was confirmed. Columns: rank, those of coverage.townships, victims_people,
    unassigned_people, waiting_days, longest_wait_days, is_out_of_reach, reason (Sentence).
    """
    rows = burden_by_township(coverage, victims, unassigned)
    judged = rows["tier_confirmed"] if confirmed_only else rows["tier"]
    rows["is_out_of_reach"] = judged.isin([int(t) for t in OUT_OF_REACH])
    someone = (rows["victims_people"] > 0) & rows["is_out_of_reach"] | (rows["unassigned_people"] > 0)
    listed = rows[judged.isin([int(t) for t in tiers]) & someone].copy()
    listed["_worse"] = judged[listed.index]
    order = ["unassigned_people", "waiting_days", "victims_people", "_worse", "ts_pcode"]
    listed = listed.sort_values(order, ascending=[False, False, False, False, True]).reset_index(drop=True)
    column = "tier_confirmed" if confirmed_only else "tier"
    listed["reason"] = [reason(row, Tier(row[column])) for row in listed.to_dict("records")]
    listed.insert(0, "rank", range(1, len(listed) + 1))
    return listed.drop(columns="_worse")


def gap_totals(
    coverage: Coverage,
    victims: pd.DataFrame,
    unassigned: pd.DataFrame,
    tiers: Collection[Tier] = GAP_TIERS,
    confirmed_only: bool = False,
) -> GapTotals:
    """How much of the burden lies in the townships that gaps() lists; nobody is dropped."""
    listed = gaps(coverage, victims, unassigned, tiers, confirmed_only)
    placed = burden_by_township(coverage, victims, unassigned)
    everybody = _burden(victims, unassigned)
    gap, on_map = _burden(listed, listed), _burden(placed, placed)
    return GapTotals(len(listed), gap, _less(on_map, gap), _less(everybody, on_map), everybody)


def burden_by_township(coverage: Coverage, victims: pd.DataFrame, unassigned: pd.DataFrame) -> pd.DataFrame:
    """coverage.townships with victims_people, unassigned_people, waiting_days and longest_wait_days (0: none)."""
    rows = coverage.townships.copy()
    for frame, columns in (
        (victims, ("victims_people",)),
        (unassigned, ("unassigned_people", "waiting_days", "longest_wait_days")),
    ):
        known = frame[frame["ts_pcode"].notna()].groupby("ts_pcode")
        for column in columns:
            if column in frame:
                values = known[column].max() if column == "longest_wait_days" else known[column].sum()
                rows[column] = values.reindex(rows["ts_pcode"], fill_value=0).to_numpy("int64")
    return rows


def victims_by_tier(coverage: Coverage, victims: pd.DataFrame) -> pd.DataFrame:
    """How many victims come from townships of each tier; 7 rows.

    tier (Int64, 1-6; null: township not known), townships, victims_people, confirmed_victims_people (by the tier that
    rests on confirmed presences), victims_share_0_1 (of all victims; NaN where there are none).
    """
    placed = burden_by_township(coverage, victims, victims.iloc[:0])
    tiers = [int(tier) for tier in Tier]
    people = placed.groupby("tier")["victims_people"].sum().reindex(tiers, fill_value=0)
    sure = placed.groupby("tier_confirmed")["victims_people"].sum().reindex(tiers, fill_value=0)
    count = placed["tier"].value_counts().reindex(tiers, fill_value=0)
    everybody = int(victims["victims_people"].sum())
    unplaced = everybody - int(people.sum())
    rows = pd.DataFrame({
        "tier": pd.array([*tiers, pd.NA], "Int64"),
        "townships": [*count, 0],
        "victims_people": [*people, unplaced],
        "confirmed_victims_people": [*sure, unplaced],
    })  # fmt: skip
    share = rows["victims_people"] / everybody if everybody else float("nan")
    return rows.assign(victims_share_0_1=share)


def reason(row: dict[str, object], tier: Tier) -> Sentence:
    """Why the township is in `tier`, in one line; row: one of coverage.townships."""
    if tier > int(str(row["tier"])):
        return Sentence(N_("Help is listed here, but nobody has confirmed it lately."))
    km = row["nearest_dsw_km"]
    office = (("dsw_place", row["dsw_place"]), ("distance_km", None if pd.isna(km) else round(float(km))))  # type: ignore[arg-type]
    if tier == Tier.RESIDENT_ROOM or tier == Tier.ROVING_ROOM:
        return Sentence(N_("People can still be taken on here: room for {room_people}."), _take(row, "room_people"))
    if tier == Tier.RESIDENT_FULL:
        return _full_or_untold(row)
    if tier == Tier.NEAR_DSW:
        return Sentence(N_("No provider with known room; DSW office in {dsw_place}, {distance_km} km away."), office)
    if tier == Tier.REFERRAL_ONLY:
        text = N_("No reintegration provider with known room; other projects for referral: {providers_referral}.")
        return Sentence(text, _take(row, "providers_referral"))
    if row["roving_without_room"]:
        text = N_("Roving workers come here but have no known room: {roving_without_room}.")
        return Sentence(text, _take(row, "roving_without_room"))
    if pd.isna(km):
        return Sentence(N_("No active provider, and no DSW office is known."))
    return Sentence(N_("No active provider; the nearest DSW office is {dsw_place}, {distance_km} km away."), office)


def _full_or_untold(row: dict[str, object]) -> Sentence:
    """Residents without known room; a roving worker may still have some."""
    full = row["resident_room"] == RoomState.FULL
    if not pd.isna(row["room_people"]) and int(str(row["room_people"])) > 0:
        text = _FULL_BUT_ROVING if full else _UNTOLD_BUT_ROVING
        return Sentence(text, _take(row, "providers_resident", "room_people"))
    return Sentence(_FULL if full else _UNTOLD, _take(row, "providers_resident"))


_FULL = N_("Resident providers are full: {providers_resident}.")
_UNTOLD = N_("Resident providers do not tell whether they have room: {providers_resident}.")
_FULL_BUT_ROVING = N_("Resident providers are full: {providers_resident}; roving workers have room for {room_people}.")
_UNTOLD_BUT_ROVING = N_(
    "Resident providers do not tell whether they have room: {providers_resident}; roving workers have room for "
    "{room_people}."
)


def _take(row: dict[str, object], *names: str) -> tuple[tuple[str, object], ...]:
    return tuple((name, row[name]) for name in names)


def _burden(victims: pd.DataFrame, unassigned: pd.DataFrame) -> Burden:
    return Burden(
        int(victims["victims_people"].sum()),
        int(unassigned["unassigned_people"].sum()),
        int(unassigned["waiting_days"].sum()),
    )


def _less(a: Burden, b: Burden) -> Burden:
    return Burden(*(getattr(a, name) - getattr(b, name) for name in MEASURES))
