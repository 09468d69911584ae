"""What the Caseload page says: frames with names and units, cards and columns, from queries.caseload and its analysis.

An officer sees the people of the own shelters and the national list; the caseload of every provider is known to all who
refer people, so its bands are those of everybody, and the officer's own people stand in a column of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from analysis.caseload import (
    Band,
    Bands,
    NearOffices,
    Spread,
    near_offices,
    provider_loads,
    room_nearby,
    spread,
    weighted,
    worker_loads,
)
from analysis.coverage import with_room
from data.errors import N_
from data.scope import Scope
from data.vocabulary import Code, OrganisationKind, Role
from ui import cached, state
from ui.export import Column, Kind
from ui.frame import Card
from ui.text import _, label, month, n_, number, place_name

MONTHS: Final = 24


class Part(Code):
    """The parts of the page."""

    PROVIDERS = "providers", N_("Providers")
    WORKERS = "workers", N_("Case workers")
    DUE = "due", N_("What is due")
    DSW = "dsw", N_("Near DSW offices")


@dataclass(frozen=True)
class Picture:
    """Everything on providers for one reader and day. loads: provider_loads with place and st (names to read).
    nearby: room_nearby. trend: queries.caseload.caseload_by_month with weighted_people.
    """

    scope: Scope
    as_of: date
    bands: Bands
    loads: pd.DataFrame
    total: Spread
    nearby: pd.DataFrame
    trend: pd.DataFrame


def bands() -> Bands:
    """Where the bands lie, from the settings."""
    told = cached.settings()
    return Bands(told["special_case_weight"], told["caseload_busy_percent"], told["caseload_over_percent"])


def picture(scope: Scope, as_of: date) -> Picture:
    """The providers of the reader's scope on a day."""
    limits = bands()
    loads = named(provider_loads(cached.caseload(scope, as_of), limits))
    presences = with_room(cached.presences_at(scope, as_of))
    nearby = room_nearby(loads, presences, cached.townships(), cached.settings()["match_reach_km"])
    trend = cached.caseload_by_month(scope, as_of, months=MONTHS)
    load = weighted(trend["carried_people"], trend["special_people"], limits.special_weight)
    return Picture(scope, as_of, limits, loads, spread(loads), nearby, trend.assign(weighted_people=load))


def workers(scope: Scope, as_of: date) -> pd.DataFrame:
    """worker_loads with place and st (names to read) and overdue_steps, soon_steps, revisit_steps (null: no worker)."""
    limit = cached.settings()["worker_limit_people"]
    steps = cached.due_by_worker(scope, as_of)
    rows = worker_loads(cached.caseload_by_worker(scope, as_of), bands(), limit).merge(
        steps, on="worker_id", how="left"
    )
    names = [name for name in steps.columns if name != "worker_id"]
    rows[names] = rows[names].astype("Int64").fillna(0).mask(rows["worker_id"].isna())
    return named(rows)


def offices(scope: Scope, as_of: date) -> NearOffices:
    """Those who need support by the nearest DSW office (4.3)."""
    support = cached.support_by_township(scope, as_of)
    return near_offices(support, cached.townships(), cached.dsw_offices(), cached.settings()["dsw_reach_km"])


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with place and st: names of the township and of its state or region in the reader's language."""
    known = {row["ts_pcode"]: row for row in cached.townships().to_dict("records")}
    return rows.assign(
        place=[place_name(known[code]) if code in known else None for code in rows["ts_pcode"]],
        st=[place_name(known[code], "st") if code in known else None for code in rows["ts_pcode"]],
    )


def provider_name(row: dict[str, object]) -> str:
    """An organisation with the place of its base."""
    return f"{row['organisation']} ({row['place']})"


def sees_part_of_people() -> bool:
    """Whether the reader sees only some of the people whom the providers carry."""
    return state.scope().role is Role.DSW_OFFICER


def keeps_workers(row: dict[str, object]) -> bool:
    """Whether the reader may keep the case workers of a provider; judged again where it is written."""
    reader = state.scope()
    if reader.role is Role.DSW_OFFICER:
        return row["kind"] == OrganisationKind.GOVERNMENT
    return reader.role is Role.PLANNER or row["organisation_id"] == reader.organisation_id


def part() -> Part:
    """The part that is shown, kept in the URL; only planners and officers know who is near an office and waits."""
    parts = [one for one in Part if one is not Part.DSW or state.sees_waiting()]
    words = {str(one): one for one in parts}
    now = words[state.page_value("part", tuple(words), str(Part.PROVIDERS))]
    state.hold("w_caseload_part", now)

    def changed() -> None:
        chosen = str(st.session_state["w_caseload_part"] or now)
        state.set_page_value("part", None if chosen == Part.PROVIDERS or chosen not in words else chosen)
        state.set_page_value("row", None)

    st.segmented_control(
        _("Part of the page"), parts, required=True, format_func=label, key="w_caseload_part", on_change=changed,
        label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    return now


# --- Headline ---------------------------------------------------------------------------------------------------------


def cards(found: Picture, overdue: int, soon: int) -> list[Card]:
    """The headline. overdue, soon: things due in the reader's scope (steps of cases)."""
    seen, special = int(found.loads["seen_people"].sum()), int(found.loads["special_people"].sum())
    ends = month(found.trend["at_on"].iloc[0]), month(found.trend["at_on"].iloc[-1])
    weight = number(found.bands.special_weight, 1)
    load = float(seen + (found.bands.special_weight - 1) * special)
    over, busy = found.total.of(Band.OVER), found.total.of(Band.BUSY)
    return [
        Card(_("People carried"), number(seen), _("people"),
             _("People with a provider on this day, of those whom you may see."),
             change=n_("{n} Special Case", "{n} Special Cases", special).format(n=number(special)),
             history=tuple(float(v) for v in found.trend["carried_people"]), history_ends=ends),
        Card(_("Weighted caseload"), number(load, 1), _("cases"),
             _("Everybody counts as one case, a Special Case as {weight} (a setting; recommendation 3.10).").format(
                 weight=weight),
             history=tuple(float(v) for v in found.trend["weighted_people"]), history_ends=ends),
        Card(_("Room"), number(found.total.room_people), _("people"),
             _("Whom providers that are not overloaded could still take on. A provider that tells no capacity has no "
               "known room."),
             change=_("of a capacity of {n}").format(n=number(found.total.capacity_people))),
        Card(_("Overloaded"), number(over), n_("provider", "providers", over),
             _("Their weighted caseload is more than {over} % of their capacity; nearly full from {busy} % on.").format(
                 over=number(found.bands.over_percent), busy=number(found.bands.busy_percent)),
             change=_("nearly full: {n}").format(n=number(busy))),
        Card(_("Closed within a year"), number(found.loads["closed_people"].sum()), _("cases"),
             _("Cases that a provider closed within the 365 days before this day."),
             change=_("ended otherwise: {n}").format(n=number(found.loads["other_end_people"].sum()))),
        Card(_("Overdue"), number(overdue), n_("step", "steps", overdue),
             _("Steps whose last day has passed: visits, revisits, assessments, referrals. See: What is due."),
             change=_("due and not overdue yet: {n}").format(n=number(soon))),
    ]  # fmt: skip


# --- Columns ----------------------------------------------------------------------------------------------------------


def provider_columns() -> list[Column]:
    """The columns of Picture.loads with due_soon, overdue and revisits."""
    people = _("people")
    own = [Column("seen_people", _("Of them in your scope"), people, Kind.NUMBER)] if sees_part_of_people() else []
    return [
        Column("organisation", _("Organisation"), width="medium"),
        Column("place", _("Township")),
        Column("band", _("Stands"), codes=Band),
        Column("people", _("Carried"), people, Kind.NUMBER),
        *own,
        Column("special_people", _("Special Cases"), people, Kind.NUMBER),
        Column("weighted_people", _("Weighted"), _("cases"), Kind.DECIMAL),
        Column("capacity_people", _("Capacity"), people, Kind.NUMBER),
        Column("room_people", _("Room"), people, Kind.NUMBER),
        Column("load_0_1", _("Load"), kind=Kind.SHARE, help=_("Weighted caseload as a share of the capacity.")),
        *_step_columns("overdue", "due_soon", "revisits"),
        Column("closed_people", _("Closed within a year"), _("cases"), Kind.NUMBER),
        Column("other_end_people", _("Ended otherwise"), _("cases"), Kind.NUMBER),
        Column("case_workers", _("Case workers by the directory"), people, Kind.NUMBER),
        Column("covered_townships", _("Townships covered"), kind=Kind.NUMBER),
        Column("st", _("State or region")),
        Column("kind", _("Kind of organisation"), codes=OrganisationKind),
    ]


def _step_columns(overdue: str, soon: str, revisits: str) -> list[Column]:
    """What is due, in columns of these keys."""
    return [
        Column(overdue, _("Overdue"), _("steps"), Kind.NUMBER),
        Column(soon, _("Due soon"), _("steps"), Kind.NUMBER),
        Column(revisits, _("Revisits due"), _("steps"), Kind.NUMBER, help=_("Of both: a year after closure (3.6).")),
    ]


def worker_columns() -> list[Column]:
    """The columns of workers(); no load for who sees only a part of a worker's people."""
    people, partial = _("people"), sees_part_of_people()
    load = Column("load_0_1", _("Load"), kind=Kind.SHARE, help=_("Weighted caseload as a share of the limit."))
    return [
        Column("organisation", _("Organisation"), width="medium"),
        Column("place", _("Township")),
        Column("worker", _("Case worker")),
        *([] if partial else [Column("band_shown", _("Stands"), codes=Band)]),
        Column("people", _("Carried, in your scope") if partial else _("Carried"), people, Kind.NUMBER),
        Column("special_people", _("Special Cases"), people, Kind.NUMBER),
        Column("weighted_people", _("Weighted"), _("cases"), Kind.DECIMAL),
        *([] if partial else [load]),
        *_step_columns("overdue_steps", "soon_steps", "revisit_steps"),
        Column("closed_people", _("Closed within a year"), _("cases"), Kind.NUMBER),
        Column("from_on", _("From"), kind=Kind.DAY),
        Column("to_on", _("Until"), kind=Kind.DAY),
    ]


def trend_columns() -> list[Column]:
    """The columns of Picture.trend."""
    people = _("people")
    return [
        Column("at_on", _("On"), kind=Kind.DAY),
        Column("carried_people", _("Carried"), people, Kind.NUMBER),
        Column("special_people", _("Special Cases"), people, Kind.NUMBER),
        Column("weighted_people", _("Weighted"), _("cases"), Kind.DECIMAL),
        Column("taken_people", _("Taken on in the month"), people, Kind.NUMBER),
        Column("closed_people", _("Closed in the month"), people, Kind.NUMBER),
        Column("other_end_people", _("Ended otherwise in the month"), people, Kind.NUMBER),
    ]


def office_columns() -> list[Column]:
    """The columns of NearOffices.offices."""
    people = _("people")
    return [
        Column("place", _("DSW office")),
        Column("unassigned_people", _("Unassigned"), people, Kind.NUMBER),
        Column("government_people", _("With DSW"), people, Kind.NUMBER),
        Column("others_people", _("With other providers"), people, Kind.NUMBER),
        Column("people", _("In need of support"), people, Kind.NUMBER),
        Column("townships", _("Townships within reach"), kind=Kind.NUMBER),
    ]
