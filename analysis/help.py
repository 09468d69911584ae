"""What would help a township: a stated rule, each suggestion with its facts and the recommendation that it follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.sentence import Sentence
from analysis.tiers import Coverage, RoomState
from data.errors import N_
from data.vocabulary import Code, PresenceType

ROVING_TOWNSHIPS_MOST = 4


class Action(Code):
    """What to do, in the order in which the rule tries it."""

    CONFIRM = "confirm", N_("Confirm the directory's record")
    ASSIGN = "assign", N_("Assign those who wait")
    ASK_CAPACITY = "ask_capacity", N_("Ask providers for their capacity")
    ADD_CAPACITY = "add_capacity", N_("Add capacity")
    DSW_OUTREACH = "dsw_outreach", N_("Outreach from the DSW office (4.3)")
    ROVING_WORKER = "roving_worker", N_("Roving worker from a neighbouring township (4.2)")
    REFER = "refer", N_("Refer to other projects (3.7)")
    NEW_PROVIDER = "new_provider", N_("A new provider (4.1); until then the minimum model (4.5)")


@dataclass(frozen=True)
class Suggestion:
    """action: what; why: its facts in one line; from_ts_pcodes: townships it would come from, best first."""

    action: Action
    why: Sentence
    from_ts_pcodes: tuple[str, ...] = ()


def what_would_help(
    ts_pcode: str, coverage: Coverage, neighbours: pd.DataFrame, unassigned_people: int
) -> tuple[Suggestion, ...]:
    """Suggestions for one township; see what_would_help_each."""
    (only,) = what_would_help_each([ts_pcode], coverage, neighbours, [unassigned_people])
    return only


def what_would_help_each(
    ts_pcodes: Sequence[str], coverage: Coverage, neighbours: pd.DataFrame, unassigned_people: Sequence[int]
) -> list[tuple[Suggestion, ...]]:
    """Suggestions for each of the townships, first things first; empty where help with room is confirmed and nobody
    waits.

    neighbours: pairs of townships that touch, ts_a, ts_b, seat_km, each pair once or twice. unassigned_people: in the
    order of ts_pcodes. The rule: an unconfirmed best tier: confirm it. Room in reach (resident or roving) and people
    waiting: assign them. Without room: resident providers that do not tell: ask; resident or roving providers that are
    full: more capacity; a DSW office in reach: its outreach; a neighbouring township with a resident provider that has
    room and whose pool serves fewer than ROVING_TOWNSHIPS_MOST other townships: a base for a roving worker; projects
    for referral: refer. Nobody in reach and no such base: a new provider.
    """
    rows = coverage.townships.set_index("ts_pcode").loc[list(ts_pcodes)].to_dict("records")
    bases = {str(code): own for code, own in bases_next_door(ts_pcodes, coverage, neighbours).groupby("for_ts_pcode")}
    return [
        _for_one(row, coverage, bases.get(code), waiting)
        for code, row, waiting in zip(ts_pcodes, rows, unassigned_people, strict=True)
    ]


def _for_one(
    row: dict[str, object], coverage: Coverage, bases: pd.DataFrame | None, unassigned_people: int
) -> tuple[Suggestion, ...]:
    found = []
    if row["is_unconfirmed"]:
        found.append(Suggestion(Action.CONFIRM, Sentence(N_("The best help listed here was not confirmed lately."))))
    room_people = 0 if pd.isna(row["room_people"]) else int(str(row["room_people"]))
    if room_people:
        if unassigned_people:
            facts = (("unassigned_people", unassigned_people), ("room_people", room_people))
            text = N_("People waiting: {unassigned_people}; room in reach: {room_people}.")
            found.append(Suggestion(Action.ASSIGN, Sentence(text, facts)))
        return tuple(found)
    return tuple(found + _without_room(row, coverage, bases))


def _without_room(row: dict[str, object], coverage: Coverage, bases: pd.DataFrame | None) -> list[Suggestion]:
    found = _capacity(row)
    facts: tuple[tuple[str, object], ...]
    if float(str(row["nearest_dsw_km"])) <= coverage.dsw_reach_km:
        facts = (("dsw_place", row["dsw_place"]), ("distance_km", round(float(str(row["nearest_dsw_km"])))))
        text = N_("The DSW office in {dsw_place} is {distance_km} km away.")
        found.append(Suggestion(Action.DSW_OUTREACH, Sentence(text, facts)))
    if bases is not None:
        best = bases.iloc[0]
        facts = (("organisation", best["organisation"]), ("room_people", int(best["room_people"])),
                 ("distance_km", round(best["seat_km"])))  # fmt: skip
        text = N_("{organisation} next door, {distance_km} km away, has room for {room_people}.")
        codes = tuple(dict.fromkeys(bases["ts_pcode"]))
        found.append(Suggestion(Action.ROVING_WORKER, Sentence(text, facts), codes))
    if row["providers_referral"]:
        facts = (("providers_referral", row["providers_referral"]),)
        found.append(Suggestion(Action.REFER, Sentence(N_("Other projects active here: {providers_referral}."), facts)))
    if not any(s.action in _ENOUGH for s in found):
        text = N_("No provider here, none with room next door, and no DSW office in reach.")
        found.append(Suggestion(Action.NEW_PROVIDER, Sentence(text)))
    return found


_ENOUGH = (Action.ASK_CAPACITY, Action.ADD_CAPACITY, Action.DSW_OUTREACH, Action.ROVING_WORKER)


def _capacity(row: dict[str, object]) -> list[Suggestion]:
    if row["resident_room"] == RoomState.NOT_TOLD:
        facts = (("providers_resident", row["providers_resident"]),)
        text = N_("Resident providers whose room is not known: {providers_resident}.")
        return [Suggestion(Action.ASK_CAPACITY, Sentence(text, facts))]
    here = int(str(row["providers_resident"])) + int(str(row["providers_roving"]))
    if here:
        facts = (("providers", here),)
        text = N_("Providers that come here, none with known room: {providers}.")
        return [Suggestion(Action.ADD_CAPACITY, Sentence(text, facts))]
    return []


def candidate_bases(ts_pcode: str, coverage: Coverage, neighbours: pd.DataFrame) -> pd.DataFrame:
    """bases_next_door of one township, without the column for_ts_pcode."""
    return bases_next_door([ts_pcode], coverage, neighbours).drop(columns="for_ts_pcode")


def bases_next_door(ts_pcodes: Sequence[str], coverage: Coverage, neighbours: pd.DataFrame) -> pd.DataFrame:
    """Resident reintegration providers next door that have room for a roving worker (4.2), best first for each.

    Confirmed before unconfirmed, then most room, then nearest. Columns: for_ts_pcode (the township that would be
    served), ts_pcode, presence_id, organisation_id, organisation, room_people, is_confirmed, served_townships (those
    that the pool serves besides its base), seat_km.
    """
    active = coverage.presences[coverage.presences["is_reintegration"].astype(bool)]
    townships_of_pool = active.groupby("pool_id")["ts_pcode"].nunique() - 1
    resident = active[(active["presence_type"] == PresenceType.RESIDENT) & (active["room_state"] == RoomState.ROOM)]
    resident = resident.assign(served_townships=resident["pool_id"].map(townships_of_pool).astype("int64"))
    resident = resident[resident["served_townships"] < ROVING_TOWNSHIPS_MOST]
    there = both_ways(neighbours)
    bases = resident.merge(there[there["for_ts_pcode"].isin(list(ts_pcodes))], on="ts_pcode")
    order = ["for_ts_pcode", "is_confirmed", "room_people", "seat_km", "presence_id"]
    ranked = bases.sort_values(order, ascending=[True, False, False, True, True]).reset_index(drop=True)
    columns = ["ts_pcode", "presence_id", "organisation_id", "organisation", "room_people", "is_confirmed"]
    return ranked[["for_ts_pcode", *columns, "served_townships", "seat_km"]]


def both_ways(neighbours: pd.DataFrame) -> pd.DataFrame:
    """for_ts_pcode, ts_pcode, seat_km (between the main towns): each pair of touching townships from either side."""
    sides = [("ts_a", "ts_b"), ("ts_b", "ts_a")]
    parts = [neighbours[[a, b, "seat_km"]].set_axis(["for_ts_pcode", "ts_pcode", "seat_km"], axis=1) for a, b in sides]
    return pd.concat(parts, ignore_index=True).drop_duplicates(["for_ts_pcode", "ts_pcode"])


def neighbours_of(ts_pcode: str, neighbours: pd.DataFrame) -> pd.DataFrame:
    """ts_pcode and seat_km (between the main towns) of the townships that touch this one, nearest first."""
    pairs = both_ways(neighbours)
    found = pairs.loc[pairs["for_ts_pcode"] == ts_pcode, ["ts_pcode", "seat_km"]]
    return found.sort_values(["seat_km", "ts_pcode"]).reset_index(drop=True)
