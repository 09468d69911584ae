"""What the Gaps page says: which tiers count, the totals of the filter, and each township's row in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from analysis.coverage import (
    GAP_TIERS,
    Coverage,
    GapTotals,
    RoomState,
    Sentence,
    Suggestion,
    Tier,
    gap_totals,
    gaps,
    victims_by_tier,
    what_would_help_each,
)
from data.scope import Scope
from geo.distance import distances_km
from geo.neighbours import neighbours
from queries.filters import Filters
from ui import cached
from ui.export import Column, Kind
from ui.frame import Card
from ui.kept import plain_key
from ui.text import _, day, label, number, percent, place_name

_NAMED: Final = ("ts_name_en", "ts_name_my", "dt_name_en", "dt_name_my", "st_name_en", "st_name_my")
NAMES: Final = ("ts_pcode", *_NAMED, "st_pcode")


@dataclass(frozen=True)
class Choice:
    """What counts as a gap, and where to look. st_pcode None: the whole country."""

    tiers: tuple[Tier, ...] = GAP_TIERS
    st_pcode: str | None = None
    confirmed_only: bool = False


@dataclass(frozen=True, eq=False)
class Picture:
    """What the filters give: coverage on the as-of date, victims and unassigned people by township, the townships."""

    coverage: Coverage
    victims: pd.DataFrame
    unassigned: pd.DataFrame
    townships: pd.DataFrame


def picture(scope: Scope, filters: Filters) -> Picture:
    """The picture of a reader's filters, from the cache."""
    return Picture(
        cached.coverage(scope, filters.as_of),
        cached.victims_by_township(scope, filters),
        cached.unassigned_by_township(scope, filters),
        cached.townships(),
    )


# --- What the URL keeps -----------------------------------------------------------------------------------------------


def read_tiers(written: str) -> tuple[Tier, ...]:
    """The tiers that "2,4,5,6" names, best first; those counted by default where it names none or anything else."""
    parts = written.split(",")
    if not all(part.isascii() and part.isdigit() and 1 <= int(part) <= len(Tier) for part in parts):
        return GAP_TIERS
    return tuple(sorted({Tier(int(part)) for part in parts}))


def write_tiers(tiers: Sequence[Tier]) -> str | None:
    """The tiers for the URL; None for none at all and for those counted by default, which are not written."""
    chosen = tuple(sorted(tiers))
    return None if chosen in ((), tuple(sorted(GAP_TIERS))) else ",".join(str(int(tier)) for tier in chosen)


# --- Frames -----------------------------------------------------------------------------------------------------------


def limited(whole: Picture, st_pcode: str | None) -> Picture:
    """The picture of one state or region (18 units): people whose township is not known are in none of them."""
    if st_pcode is None:
        return whole
    townships = whole.townships[whole.townships["st_pcode"] == st_pcode]
    codes = townships["ts_pcode"]

    def here(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["ts_pcode"].isin(codes)].reset_index(drop=True)

    coverage = replace(whole.coverage, townships=here(whole.coverage.townships))
    return replace(
        whole, coverage=coverage, victims=here(whole.victims), unassigned=here(whole.unassigned), townships=townships
    )


def totals(whole: Picture, choice: Choice) -> GapTotals:
    """The burden of the chosen gap, of the other townships, and of people whose township is not known."""
    part = limited(whole, choice.st_pcode)
    return gap_totals(part.coverage, part.victims, part.unassigned, choice.tiers, choice.confirmed_only)


def ranked(whole: Picture, choice: Choice) -> pd.DataFrame:
    """analysis.gaps of the choice, worst first, with the names of NAMES."""
    part = limited(whole, choice.st_pcode)
    rows = gaps(part.coverage, part.victims, part.unassigned, choice.tiers, choice.confirmed_only)
    return rows.merge(whole.townships[list(NAMES)], on="ts_pcode", validate="1:1")


def by_tier(whole: Picture, st_pcode: str | None = None) -> pd.DataFrame:
    """analysis.victims_by_tier of the state, or of the country: tier, townships, victims_people, share."""
    part = limited(whole, st_pcode)
    return victims_by_tier(part.coverage, part.victims)


def find(rows: pd.DataFrame, text: str) -> pd.DataFrame:
    """The rows whose township has `text` in its name in either script, or as its P-code; all rows for no text."""
    wanted = plain_key(text)
    if not wanted:
        return rows
    hit = pd.Series(False, index=rows.index)
    for column in ("ts_name_en", "ts_name_my", "ts_pcode"):
        hit |= rows[column].map(plain_key).str.contains(wanted, regex=False)
    return rows[hit]


# --- Words ------------------------------------------------------------------------------------------------------------


def shown(value: object) -> str:
    """A fact of a sentence: numbers with separators, n/a for nothing, anything else as it stands."""
    if value is None or value is pd.NA:
        return _("n/a")
    if isinstance(value, (int, float)) or hasattr(value, "item"):
        return number(float(value))  # type: ignore[arg-type]
    return str(value)


def office_names(whole: Picture) -> dict[str, str]:
    """Place of each DSW office -> its name in the reader's language."""
    towns = {row["ts_pcode"]: place_name(row) for row in whole.townships[list(NAMES)].to_dict("records")}
    offices = whole.coverage.offices
    found = zip(offices["place"], offices["ts_pcode"], strict=True)
    return {place: towns.get(code, place) for place, code in found}


def words(sentence: Sentence, offices: dict[str, str]) -> str:
    """A sentence of analysis in the reader's language."""
    place = dict(sentence.facts).get("dsw_place")
    return sentence.text(_, shown, **({"dsw_place": offices.get(str(place), str(place))} if place else {}))


def helps(whole: Picture, rows: pd.DataFrame) -> list[tuple[Suggestion, ...]]:
    """What would help each of the rows, in their order; judged on the whole country, since help crosses borders."""
    return what_would_help_each(
        rows["ts_pcode"].tolist(),
        whole.coverage,
        touching_townships(whole.townships),
        rows["unassigned_people"].tolist(),
    )


def touching_townships(townships: pd.DataFrame) -> pd.DataFrame:
    """Pairs of neighbours, ts_a and ts_b, with seat_km between their main towns."""
    pairs = neighbours()[["ts_a", "ts_b"]]
    seats = townships.set_index("ts_pcode")[["lat", "lon"]]
    pairs = pairs[pairs["ts_a"].isin(seats.index) & pairs["ts_b"].isin(seats.index)].reset_index(drop=True)
    km = distances_km(*(seats[c] for c in ("lat", "lon", "lat", "lon")))
    at = seats.index.get_indexer
    return pairs.assign(seat_km=km[at(pairs["ts_a"]), at(pairs["ts_b"])])


def help_words(suggestions: Sequence[Suggestion], offices: dict[str, str]) -> list[tuple[str, str]]:
    """Each suggestion as (what to do, why), in the reader's language."""
    return [(label(s.action), words(s.why, offices)) for s in suggestions]


def tier_of(row: dict[str, object], confirmed_only: bool = False) -> Tier:
    """The tier by which a row was judged."""
    return Tier(int(str(row["tier_confirmed" if confirmed_only else "tier"])))


def tier_words(tier: Tier, resident_room: object) -> str:
    """A tier's label; of resident providers without known room it says whether they are full or do not tell."""
    if tier is Tier.RESIDENT_FULL:
        is_full = resident_room == RoomState.FULL
        return _("Resident provider, full") if is_full else _("Resident provider, room not told")
    return _(tier.label)


# --- Headline ---------------------------------------------------------------------------------------------------------


def cards(found: GapTotals, whole: GapTotals, townships: int, shows_waiting: bool = True) -> list[Card]:
    """The headline: what lies in the gap, and who is on no map.

    found: totals of the choice; whole: of the whole country, for people whose township is not known;
    townships: how many were looked at; shows_waiting: False for a reader who may not know who waits.
    """
    first = [
        Card(
            _("Townships with a gap"),
            number(found.gap_townships),
            "",
            _(
                "Townships of the chosen tiers from which victims come. "
                "One that has a provider or a DSW office counts only where somebody waits."
            ),
            change=_("of {n} townships").format(n=number(townships)),
        ),
        _share_card(
            _("Victims from them"),
            (found.gap.victims_people, found.everybody.victims_people),
            _("people"),
            _("Victims of the filter whose source township has a gap."),
        ),
    ]
    unplaced = Card(
        _("Township not known"),
        number(whole.unplaced.victims_people),
        _("people"),
        _("They stand in no township's row and in no tier: they are counted apart, for the whole country."),
        change=_("{n} not assigned").format(n=number(whole.unplaced.unassigned_people)) if shows_waiting else None,
    )
    return [*first, *(_waiting_cards(found) if shows_waiting else []), unplaced]


def _waiting_cards(found: GapTotals) -> list[Card]:
    gap, everybody = found.gap, found.everybody
    return [
        _share_card(
            _("Not assigned"),
            (gap.unassigned_people, everybody.unassigned_people),
            _("people"),
            _("People from these townships who need support and whom no provider has taken on (4.4)."),
        ),
        _share_card(
            _("People-days waited"),
            (gap.waiting_days, everybody.waiting_days),
            "",
            _("Days that the unassigned people of these townships have waited, added up over all of them."),
        ),
    ]


def _share_card(title: str, burden: tuple[int, int], unit: str, definition: str) -> Card:
    part, everybody = burden
    share = percent(part / everybody) if everybody else _("n/a")
    change = _("{share} of {all} in the filter").format(share=share, all=number(everybody))
    return Card(title, number(part), unit, definition, change=change)


def source(as_of: date) -> str:
    """Where the numbers of the page come from."""
    return _("Source: the register's cases and provider directory, state of {day}; townships by MIMU P-code.").format(
        day=day(as_of)
    )


def ranking_note(shows_waiting: bool = True) -> str:
    """How the townships are ranked."""
    if not shows_waiting:
        return _("Ranked by victims.")
    return _("Ranked by people not assigned, then by time waited, then by victims.")


def nothing_found(whole: Picture, choice: Choice, text: str, shows_waiting: bool = True) -> str:
    """Why there is no row, and what the filter holds all the same."""
    part = totals(whole, choice)
    if not whole.victims["victims_people"].sum():
        return _("No victim matches the filters, so there is no township to rank.")
    if text and part.gap_townships:
        return _("None of the {n} townships with a gap has this text in its name.").format(n=number(part.gap_townships))
    said = (
        _(
            "No gap of the chosen kind: of the {victims} victims and {unassigned} unassigned people looked at, "
            "none comes from such a township."
        )
        if shows_waiting
        else _("No gap of the chosen kind: none of the {victims} victims looked at comes from such a township.")
    )
    return said.format(
        victims=number(part.everybody.victims_people), unassigned=number(part.everybody.unassigned_people)
    )


# --- The file ---------------------------------------------------------------------------------------------------------


def file_rows(whole: Picture, rows: pd.DataFrame, confirmed_only: bool) -> pd.DataFrame:
    """The ranked rows with tier, reason and help in words, as they are downloaded."""
    offices = office_names(whole)
    records = rows.to_dict("records")
    found = [help_words(suggestions, offices) for suggestions in helps(whole, rows)]
    return rows.assign(
        nearest_dsw_km=rows["nearest_dsw_km"].round(1),
        tier_label=[tier_words(tier_of(row, confirmed_only), row["resident_room"]) for row in records],
        reason_text=[words(row["reason"], offices) for row in records],
        help_text=["; ".join(f"{what}: {why}" for what, why in items) for items in found],
    )


_ABOUT_WAITING: Final = ("unassigned_people", "waiting_days", "longest_wait_days")


def file_columns(shows_waiting: bool = True) -> list[Column]:
    """The columns of file_rows, in their order."""
    people, text = _("people"), Kind.TEXT
    columns = [
        Column("rank", _("Rank"), kind=Kind.NUMBER),
        Column("ts_pcode", _("Township P-code"), kind=text),
        Column("ts_name_en", _("Township (English)")),
        Column("ts_name_my", _("Township (Burmese)")),
        Column("dt_name_en", _("District")),
        Column("st_name_en", _("State or region")),
        Column("tier_label", _("Help in reach")),
        Column("is_unconfirmed", _("Rests on unconfirmed records"), kind=Kind.YES_NO),
        Column("victims_people", _("Victims"), people, Kind.NUMBER),
        Column("unassigned_people", _("Not assigned"), people, Kind.NUMBER),
        Column("waiting_days", _("Time waited"), _("people-days"), Kind.NUMBER),
        Column("longest_wait_days", _("Longest wait"), _("days"), Kind.NUMBER),
        Column("room_people", _("Room in reach"), people, Kind.NUMBER),
        Column("nearest_dsw_km", _("Nearest DSW office"), _("km"), Kind.DECIMAL),
        Column("reason_text", _("Reason")),
        Column("help_text", _("What would help")),
    ]
    return [column for column in columns if shows_waiting or column.key not in _ABOUT_WAITING]
