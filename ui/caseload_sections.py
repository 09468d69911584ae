"""The sections of the Caseload page on providers, case workers, months and DSW offices, each with its conclusion."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.caseload import Band, NearOffices
from data.errors import N_
from ui import caseload_view as view
from ui import charts, palette
from ui.axes import fitted, wrapped
from ui.caseload_view import Picture
from ui.charts import Series
from ui.export import download
from ui.frame import empty, source_note
from ui.tables import reading_table, table
from ui.text import _, label, month, n_, number

_SHOWN: Final = 20
_LOAD: Final = (
    ("within", N_("Within capacity"), palette.PRIMARY, "none"),
    ("untold", N_("Capacity not told"), palette.INK_SOFT, "dots"),
    ("beyond", N_("Beyond capacity"), palette.ACCENT, "diagonal"),
    ("free", N_("Capacity left"), palette.GRID, "none"),
)
_WAITING: Final = (
    ("unassigned_people", N_("Unassigned"), palette.ACCENT, "diagonal"),
    ("government_people", N_("With DSW"), palette.PRIMARY, "none"),
    ("others_people", N_("With other providers"), palette.GRID, "none"),
)


# --- Providers --------------------------------------------------------------------------------------------------------


def providers(found: Picture, due: pd.DataFrame, source: str) -> None:
    """Who carries how many: the fullest as a figure, all of them in a table, and room near the full ones.

    due: pool_id, overdue, due_soon, revisits (steps).
    """
    rows = found.loads.merge(due, on="pool_id", how="left")
    rows = rows.fillna({"overdue": 0, "due_soon": 0, "revisits": 0})
    charts.show(load_figure(found.loads), load_title(found), source, "caseload_load")
    notes = [_("Room counts people, whatever they weigh; the load rests on the weighted caseload.")]
    if view.sees_part_of_people():
        notes.append(
            _("Caseload, capacity and room are everybody's; Special Cases, weights, closures and steps are those of "
              "the people in your scope, so that a load may be higher than it reads.")
        )  # fmt: skip
    title = _("Caseload of each provider")
    table(rows, view.provider_columns(), "caseload_providers", title, " ".join((*notes, source)))
    nearby(found)


def load_title(found: Picture) -> str:
    """How many are overloaded, and how much room the others have."""
    over, busy = found.total.of(Band.OVER), found.total.of(Band.BUSY)
    if not found.total.people:
        return _("No provider carries anybody on this day")
    text = n_(
        "{over} provider is overloaded, {busy} are nearly full; the others have room for {room} people",
        "{over} providers are overloaded, {busy} are nearly full; the others have room for {room} people",
        over,
    )
    return text.format(over=number(over), busy=number(busy), room=number(found.total.room_people))


def load_parts(loads: pd.DataFrame) -> pd.DataFrame:
    """The fullest providers with anybody, at most _SHOWN: name (plotly reads some markup, so there is none in it), and
    the weighted cases within, untold, beyond and free, which add up to the greater of load and capacity.
    """
    rows = loads[loads["people"] > 0].head(_SHOWN)
    capacity = rows["capacity_people"].astype("Float64").to_numpy(dtype=float, na_value=float("nan"))
    load = rows["weighted_people"].astype(float)
    told = ~pd.isna(capacity)
    return pd.DataFrame({
        "name": [wrapped(escape(view.provider_name(row), quote=False), 26) for row in rows.to_dict("records")],
        "within": load.clip(upper=capacity).where(told, 0.0),
        "untold": load.where(~told, 0.0),
        "beyond": (load - capacity).clip(lower=0).where(told, 0.0),
        "free": (capacity - load).clip(lower=0).where(told, 0.0),
    })  # fmt: skip


def load_figure(loads: pd.DataFrame) -> go.Figure:
    """Weighted caseload against capacity, the fullest provider at the top."""
    parts = load_parts(loads)
    series = [Series(_(name), tuple(parts[key]), colour, pattern) for key, name, colour, pattern in _LOAD]
    figure = charts.stacked_bars(parts["name"].tolist(), series, _("weighted cases"), 120 + 38 * max(2, len(parts)))
    figure.update_layout(legend={"y": 1.01, "yanchor": "bottom"}, margin={"t": 44})
    return fitted(figure)


def nearby(found: Picture) -> None:
    """For each provider that is full: who near it has room."""
    full = found.loads[found.loads["band"].isin([str(Band.OVER), str(Band.BUSY)])]
    st.markdown("##### " + _("Who is full, and who near them has room"))
    if full.empty:
        empty(_("No provider is overloaded or nearly full on this day."), ":material/check_circle:")
        return
    rows = [(view.provider_name(row), nearby_words(row, found.nearby)) for row in full.to_dict("records")]
    reading_table(rows, [_("Provider"), _("Caseload and room nearby")], _("Room near full providers"))
    source_note(
        _("Room nearby: great-circle distance from the provider's base to the nearest township where the other works, "
          "as far as the setting on reach says.")
    )  # fmt: skip


def nearby_words(row: dict[str, object], nearby: pd.DataFrame) -> str:
    """One provider and the room near it, in a sentence."""
    told = _("{provider}: {band}, {people} people, {load} of {capacity} by weight.").format(
        provider=view.provider_name(row), band=label(Band(str(row["band"]))), people=number(float(str(row["people"]))),
        load=number(float(str(row["weighted_people"])), 1), capacity=number(float(str(row["capacity_people"]))),
    )  # fmt: skip
    others = view.named(nearby[nearby["pool_id"] == row["pool_id"]]).to_dict("records")
    if not others:
        return told + " " + _("Nobody within reach has room.")
    return told + " " + _("Room for people near by: {others}.").format(others="; ".join(map(_other_words, others)))


def _other_words(other: dict[str, object]) -> str:
    """Another provider with its distance and its room."""
    km = float(str(other["distance_km"]))
    text = _("{other}, in the same township: {room}") if km < 0.5 else _("{other}, {km} km away: {room}")
    return text.format(other=view.provider_name(other), km=number(km), room=number(float(str(other["room_people"]))))


# --- Months -----------------------------------------------------------------------------------------------------------


def trend(found: Picture, source: str) -> None:
    """How the caseload went, month by month."""
    charts.show(trend_figure(found.trend), trend_title(found.trend), source, "caseload_trend")
    download(found.trend, view.trend_columns(), "caseload_by_month", _("Caseload by month"), source)


def trend_title(rows: pd.DataFrame) -> str:
    """How many more or fewer are carried than a year before."""
    now, before = int(rows["carried_people"].iloc[-1]), int(rows["carried_people"].iloc[-13])
    text = n_("{n} person is carried", "{n} people are carried", now).format(n=number(now))
    if now == before:
        return _("{now}, as many as twelve months before").format(now=text)
    words = _("{now}: {more} more than twelve months before") if now > before else _(
        "{now}: {more} fewer than twelve months before")  # fmt: skip
    return words.format(now=text, more=number(abs(now - before)))


def trend_figure(rows: pd.DataFrame) -> go.Figure:
    """People carried at the end of each month, Special Cases apart."""
    others = rows["carried_people"] - rows["special_people"]
    series = [
        Series(_("Other cases"), tuple(others), palette.PRIMARY),
        Series(_("Special Cases"), tuple(rows["special_people"]), palette.ACCENT, "diagonal"),
    ]
    figure = charts.stacked_by_year(range(len(rows)), series, _("people"), height_px=320)
    words = [month(day) for day in rows["at_on"]]
    for bar in figure.data:
        bar.x = words
    figure.update_xaxes(type="category", tickformat="", nticks=8, dtick=None)
    return fitted(figure)


# --- Case workers -----------------------------------------------------------------------------------------------------


def workers(rows: pd.DataFrame, limit_people: float, source: str) -> None:
    """Whom each case worker carries. rows: view.workers."""
    if rows.empty:
        empty(_("No case worker is recorded yet, and nobody is carried."))
        return
    known = rows["worker_id"].notna()
    over = int((rows["band"] == str(Band.OVER)).sum())
    alone = int(rows.loc[~known, "people"].sum())
    if view.sees_part_of_people():
        text = _("**{n}** case workers, with the people of your scope alone: their whole caseload is not told here.")
    else:
        text = _(
            "**{n}** case workers; overloaded: **{over}** (more than {limit} weighted cases). People without a "
            "case worker told: **{alone}**."
        )
    st.markdown(text.format(n=number(known.sum()), over=number(over), limit=number(limit_people), alone=number(alone)))
    told = rows.assign(
        worker=rows["worker_code"].where(known, _("no case worker told")), band_shown=rows["band"].where(known)
    )
    table(told, view.worker_columns(), "caseload_workers", _("Caseload of each case worker"), source)


# --- DSW offices ------------------------------------------------------------------------------------------------------


def offices(found: NearOffices, source: str) -> None:
    """Whom DSW carries, and whom it could help, near its offices (4.3)."""
    rows = found.offices[found.offices["people"] > 0]
    if rows.empty:
        empty(_("Nobody who needs support comes from a township within {km} km of a DSW office.").format(
            km=number(found.reach_km)))  # fmt: skip
        return
    shown = rows.head(_SHOWN)
    series = [Series(_(name), tuple(shown[key]), colour, pattern) for key, name, colour, pattern in _WAITING]
    figure = charts.stacked_bars(shown["place"].tolist(), series, _("people"), 110 + 26 * len(shown))
    charts.show(fitted(figure), office_title(found), source, "caseload_offices")
    note = _("Within {km} km of an office, each township at its nearest one. Further away: {far} people; township not "
             "known: {unknown}.").format(km=number(found.reach_km), far=number(found.elsewhere.people),
                                         unknown=number(found.unplaced.people))  # fmt: skip
    title = _("Those in need of support near DSW offices")
    table(found.offices, view.office_columns(), "caseload_dsw_offices", title, " ".join((note, source)))


def office_title(found: NearOffices) -> str:
    """How many near an office are with DSW, and how many with nobody."""
    near = found.near
    text = _(
        "Near DSW offices {all} people need support: {dsw} are with DSW, {others} with other providers, {alone} with "
        "nobody"
    )
    return text.format(
        all=number(near.people), dsw=number(near.government_people), others=number(near.others_people),
        alone=number(near.unassigned_people),
    )  # fmt: skip
