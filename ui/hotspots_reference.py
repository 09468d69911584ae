"""The hot spots of 2010 as a line of reference: how much of each year since lies in them."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.hotspots_2010 import ALL_ST_PCODES, HotSpot2010, against_2010, by_place
from ui import cached, charts, palette
from ui.axes import fitted
from ui.charts import FONTS
from ui.export import Column, Kind
from ui.hotspots_choice import HotspotChoice
from ui.hotspots_values import Numbers
from ui.hotspots_words import limits, period, reference
from ui.tables import table
from ui.text import _, label, number, percent

_HEIGHT_PX: Final = 320


def view(numbers: Numbers, choice: HotspotChoice, source: str) -> None:
    """The share of every year's victims, and the chosen year place by place."""
    found, most = numbers.year(choice.year, choice.pool), int(cached.settings()["hotspots_listed"])
    told, years = against_2010(found.frame, most), period(choice.year, choice.pool)
    st.markdown(reference(told, years))
    st.markdown(
        _(
            "The workshop of October 2010 named Northern Shan, Yangon, Bago, Mon and Kayin as the places most victims "
            "came from (4.1). It named whole states and regions without numbers, so only shares can be compared."
        )
    )
    shares = shares_by_year(numbers, choice)
    title = _("Victims from the five hot spots of 2010 (share of those with a known township)")
    charts.show(_figure(shares, told.population_0_1, choice.year), title, source, key="hotspots_2010")
    st.markdown(f"##### {_('{years}, place by place').format(years=years)}")
    rows = by_place(found.frame, most)
    rows["name"] = [_("Everywhere else") if code is None else label(HotSpot2010(code)) for code in rows["hotspot"]]
    table(rows, _columns(most), "hot_spots_2010", _("Hot spots of 2010 and {years}").format(years=years), source)
    st.markdown("  \n".join(limits(numbers, [found], choice.pool)))


def shares_by_year(numbers: Numbers, choice: HotspotChoice) -> pd.DataFrame:
    """year, victims_0_1 (NaN without victims), people: in the five places; all_people; of the chosen years."""
    panel = numbers.pooled(choice.pool)
    inside = pd.Series(panel.units.st_pcode).isin(ALL_ST_PCODES).to_numpy(bool)
    rows = []
    for year in choice.years:
        people = panel.of(year)
        whole = int(people.sum())
        own = int(people[inside].sum())
        rows.append((year, own / whole if whole else float("nan"), own, whole))
    return pd.DataFrame(rows, columns=["year", "victims_0_1", "people", "all_people"])


def _figure(shares: pd.DataFrame, population_0_1: float, year: int) -> go.Figure:
    words = [
        _("{people} of {all}").format(people=number(own), all=number(whole))
        for own, whole in zip(shares["people"], shares["all_people"], strict=True)
    ]
    figure = go.Figure(
        go.Bar(
            x=list(shares["year"]), y=list(shares["victims_0_1"]), width=0.6,
            marker={"color": [palette.PRIMARY if y == year else "#b9c9cd" for y in shares["year"]]},
            text=[percent(share) for share in shares["victims_0_1"]], textposition="outside", cliponaxis=False,
            customdata=words, hovertemplate="%{x}: %{y:.0%} (%{customdata})<extra></extra>",
        )
    )  # fmt: skip
    figure.add_hline(
        y=population_0_1, line={"dash": "dot", "color": palette.INK, "width": 2},
        annotation={"text": _("share of the population: {share}").format(share=percent(population_0_1)),
                    "font": {"color": palette.INK, "size": 12}, "bgcolor": palette.PAPER},
        annotation_position="top left",
    )  # fmt: skip
    figure.update_layout(
        height=_HEIGHT_PX, margin={"l": 4, "r": 8, "t": 24, "b": 4}, paper_bgcolor=palette.PAPER,
        plot_bgcolor=palette.PAPER, font={"family": FONTS, "color": palette.INK, "size": 13}, showlegend=False,
    )  # fmt: skip
    figure.update_xaxes(tickformat="d", dtick=1, fixedrange=True, showgrid=False)
    figure.update_yaxes(range=[0, 1.05], tickformat=".0%", gridcolor=palette.GRID, fixedrange=True)
    return fitted(figure)


def _columns(most: int) -> list[Column]:
    return [
        Column("name", _("Hot spot of 2010")),
        Column("victims_people", _("Victims"), _("people"), Kind.NUMBER),
        Column("victims_0_1", _("Share of the victims"), kind=Kind.SHARE),
        Column("population_0_1", _("Share of the population"), kind=Kind.SHARE),
        Column("per_100k", _("Victims per 100,000"), kind=Kind.DECIMAL),
        Column("top_units", _("Townships among the {n} highest").format(n=number(most)), kind=Kind.NUMBER),
        Column("hot_units", _("Hot townships (Gi*)"), kind=Kind.NUMBER),
    ]
