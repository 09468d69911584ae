"""What the Providers page says: who does what, where and when; how complete and how fresh the directory is.

Frames go in as queries.providers.directory gives them (with who has room added for those who may know it).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from analysis.coverage import with_room
from data.errors import N_
from data.vocabulary import ActivityStatus, Code, OrganisationKind, PresenceType, Service
from ui import state
from ui.export import Column, Kind
from ui.frame import Card
from ui.kept import plain_key
from ui.text import _, n_, number, percent, place_name

SEARCHED: Final = ("organisation", "acronym", "activity", "ts_name_en", "ts_name_my", "source")
_ABOUT_PEOPLE: Final = ("case_workers", "capacity_people", "people_reached")
ROOM_COLUMNS: Final = ("pool_capacity_people", "pool_caseload_people", "room_people")


class Standing(Code):
    """Where a record stands on a day; only active ones count anywhere else."""

    ACTIVE = "active", N_("Active")
    PLANNED = "planned", N_("Planned")
    LATER = "later", N_("Begins later")
    SUSPENDED = "suspended", N_("Suspended")
    ENDED = "ended", N_("Ended")
    COMPLETED = "completed", N_("Completed")


class Purpose(Code):
    """What a presence is there for."""

    REINTEGRATION = "reintegration", N_("Reintegration")
    REFERRAL = "referral", N_("Projects for referral")


class Sure(Code):
    """Whether a record was confirmed lately."""

    YES = "yes", N_("Confirmed")
    NO = "no", N_("Not confirmed")


@dataclass(frozen=True)
class Choice:
    """What the table is narrowed to; an empty tuple or None means any. text: searched as it stands, never a pattern."""

    kinds: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    presence_types: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    st_pcode: str | None = None
    sure: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Headline:
    """Of the active presences: organisations, presences, townships; those for reintegration; not confirmed lately."""

    organisations: int
    presences: int
    townships: int
    reintegration_organisations: int
    reintegration_townships: int
    unconfirmed: int


# --- Frames -----------------------------------------------------------------------------------------------------------


def prepared(directory: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The directory with standing (Standing), purpose (Purpose), sure (Sure), township and st (names to read), and
    confirmed_on and days_ago (null: never, or only after `as_of`)."""
    records = directory.to_dict("records")
    confirmed = pd.to_datetime(directory["last_confirmed_on"])
    confirmed = confirmed.where(confirmed <= pd.Timestamp(as_of))
    return directory.assign(
        standing=[str(standing(row, as_of)) for row in records],
        purpose=[str(Purpose.REINTEGRATION if row["is_reintegration"] else Purpose.REFERRAL) for row in records],
        sure=[str(Sure.YES if row["is_confirmed"] else Sure.NO) for row in records],
        township=[place_name(row) for row in records],
        st=[place_name(row, "st") for row in records],
        confirmed_on=confirmed,
        days_ago=(pd.Timestamp(as_of) - confirmed).dt.days.astype("Int64"),
    )


def standing(row: dict[str, object], as_of: date) -> Standing:
    """Where one record of the directory stands on a day."""
    if row["is_active"]:
        return Standing.ACTIVE
    status = ActivityStatus(str(row["activity_status"]))
    if status is not ActivityStatus.ONGOING:
        return Standing(str(status))
    begins = pd.Timestamp(row["from_on"])
    return Standing.LATER if not pd.isna(begins) and begins > pd.Timestamp(as_of) else Standing.ENDED


def for_reader(directory: pd.DataFrame) -> pd.DataFrame:
    """The directory without the columns on people, for a reader who may not know capacity, caseload or room."""
    hidden = [column for column in directory.columns if str(column) in _ABOUT_PEOPLE]
    return directory if sees_room() else directory.drop(columns=hidden)


def active(rows: pd.DataFrame) -> pd.DataFrame:
    """The active records."""
    return rows[rows["standing"] == Standing.ACTIVE].reset_index(drop=True)


def inactive(rows: pd.DataFrame) -> pd.DataFrame:
    """The records that count nowhere, by standing, then organisation."""
    order = {str(code): place for place, code in enumerate(Standing)}
    found = rows[rows["standing"] != Standing.ACTIVE]
    place = found["standing"].map(order)
    return found.assign(_place=place).sort_values(["_place", "organisation", "ts_pcode"]).drop(columns="_place")


def add_room(rows: pd.DataFrame, presences: pd.DataFrame) -> pd.DataFrame:
    """The active rows with ROOM_COLUMNS of their pool; presences: queries.providers.presences_at."""
    room = with_room(presences)[["presence_id", *ROOM_COLUMNS]]
    return rows.merge(room, on="presence_id", how="left", validate="1:1")


def headline(rows: pd.DataFrame) -> Headline:
    """Counts of the active rows."""
    helping = rows[rows["is_reintegration"]]
    return Headline(
        rows["organisation_id"].nunique(),
        len(rows),
        rows["ts_pcode"].nunique(),
        helping["organisation_id"].nunique(),
        helping["ts_pcode"].nunique(),
        int((~rows["is_confirmed"]).sum()),
    )


def chosen(rows: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """The rows of a choice; a presence with any of the chosen services is in it."""
    keep = pd.Series(True, index=rows.index)
    for column, wanted in (
        ("kind", choice.kinds),
        ("purpose", choice.purposes),
        ("presence_type", choice.presence_types),
    ):
        if wanted:
            keep &= rows[column].isin(wanted)
    if choice.services:
        offered = rows["services"].map(lambda text: set(str(text).split("; ")))
        keep &= offered.map(lambda codes: bool(codes & set(choice.services)))
    for column, one in (("st_pcode", choice.st_pcode), ("sure", choice.sure)):
        if one:
            keep &= rows[column] == one
    return rows[keep & holds(rows, choice.text)]


def holds(rows: pd.DataFrame, text: str) -> pd.Series:
    """True where one of SEARCHED holds the text, in any case; everywhere for no text."""
    wanted, hit = plain_key(text), pd.Series(False, index=rows.index)
    for column in SEARCHED:
        hit |= rows[column].fillna("").map(plain_key).str.contains(wanted, regex=False)
    return hit


def to_call(rows: pd.DataFrame) -> pd.DataFrame:
    """The active records to confirm: never confirmed first, then those confirmed longest ago; reintegration first among
    equals."""
    found = rows[~rows["is_confirmed"]]
    order = ["confirmed_on", "is_reintegration", "organisation", "ts_pcode"]
    return found.sort_values(order, ascending=[True, False, True, True], na_position="first", ignore_index=True)


def roving_sets(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a base from which roving or outreach workers go out, widest first; rows: the active ones.

    organisation, base (township), st, covered (names, joined by ", "), covered_townships, case_workers (those of the
    base) and ROOM_COLUMNS where the rows have them. A set whose base is not active has no case workers and no room.
    """
    sets = rows[rows["base_presence_id"].notna()]
    names = {row["ts_pcode"]: row["township"] for row in rows.to_dict("records")}
    covered = sets.groupby("base_presence_id").agg(
        organisation=("organisation", "first"),
        base_ts_pcode=("base_ts_pcode", "first"),
        covered=("township", lambda found: ", ".join(sorted(set(found)))),
        covered_townships=("ts_pcode", "nunique"),
    )
    more = [column for column in ("case_workers", *ROOM_COLUMNS) if column in rows]
    bases = rows.set_index("presence_id")[["st", *more]]
    found = covered.join(bases).reset_index(names="presence_id")
    found["base"] = [names.get(code, code) for code in found["base_ts_pcode"]]
    return found.sort_values(["covered_townships", "organisation"], ascending=[False, True], ignore_index=True)


def without_base(rows: pd.DataFrame) -> int:
    """Active roving and outreach records that name no base."""
    return int(((rows["presence_type"] != PresenceType.RESIDENT) & rows["base_presence_id"].isna()).sum())


def served_by_state(rows: pd.DataFrame, townships: pd.DataFrame) -> pd.DataFrame:
    """Townships of each state or region by who is active there, largest number without anybody first.

    st_pcode, place, reintegration, referral_only, nobody, all_townships (townships). rows: the active ones.
    """
    helped = set(rows.loc[rows["is_reintegration"], "ts_pcode"])
    anybody = set(rows["ts_pcode"])
    frame = pd.DataFrame({
        "st_pcode": townships["st_pcode"],
        "place": [place_name(row, "st") for row in townships.to_dict("records")],
        "reintegration": townships["ts_pcode"].isin(helped),
        "referral_only": townships["ts_pcode"].isin(anybody - helped),
        "nobody": ~townships["ts_pcode"].isin(anybody),
        "all_townships": True,
    })  # fmt: skip
    found = frame.groupby(["st_pcode", "place"], as_index=False).sum()
    return found.sort_values(["nobody", "all_townships", "st_pcode"], ascending=[False, False, True], ignore_index=True)


# --- Headline ---------------------------------------------------------------------------------------------------------


def cards(found: Headline, townships: int, trend: pd.DataFrame, confirmed_within_days: float) -> list[Card]:
    """The headline; townships: of the country. trend: queries.providers.presences_by_year."""

    def history(column: str) -> tuple[float, ...]:
        return tuple(float(value) for value in trend[column])

    share = percent(found.unconfirmed / found.presences) if found.presences else _("n/a")
    return [
        Card(_("Organisations"), number(found.organisations), "",
             _("Organisations with at least one active presence on this day."), history=history("organisations")),
        Card(_("Active presences"), number(found.presences), "",
             _("One presence is one organisation in one township. Planned, suspended and ended ones do not count."),
             history=history("presences")),
        Card(_("Townships served"), number(found.townships), _("of {n}").format(n=number(townships)),
             _("Townships with at least one active presence of any kind."), history=history("townships")),
        Card(_("Reintegration providers"), number(found.reintegration_organisations), "",
             _("Organisations that are there for the reintegration of victims of trafficking, not only for referral."),
             change=n_("in {n} township", "in {n} townships", found.reintegration_townships).format(
                 n=number(found.reintegration_townships))),
        Card(_("Not confirmed lately"), share, _("of presences"),
             _("Active presences that nobody confirmed within the last {days} days. They may still be there.").format(
                 days=number(confirmed_within_days)),
             change=_("{n} presences").format(n=number(found.unconfirmed))),
    ]  # fmt: skip


# --- Columns ----------------------------------------------------------------------------------------------------------


def sees_room() -> bool:
    """Whether the reader may know capacity, caseload and room."""
    return state.scope().role in state.CASE_ROLES


def columns(with_standing: bool = False) -> list[Column]:
    """Who, what, where, when and from what source; capacity, caseload and room only for those who may know them."""
    people = _("people")
    first = [Column("standing", _("Stands"), codes=Standing)] if with_standing else []
    room = [
        Column("case_workers", _("Case workers"), people, Kind.NUMBER),
        Column("pool_capacity_people", _("Capacity"), people, Kind.NUMBER),
        Column("pool_caseload_people", _("Caseload"), people, Kind.NUMBER),
        Column("room_people", _("Room"), people, Kind.NUMBER),
    ]
    return [
        Column("organisation", _("Organisation"), width="medium"),
        *first,
        Column("township", _("Township")),
        Column("st", _("State or region")),
        Column("purpose", _("Purpose"), codes=Purpose),
        Column("presence_type", _("Presence"), codes=PresenceType),
        Column("services", _("Services"), codes=Service, width="large"),
        Column("sure", _("Confirmed lately"), codes=Sure),
        Column("confirmed_on", _("Last confirmed"), kind=Kind.DAY),
        *([] if with_standing or not sees_room() else room),
        Column("serves_children", _("Children"), kind=Kind.YES_NO),
        Column("serves_adults", _("Adults"), kind=Kind.YES_NO),
        Column("activity", _("Activity"), width="medium"),
        Column("from_on", _("From"), kind=Kind.DAY),
        Column("to_on", _("Until"), kind=Kind.DAY),
        Column("kind", _("Kind of organisation"), codes=OrganisationKind),
        Column("acronym", _("Acronym")),
        Column("ts_pcode", _("Township P-code")),
        Column("source", _("Source"), width="medium"),
    ]


def call_columns() -> list[Column]:
    """The columns of to_call."""
    return [
        Column("organisation", _("Organisation"), width="medium"),
        Column("township", _("Township")),
        Column("st", _("State or region")),
        Column("purpose", _("Purpose"), codes=Purpose),
        Column("confirmed_on", _("Last confirmed"), kind=Kind.DAY),
        Column("days_ago", _("Confirmed before"), _("days"), Kind.NUMBER),
        Column("source", _("Source"), width="medium"),
    ]


def set_columns() -> list[Column]:
    """The columns of roving_sets; case workers and room only for those who may know them."""
    people = _("people")
    room = [
        Column("case_workers", _("Case workers"), people, Kind.NUMBER),
        Column("pool_capacity_people", _("Capacity"), people, Kind.NUMBER),
        Column("pool_caseload_people", _("Caseload"), people, Kind.NUMBER),
        Column("room_people", _("Room"), people, Kind.NUMBER),
    ]
    return [
        Column("organisation", _("Organisation"), width="medium"),
        Column("base", _("Base")),
        Column("st", _("State or region")),
        Column("covered_townships", _("Townships covered"), kind=Kind.NUMBER),
        *(room if sees_room() else []),
        Column("covered", _("Which townships"), width="large"),
    ]
