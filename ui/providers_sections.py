"""The sections of the Providers page, each a figure or a table with its conclusion, its source and its downloads."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data.errors import N_
from data.vocabulary import OrganisationKind, PresenceType, Service
from queries.providers import CONFIRMED_BANDS
from ui import charts, kept, palette
from ui import providers_view as view
from ui.axes import fitted, wrapped
from ui.charts import Series
from ui.export import Column, Kind, download
from ui.frame import empty, source_note
from ui.tables import table
from ui.text import _, n_, number, percent

FIELDS: Final = {
    "kind": N_("Kind of organisation"),
    "activity": N_("Activity"),
    "services": N_("Services"),
    "serves_children": N_("Serves children"),
    "serves_adults": N_("Serves adults"),
    "case_workers": N_("Case workers"),
    "capacity_people": N_("Capacity"),
    "people_reached": N_("People reached"),
    "from_on": N_("First day"),
    "last_confirmed_on": N_("Last confirmed"),
}
_FIELDS_ON_PEOPLE: Final = ("case_workers", "capacity_people", "people_reached")
BANDS: Final = {
    "0-90": N_("0–90 days ago"),
    "91-180": N_("91–180 days ago"),
    "181-365": N_("181–365 days ago"),
    "366+": N_("366 days ago or more"),
    "never": N_("Never"),
}
# Not the tiers' colours: a provider without room and a township near a DSW office would be taken for others.
_SERVED: Final = (
    ("reintegration", N_("Reintegration provider"), palette.PRIMARY, "none"),
    ("referral_only", N_("Only projects for referral"), palette.INK_SOFT, "diagonal"),
    ("nobody", N_("Nobody active"), palette.GRID, "none"),
)


# --- Where ------------------------------------------------------------------------------------------------------------


def where(states: pd.DataFrame, source: str) -> None:
    """Townships by who is active in them, state by state. states: view.served_by_state."""
    charts.show(where_figure(states), where_title(states), source, "providers_where")
    columns = [Column("st_pcode", _("State or region P-code")), Column("place", _("State or region"))]
    columns += [Column(key, _(name), _("townships"), Kind.NUMBER) for key, name, _colour, _pattern in _SERVED]
    columns.append(Column("all_townships", _("All townships"), _("townships"), Kind.NUMBER))
    download(states, columns, "providers_by_state", _("Townships by who is active in them"), source)


def where_title(states: pd.DataFrame) -> str:
    """How much of the country has a reintegration provider, and how much nobody."""
    return _("A reintegration provider is active in {n} of {all} townships; nobody at all in {none}").format(
        n=number(states["reintegration"].sum()),
        all=number(states["all_townships"].sum()),
        none=number(states["nobody"].sum()),
    )


def where_figure(states: pd.DataFrame) -> go.Figure:
    """Stacked bars by state."""
    series = [Series(_(name), tuple(states[key]), colour, pattern) for key, name, colour, pattern in _SERVED]
    figure = charts.stacked_bars(states["place"].tolist(), series, _("townships"), 120 + 24 * len(states))
    figure.update_layout(legend={"y": 1.01, "yanchor": "bottom"}, margin={"t": 44})
    return fitted(figure)


# --- The directory ----------------------------------------------------------------------------------------------------


def choose(rows: pd.DataFrame) -> view.Choice:
    """The filters of the table; all but the text stand in the URL."""
    text_column, state_column, sure_column = st.columns([1.4, 1, 1])
    with text_column:
        text = st.text_input(
            _("Search"), key="w_providers_text", max_chars=60, placeholder=_("Organisation, township, activity, source")
        )
    with state_column:
        names = kept.places(list(zip(rows["st_pcode"], rows["st"], strict=True)))
        st_pcode = kept.one("state", _("State or region"), names, _("Whole country"))
    with sure_column:
        words = {str(code): _(code.label) for code in view.Sure}
        sure = kept.one("sure", _("Confirmed lately"), words, _("All"))
    first, second, third, fourth = st.columns(4)
    with first:
        kinds = kept.several("kind", _("Kind of organisation"), OrganisationKind)
    with second:
        purposes = kept.several("purpose", _("Purpose"), view.Purpose)
    with third:
        types = kept.several("presence", _("Presence"), PresenceType)
    with fourth:
        services = kept.several("service", _("Services (any of these)"), Service)
    return view.Choice(kinds, purposes, types, services, st_pcode, sure, text)


def directory(rows: pd.DataFrame, source: str) -> None:
    """Who does what, where and when. rows: the active ones."""
    if rows.empty:
        empty(_("The directory holds no presence that is active on this day."))
        return
    found = view.chosen(rows, choose(rows))
    if found.empty:
        empty(_("None of the {n} active presences fits the choice above.").format(n=number(len(rows))))
        return
    st.markdown(
        _("**{n}** of {all} active presences, of {organisations} organisations in {townships} townships").format(
            n=number(len(found)),
            all=number(len(rows)),
            organisations=number(found["organisation_id"].nunique()),
            townships=number(found["ts_pcode"].nunique()),
        )
    )
    table(found, view.columns(), "providers_active", _("Who does what, where and when"), source)


# --- Quality ----------------------------------------------------------------------------------------------------------


def filled(completeness: pd.DataFrame) -> pd.DataFrame:
    """field, filled_rows, all_rows and share_0_1 (null for no rows), fullest last; without fields that the reader may
    not know. completeness: queries.providers.completeness."""
    rows = completeness if view.sees_room() else completeness[~completeness["field"].isin(_FIELDS_ON_PEOPLE)]
    share = (rows["filled_rows"] / rows["all_rows"].where(rows["all_rows"] > 0)).astype(float)
    return rows.assign(share_0_1=share).sort_values(["share_0_1", "field"], ignore_index=True)


def completeness_title(rows: pd.DataFrame) -> str:
    """The emptiest field; rows: filled."""
    first = rows.iloc[0]
    if first["share_0_1"] == 1:
        return _("Every field is filled in")
    name = FIELDS[first["field"]]
    return _("Least known: {field}, filled in for {share} of the presences").format(
        field=_(name), share=percent(first["share_0_1"])
    )


def completeness(found: pd.DataFrame, source: str) -> None:
    """Share of the active presences that have each field filled in."""
    rows = filled(found)
    names = [wrapped(_(FIELDS[field]), 22) for field in rows["field"]]
    percents = (rows["share_0_1"] * 100).round().tolist()
    figure = charts.bars(names, percents, _("% of active presences"), height_px=340)
    figure.update_xaxes(range=[0, 112], tickvals=[0, 25, 50, 75, 100])
    figure.update_traces(texttemplate="%{x:.0f}%", hovertemplate="%{y}: %{x:.0f}%<extra></extra>")
    charts.show(fitted(figure), completeness_title(rows), source, "providers_completeness")
    columns = [
        Column("name", _("Field")),
        Column("filled_rows", _("Filled in"), _("presences"), Kind.NUMBER),
        Column("all_rows", _("All"), _("presences"), Kind.NUMBER),
        Column("share_0_1", _("Share filled in"), kind=Kind.SHARE),
    ]
    named = rows.assign(name=[_(FIELDS[field]) for field in rows["field"]])
    download(named, columns, "providers_completeness", _("Completeness of the directory"), source)


def banded(freshness: pd.DataFrame) -> pd.DataFrame:
    """All CONFIRMED_BANDS in order with presences and organisations (0 where there are none)."""
    rows = freshness.set_index("confirmed_band").reindex(list(CONFIRMED_BANDS), fill_value=0)
    return rows.reset_index(names="confirmed_band")


def freshness_title(rows: pd.DataFrame) -> str:
    """How many were confirmed within a year; rows: banded."""
    fresh, everybody = int(rows["presences"].iloc[:3].sum()), int(rows["presences"].sum())
    return _("{share} were confirmed within the last 365 days ({n} of {all} presences)").format(
        share=percent(fresh / everybody if everybody else None), n=number(fresh), all=number(everybody)
    )


def freshness(found: pd.DataFrame, source: str) -> None:
    """How long ago the active presences were last confirmed."""
    rows = banded(found)
    names = [_(BANDS[band]) for band in rows["confirmed_band"]]
    figure = charts.bars(names, rows["presences"].tolist(), _("active presences"), height_px=340)
    charts.show(fitted(figure), freshness_title(rows), source, "providers_freshness")
    columns = [
        Column("name", _("Last confirmed")),
        Column("presences", _("Presences"), kind=Kind.NUMBER),
        Column("organisations", _("Organisations"), kind=Kind.NUMBER),
    ]
    download(rows.assign(name=names), columns, "providers_freshness", _("Freshness of the directory"), source)


def calls(rows: pd.DataFrame, source: str) -> None:
    """Whom to call: the active presences that were confirmed longest ago, or never."""
    found = view.to_call(rows)
    if found.empty:
        empty(_("Every active presence was confirmed lately. There is nobody to call."), ":material/check_circle:")
        return
    text = n_(
        "{n} presence of {organisations} organisations is to be confirmed; never confirmed ones first.",
        "{n} presences of {organisations} organisations are to be confirmed; never confirmed ones first.",
        len(found),
    )
    st.markdown(text.format(n=number(len(found)), organisations=number(found["organisation_id"].nunique())))
    table(found, view.call_columns(), "providers_to_confirm", _("Presences to confirm"), source)


# --- Roving sets, and what does not count -----------------------------------------------------------------------------


def roving(rows: pd.DataFrame, source: str) -> None:
    """Bases and the townships that their roving and outreach workers cover (4.2)."""
    found, alone = view.roving_sets(rows), view.without_base(rows)
    if found.empty and not alone:
        empty(_("No roving or outreach worker is active on this day."))
        return
    reached = rows.loc[rows["base_presence_id"].notna(), "ts_pcode"].nunique()
    st.markdown(
        _(
            "**{sets}** bases send workers to **{townships}** other townships; they share the base's capacity. "
            "{alone} roving or outreach presences name no base."
        ).format(sets=number(len(found)), townships=number(reached), alone=number(alone))
    )
    if len(found):
        table(found, view.set_columns(), "providers_roving_sets", _("Roving workers: base and townships"), source)


def not_counted(rows: pd.DataFrame, source: str) -> None:
    """Planned, suspended, ended and completed presences: listed, and counted nowhere. rows: the whole directory."""
    found = view.inactive(rows)
    if found.empty:
        empty(_("Every presence in the directory is active on this day."))
        return
    counts = found["standing"].value_counts()
    parts = [f"{_(code.label)}: {number(counts[code])}" for code in view.Standing if code in counts.index]
    source_note("; ".join(parts) + ". " + _("None of them counts for coverage or room."))
    table(found, view.columns(True), "providers_not_active", _("Presences that are not active"), source)
