"""What stands around the map: its conclusion, what it cannot show, its sources, and its values as a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.coverage import OUT_OF_REACH, Tier, gaps, victims_by_tier
from analysis.levels import Level
from data.vocabulary import RegisterKind, Role
from geo.published import Boundaries
from ui import cached, frame, state
from ui.map_choice import MapChoice, Show
from ui.map_selection import sources
from ui.map_values import MapValues
from ui.tables import Column, Kind, table
from ui.text import _, label, number, percent
from ui.township_card import opener

_WORST = 8
_NAME_COLUMNS = {Level.TOWNSHIP: "ts", Level.DISTRICT: "dt", Level.STATE: "st"}


def conclusion(values: MapValues) -> None:
    """The map in one sentence; where nothing is selected, that is what it says."""
    total = values.unplaced.victims_total
    if not total:
        frame.empty(_("No victim fits these filters. The map stays, without numbers."))
        return
    tiers = victims_by_tier(values.coverage, values.victims).set_index("tier")["victims_people"]
    alone = int(tiers[[int(t) for t in OUT_OF_REACH]].sum())
    if values.shows_waiting:
        text = _(
            "**{alone} of {total} victims ({share})** come from townships with nobody in reach, or only projects for "
            "referral; **{waiting}** people are not assigned to anyone."
        )
    else:
        text = _(
            "**{alone} of {total} people carried by your organisation ({share})** come from townships with nobody in "
            "reach, or only projects for referral."
        )
    st.markdown(
        text.format(
            alone=number(alone),
            total=number(total),
            share=percent(alone / total),
            waiting=number(values.unplaced.unassigned_total),
        )
    )


def below(choice: MapChoice, values: MapValues, presences: pd.DataFrame, boundaries: Boundaries) -> None:
    """People that are not on the map, counts of what is, and sources."""
    lost = values.unplaced
    unknown = (
        _("Township not known, so not on the map: {victims} of all victims, {waiting} of those not assigned.")
        if values.shows_waiting
        else _("Township not known, so not on the map: {victims} of all victims.")
    )
    parts = [unknown.format(victims=number(lost.victims_unknown), waiting=number(lost.unassigned_unknown))]
    if boundaries.missing:
        undrawn = (
            _("Not on the map, since these boundaries lack their township: {victims} victims, {waiting} not assigned "
              "({townships} townships).")
            if values.shows_waiting
            else _("Not on the map, since these boundaries lack their township: {victims} victims "
                   "({townships} townships).")
        )  # fmt: skip
        parts.append(undrawn.format(victims=number(lost.victims_undrawn), waiting=number(lost.unassigned_undrawn),
                                    townships=number(len(boundaries.missing))))  # fmt: skip
    if Show.PROVIDERS in choice.show:
        parts.append(
            _("Presences on the map: {shown} of {all} active.").format(
                shown=number(len(presences)), all=number(len(values.coverage.presences))
            )
        )
    if state.scope().role != Role.PLANNER:
        parts.append(_("Counts hold only the cases that your role may see."))
    st.markdown("  \n".join(parts))
    frame.source_note(f"{register_source()} {sources(boundaries)}")


def register_source() -> str:
    """The register as a source, said to be synthetic where it is."""
    if cached.store().kind() is RegisterKind.DEMONSTRATION:
        return _("Source: demonstration register (synthetic).")
    return _("Source: national register.")


def beside(values: MapValues) -> None:
    """Where no card is open: how to open one, and the townships that need it most."""
    st.markdown(_("Click a township on the map, or find it by name, to see who is in reach of it."))
    worst = gaps(values.coverage, values.victims, values.unassigned).head(_WORST)
    if worst.empty:
        return
    heading, line = _("Most victims, and no reintegration help in reach"), _("{victims} victims · {tier}")
    if values.shows_waiting:
        heading = _("Most people waiting, without help that has room")
        line = _("{waiting} not assigned, {victims} victims · {tier}")
    st.markdown(f"##### {heading}")
    with st.container(gap=None):
        for row in worst.itertuples():
            text = line.format(
                waiting=number(row.unassigned_people),
                victims=number(row.victims_people),
                tier=_(Tier(int(row.tier)).label),
            )
            opener(str(row.ts_pcode), text)


def values_table(choice: MapChoice, values: MapValues) -> None:
    """The mapped values as a table with downloads; sent only when asked for, since it is larger than the map."""
    if not st.toggle(_("Show the mapped values as a table"), key="w_map_table"):
        return
    prefix = _NAME_COLUMNS[choice.level]
    names = cached.townships().drop_duplicates(f"{prefix}_pcode").set_index(f"{prefix}_pcode")
    rows = values.units.rename(columns={"place_pcode": "place"}).copy()
    for written in ("en", "my"):
        rows[f"name_{written}"] = rows["place"].map(names[f"{prefix}_name_{written}"])
    rows["state"] = rows["place"].map(names["st_name_en"])
    rows["tier_name"] = rows["tier"].map(lambda t: None if pd.isna(t) else _(Tier(int(t)).label))
    title = _("Coverage by {level}").format(level=label(choice.level).lower())
    table(rows, _columns(choice, values.shows_waiting), f"coverage_{choice.level}", title, register_source())


_ABOUT_WAITING = ("unassigned_people", "waiting_days", "longest_wait_days")


def _columns(choice: MapChoice, shows_waiting: bool) -> list[Column]:
    columns = [
        Column("name_en", _("Name in English")),
        Column("name_my", _("Name in Burmese")),
        Column("place", _("P-code")),
        Column("state", _("State or region")),
        Column("victims_people", _("Victims"), _("people"), Kind.NUMBER),
        Column("unassigned_people", _("Not assigned"), _("people"), Kind.NUMBER),
        Column("waiting_days", _("Waiting so far"), _("people-days"), Kind.NUMBER),
        Column("longest_wait_days", _("Longest wait"), _("days"), Kind.NUMBER),
        Column("tier_name", _("Best help in reach")),
        Column("is_unconfirmed", _("Not confirmed lately"), kind=Kind.YES_NO),
        Column("room_people", _("Room in reach"), _("people"), Kind.NUMBER),
    ]
    hidden = {"state"} if choice.level == Level.STATE else set()
    return [c for c in columns if c.key not in hidden | set(() if shows_waiting else _ABOUT_WAITING)]
