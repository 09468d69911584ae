"""The parts of the page for donors, drawn from one edition; the planner's preview shows the same parts."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analysis.levels import Level
from analysis.publication import UNKNOWN, PublishedTable
from data.scope import Scope
from ui import charts, map_selection, palette, published_files, published_map, state
from ui import published_values as values
from ui import published_words as words
from ui.frame import Card, cards, empty
from ui.published_values import ALL, Edition
from ui.tables import Column, Kind, table
from ui.text import _, both_names, day, label, n_, number, plain

_PURPOSE_COLOUR = palette.PRIMARY
_ALONE = 8


def choose_edition(scope: Scope) -> Edition | None:
    """The newest publication, or the one that the reader chose; None where nothing was published yet."""
    found = values.editions(scope)
    if found.empty:
        return None
    rows = {str(row["version"]): row for row in found.to_dict("records")}
    now = state.page_value("edition", tuple(rows), next(iter(rows)))
    if len(rows) > 1:
        state.hold("w_published_edition", now)

        def changed() -> None:
            chosen = st.session_state["w_published_edition"]
            newest = next(iter(rows))
            state.set_page_value("edition", chosen if chosen in rows and chosen != newest else None)

        def said(version: str) -> str:
            row = rows[version]
            return words.edition_name(int(row["version"]), int(row["first_year"]), int(row["last_year"]))

        st.selectbox(_("Publication"), list(rows), format_func=said, key="w_published_edition", on_change=changed)
        if now != next(iter(rows)):
            st.info(_("There is a newer publication; this one is kept so that its figures stay to be found."))
    return values.edition(scope, rows[now])


def nothing_yet(may_publish: bool) -> None:
    """Where no table was published: what a planner does about it."""
    empty(
        _("No tables have been published yet. Open the page Publish, look at the preview and freeze the first version.")
        if may_publish
        else _(
            "No tables have been published yet. A planner of the Central Body publishes them on the page Publish; "
            "until then, the page Providers shows who works where."
        ),
        ":material/public:",
    )


def headline(edition: Edition, help: pd.DataFrame) -> None:
    """The few numbers that matter to those who pay for help."""
    districts = values.places(edition, Level.DISTRICT, help)
    districts = districts[districts["place_pcode"] != UNKNOWN]
    places, people = values.without_help(districts)
    shown = int(districts["is_shown"].sum())
    seen = values.seen_percent(edition, Level.DISTRICT)
    all_townships = int(districts["townships"].sum())
    cards(
        [
            Card(
                _("Victims"), words.figure(edition.total),
                _("people, {first} to {last}").format(first=edition.first_year, last=edition.last_year),
                _("People identified in these years and known on the day of the publication, rounded."),
            ),
            Card(
                _("Townships with a reintegration provider"), number(int(help["ts_pcode"].nunique())),
                _("of {n} townships").format(n=number(all_townships)),
                _("Townships where a reintegration provider is resident or comes to visit, with room or without."),
                to=("pages/see/providers.py", _("The directory")),
            ),
            Card(
                _("Districts with published victims and no provider"), number(places),
                _("of {n} districts shown").format(n=number(shown)),
                _("Districts whose figure is shown and where no township has a provider; {n} people.").format(
                    n=number(people)
                ),
            ),
            Card(
                _("Seen by district"), _("n/a") if seen is None else f"{number(seen)}%", _("of the published victims"),
                _("Share of the published total that stands in districts whose figure is shown. The rest is withheld "
                  "by district, and shown by state or for the country where that is safe."),
            ),
        ],
        per_row=4,
    )  # fmt: skip


# --- Places -----------------------------------------------------------------------------------------------------------


def where(edition: Edition, help: pd.DataFrame, as_of: date) -> None:
    """Map and table of the places: published victims beside who is there to help."""
    choice = published_map.choose()
    rows = values.places(edition, choice.level, help)
    source = words.source_with_directory(edition, day(as_of))
    st.markdown(conclusion(rows))
    published_map.show(edition, choice, rows, source)
    place_card(edition, help)
    told = rows.assign(
        name=rows["name"].where(rows["place_pcode"] != UNKNOWN, _("not recorded")),
        status=[_("shown") if shown else _("withheld") for shown in rows["is_shown"]],
        share=rows["share_percent"] / 100,
    )
    title = _("Victims and providers by {level}").format(level=label(choice.level).lower())
    table(
        told, place_columns(choice.level), f"published_places_{choice.level}", title, source, hxl=PLACE_TAGS,
        cover=published_files.cover(edition, title, source),
    )  # fmt: skip


PLACE_TAGS = {
    "name": "#geo+name", "state": "#adm1+name", "place_pcode": "#geo+code", "people": "#affected+victims+num",
    "status": "#meta+status", "share": "#indicator+victims+pct", "townships": "#indicator+townships+num",
    "helped_townships": "#reached+townships+num", "resident_townships": "#reached+townships+resident+num",
}  # fmt: skip


def place_columns(level: Level) -> list[Column]:
    """Columns of the table of places."""
    above = [] if level is Level.STATE else [Column("state", _("State or region"))]
    return [
        Column("name", label(level)), *above, Column("place_pcode", _("P-code")),
        Column("people", _("Victims"), _("people"), Kind.NUMBER), Column("status", _("Status")),
        Column("share", _("Share of the published total"), "", Kind.SHARE,
               help=_("Worked out from the rounded figures that are shown.")),
        Column("townships", _("Townships"), "", Kind.NUMBER),
        Column("helped_townships", _("Townships with a provider"), "", Kind.NUMBER),
        Column("resident_townships", _("Townships with a resident provider"), "", Kind.NUMBER),
    ]  # fmt: skip


def conclusion(rows: pd.DataFrame) -> str:
    """The map in a sentence or two, from shown figures alone."""
    known = rows[rows["place_pcode"] != UNKNOWN]
    shown = known[known["is_shown"]]
    if shown.empty:
        return _("At this level every figure is withheld. Choose larger areas above.")
    top = shown.sort_values("people", ascending=False, kind="stable").iloc[0]
    text = _(
        "**{shown} of {n}** places of this level have a figure; most victims come from **{place}** ({people})."
    ).format(
        shown=number(len(shown)), n=number(len(known)), place=plain(top["name"]), people=number(int(top["people"]))
    )
    alone = shown[shown["helped_townships"] == 0].sort_values("people", ascending=False, kind="stable")
    if alone.empty:
        return text + " " + _("Each of them has at least one township with a reintegration provider.")
    names = ", ".join(plain(name) for name in alone["name"].head(_ALONE))
    return text + " " + n_(
        "In {n} of them no township has a reintegration provider: {names}.",
        "In {n} of them no township has a reintegration provider: {names}.", len(alone),
    ).format(n=number(len(alone)), names=names + (" …" if len(alone) > _ALONE else ""))  # fmt: skip


def place_card(edition: Edition, help: pd.DataFrame) -> None:
    """The place that was clicked: its published figure at each level, and who is there."""
    map_selection.search()
    code = map_selection.place()
    if code is None:
        return
    inside = map_selection.townships_of(code)
    first = inside.iloc[0]
    levels = [level for level in Level if inside[level.column].nunique() == 1]
    with st.container(border=True, key="published_place"):
        names = {Level.TOWNSHIP: "ts", Level.DISTRICT: "dt", Level.STATE: "st"}
        st.markdown(f"##### {plain(both_names(first, names[levels[0]]))}")
        lines = []
        for level in levels:
            rows = values.places(edition, level, help).set_index("place_pcode")
            row = rows.loc[first[level.column]]
            lines.append(_("- {level} {name}: **{people}** victims; {helped} of {n} townships with a provider").format(
                level=label(level), name=plain(row["name"]), people=words.figure(row["people"]),
                helped=number(int(row["helped_townships"])), n=number(int(row["townships"])),
            ))  # fmt: skip
        st.markdown("\n".join(lines))
        st.button(
            _("Close"),
            key="w_published_close",
            icon=":material/close:",
            on_click=map_selection.open_place,
            args=(None,),
        )


# --- Years and categories ---------------------------------------------------------------------------------------------


def years(edition: Edition) -> None:
    """Corridors by year, as a figure and as a table."""
    rows = values.by_year(edition, PublishedTable.CORRIDOR, "corridor")
    parts, totals = rows[rows["corridor"] != ALL], values.totals_by_year(edition)
    hidden = int(parts["people"].isna().sum())
    shown = parts.dropna(subset=["people"]).rename(columns={"year": "case_year", "people": "victims_people"})
    if len(shown):
        names = {str(code): words.code("corridor", str(code)) for code in words.LISTS["corridor"]}
        known = totals.dropna(subset=["people"])
        line = charts.Reference(_("All corridors"), tuple(known["year"]), tuple(float(p) for p in known["people"]))
        series = charts.corridor_series(shown.astype({"victims_people": float}), edition.years, names)
        figure = charts.stacked_by_year(edition.years, series, _("people"), line)
        charts.show(
            figure, _("Victims by corridor and year"), f"{words.source(edition)} {words.withheld_count(hidden)}",
            "published_corridors",
        )  # fmt: skip
    _matrix(edition, PublishedTable.CORRIDOR)


def purposes(edition: Edition) -> None:
    """Purposes of the whole period as bars, and by year as a table."""
    rows = values.whole_by(edition, PublishedTable.PURPOSE, "purpose_group")
    shown = rows.dropna(subset=["people"]).sort_values("people", ascending=False)
    if len(shown):
        names = [words.code("purpose_group", code) for code in shown["purpose_group"]]
        hidden = len(rows) - len(shown)
        charts.show(
            charts.bars(names, [int(p) for p in shown["people"]], _("people"), _PURPOSE_COLOUR),
            _("Victims by purpose, whole period"), f"{words.source(edition)} {words.withheld_count(hidden)}",
            "published_purposes",
        )  # fmt: skip
    _matrix(edition, PublishedTable.PURPOSE)
    by_state = published_files.state_purpose(edition)
    if len(by_state):  # versions of before have no such table
        title, source = words.table_title(PublishedTable.STATE_PURPOSE), words.source(edition)
        table(
            by_state, published_files.state_purpose_columns(), "published_state_purpose", title, source,
            cover=published_files.cover(edition, title, source),
        )  # fmt: skip


def _matrix(edition: Edition, which: PublishedTable) -> None:
    title, source = words.table_title(which), words.source(edition)
    table(
        published_files.matrix(edition, which), published_files.matrix_columns(edition, which), f"published_{which}",
        title, source, cover=published_files.cover(edition, title, source),
    )  # fmt: skip


def people(edition: Edition) -> None:
    """Sex and age of the whole period."""
    title, source = words.table_title(PublishedTable.SEX_AGE), words.source(edition)
    table(
        published_files.sex_age_words(edition), published_files.sex_age_columns(), "published_sex_age", title, source,
        cover=published_files.cover(edition, title, source),
    )  # fmt: skip


# --- What is withheld -------------------------------------------------------------------------------------------------


def withheld(edition: Edition) -> None:
    """How much of each table is withheld, and why; from published values alone."""
    st.markdown(words.why(edition))
    rows = pd.DataFrame([
        {"table": words.table_title(str(part["table"])), "cells": part["cells"], "hidden": part["withheld_cells"],
         "hidden_share": part["withheld_cells_percent"] / 100,
         "people_share": None if part["people_percent"] is None else part["people_percent"] / 100}
        for part in edition.withheld
    ])  # fmt: skip
    heads = [
        Column("table", _("Table"), width="large"), Column("cells", _("Figures"), "", Kind.NUMBER),
        Column("hidden", _("Withheld"), _("figures"), Kind.NUMBER),
        Column("hidden_share", _("Share withheld"), "", Kind.SHARE),
        Column("people_share", _("People not in a shown figure of the finest level"), "", Kind.SHARE),
    ]  # fmt: skip
    title, source = _("What is withheld"), words.source(edition)
    table(rows, heads, "published_withheld", title, source, cover=published_files.cover(edition, title, source))


def method(edition: Edition) -> None:
    """How the tables were made, in a few sentences."""
    with st.expander(_("How these tables were made"), icon=":material/menu_book:"):
        lines = [
            _("A fixed list of tables is published, with no free filters: townships, districts, states and regions for "
              "the whole period; states and years; states and purposes for the whole period; purposes, corridors, sex "
              "and age for the country."),
            _("Every count below {n} is withheld, and so are further figures without which it could be worked out, "
              "also for an organisation that knows its own cases.").format(n=number(edition.least_shown)),
            _("Before a version is frozen, each withheld figure is attacked with linear programmes over all tables and "
              "all earlier versions together; each could still be anything from 0 to {n} at least.").format(
                n=number(edition.least_shown - 1)),
            _("Shown figures are rounded to the nearest {n}, so parts need not add up to totals. Percentages are "
              "worked out from the rounded figures.").format(n=number(edition.rounded_to)),
            _("The people of a year are those known on the day when that year was first published. People recorded "
              "later are added to a figure only once at least {n} of them fall into it; else it stays as it was."
            ).format(n=number(edition.least_shown)),
            _("A place is the home township of a person, not where the person lives now. Who helps where comes from "
              "the directory of providers, which is open."),
            _("The methods and their sources stand in docs/methods.md."),
        ]  # fmt: skip
        st.markdown("\n".join(f"- {line}" for line in lines))
        if edition.sha256:
            st.caption(_("Fingerprint (SHA-256): {hash}").format(hash=edition.sha256))
