"""One township among the hot spots: its years as bars, what is expected next, its rank and how sure that is."""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.hotspots import Hotspots
from data.vocabulary import SpaceTime
from ui import charts, palette
from ui.axes import fitted
from ui.charts import FONTS
from ui.hotspots_drawing import class_look, fixed
from ui.hotspots_ranking import expected_words
from ui.hotspots_values import Classes, Numbers, unit_names
from ui.hotspots_wait import counting
from ui.hotspots_words import period, rank_of
from ui.map_legend import swatch
from ui.map_selection import open_place
from ui.text import _, label, language, number, plain

_STYLE = f"""<style>
.hot-card {{ font-size: .9rem; color: {palette.INK}; line-height: 1.5; overflow-wrap: anywhere; }}
.hot-card:lang(my) {{ line-height: 1.85; }}
.hot-card h3 {{ font-size: 1.25rem; margin: 0; padding: 0; }}
.hot-card h3 small {{ font-weight: 400; font-size: 1rem; margin-left: .5rem; color: {palette.INK_SOFT}; }}
.hot-card .soft {{ color: {palette.INK_SOFT}; font-size: .83rem; }}
.hot-card .facts {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .5rem;
  margin: .6rem 0; }}
.hot-card .facts div {{ background: {palette.PANEL}; border-radius: 6px; padding: .4rem .6rem; }}
.hot-card .facts strong {{ display: block; font-size: 1.2rem; line-height: 1.35; }}
.hot-card img {{ vertical-align: -3px; margin-right: .4rem; }}
</style>"""


def card(code: str, numbers: Numbers, found: Hotspots, rows: pd.DataFrame, pool: int) -> None:
    """Everything about one township; its kind comes last, since that may take seconds. rows: ranked."""
    unit = numbers.units().unit_of()[code]
    row = rows[rows["unit_pcode"] == unit].iloc[0]
    st.html(_STYLE + f'<div class="hot-card" lang="{language()}">{_head(row)}{_facts(row, found, pool)}</div>')
    st.html(f'<div class="hot-card" lang="{language()}">{_around(row, found)}</div>')
    kind = st.empty()
    series(unit, numbers, found.year)
    st.button(_("Close"), icon=":material/close:", on_click=open_place, args=(None,), key="hotspots_card_close")
    with counting(kind) as tell:
        classes = numbers.classes(found.year, tell)
    kind.html(f'<div class="hot-card" lang="{language()}">{_class(unit, classes)}</div>')


def _head(row: pd.Series) -> str:
    other = "en" if language() == "my" else "my"
    codes = ", ".join(row["ts_pcodes"])
    return (
        f"<h3>{escape(row[f'name_{language()}'])}<small>{escape(row[f'name_{other}'])}</small></h3>"
        f'<div class="soft">{escape(row[f"state_{language()}"])} · {escape(codes)}</div>'
    )


def _facts(row: pd.Series, found: Hotspots, pool: int) -> str:
    years = period(found.year, pool)
    cells = [
        (number(row["victims_people"]), _("Victims {years} (people)").format(years=years)),
        (rank_of(row), _("Rank of {n}, with its 90 % interval").format(n=number(len(found.frame)))),
        (fixed(row["smoothed_per_100k"]), _("Smoothed, per 100,000 a year")),
        (fixed(row["rate_per_100k"]), _("Unsmoothed, per 100,000 a year")),
    ]
    boxes = "".join(f"<div><strong>{escape(value)}</strong>{escape(words)}</div>" for value, words in cells)
    return f'<div class="facts">{boxes}</div>'


def _around(row: pd.Series, found: Hotspots) -> str:
    if found.untested:
        return f"<div>{escape(_('Hot or cold: could not be tested.'))} {escape(label(found.untested))}.</div>"
    word = _("hot") if row["is_hot"] else _("cold") if row["is_cold"] else _("neither hot nor cold")
    text = _(
        "By Gi* {word}: {people} victims here and in the townships that touch it, where its population would give "
        "{expected} at the country's rate."
    ).format(word=word, people=number(row["around_people"]), expected=fixed(row["around_expected_people"]))
    return f"<div>{escape(text)}</div>"


def _class(unit: str, classes: Classes) -> str:
    if classes.untold:
        return f"<div>{escape(_('Kind of hot spot: could not be told.'))} {escape(label(classes.untold))}.</div>"
    row = classes.frame[classes.frame["unit_pcode"] == unit].iloc[0]
    code = SpaceTime(row["space_time"])
    hot = _("Hot in the periods ending {years}.").format(years=", ".join(map(str, row["hot_years"])))
    more = f"{_(code.rule)}. {hot}" if row["hot_years"] else f"{_(code.rule)}."
    return f'<div>{swatch(class_look(code))}{escape(label(code))}: <span class="soft">{escape(more)}</span></div>'


def series(unit: str, numbers: Numbers, year: int) -> None:
    """People by year as bars; after the last whole year the number to expect, hatched, with its interval."""
    panel, told = numbers.panel(), numbers.forecast(year)
    position = panel.units.codes.index(unit)
    counts = [int(n) for n in panel.counts[position]]
    figure = go.Figure(
        go.Bar(
            x=list(panel.years), y=counts, text=[number(n) for n in counts], textposition="outside", cliponaxis=False,
            marker={"color": [palette.PRIMARY if y == year else "#b9c9cd" for y in panel.years]},
            hovertemplate="%{x}: %{y:,}<extra></extra>",
        )
    )  # fmt: skip
    title = _("Victims by year (people)")
    if told:
        row = told.frame.iloc[position].to_dict()
        figure.add_trace(_expected_bar(told.year, row))
        title = _("Victims by year, and {year} expected: {expected} (90 % interval), from the years to {last}").format(
            year=told.year, expected=expected_words(row), last=told.year - 1
        )
    figure.update_layout(
        height=230, margin={"l": 4, "r": 8, "t": 18, "b": 4}, showlegend=False, barmode="overlay", bargap=0.25,
        paper_bgcolor=palette.PAPER, plot_bgcolor=palette.PAPER,
        font={"family": FONTS, "color": palette.INK, "size": 12},
    )  # fmt: skip
    figure.update_xaxes(tickformat="d", dtick=1, tickangle=-90, fixedrange=True, showgrid=False)
    figure.update_yaxes(gridcolor=palette.GRID, rangemode="tozero", fixedrange=True, tickformat=",d", nticks=4)
    name = unit_names(panel.units)[position]
    charts.show(fitted(figure), plain(title), _("{name}. Hatched: expected, the line is the interval.").format(
        name=plain(name)), key=f"hotspots_series_{unit}")  # fmt: skip


def _expected_bar(year: int, row: dict[str, float]) -> go.Bar:
    expected, low, high = (float(row[name]) for name in ("expected_people", "low_people", "high_people"))
    return go.Bar(
        x=[year], y=[expected], width=0.45,
        marker={"color": palette.PAPER, "line": {"color": palette.INK, "width": 1.2},
                "pattern": {"shape": "/", "fgcolor": palette.INK, "size": 6, "solidity": 0.2}},
        error_y={"type": "data", "array": [max(high - expected, 0)], "arrayminus": [max(expected - low, 0)],
                 "color": palette.INK, "thickness": 1.6, "width": 6},
        hovertemplate=f"{year}: {expected:.1f} ({low:.0f}–{high:.0f})<extra></extra>",
    )  # fmt: skip
