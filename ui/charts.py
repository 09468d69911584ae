"""Figures: conclusion above, unit on the axis, source below; drawn offline and readable in greyscale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from ui import palette

FONTS: Final = "Source Sans, Noto Sans Myanmar, Padauk, Myanmar Text, Pyidaungsu, sans-serif"
_PAST: Final = "#b9c9cd"
_CONFIG: Final = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "displaylogo": False}


@dataclass(frozen=True)
class Series:
    """One colour of a stacked figure: its code in the palette's maps, its translated name, its values."""

    name: str
    values: tuple[float, ...]
    colour: str
    pattern: str = "none"


@dataclass(frozen=True)
class Reference:
    """An outside figure drawn beside ours: points (x, y), null where nothing was published."""

    name: str
    x: tuple[object, ...]
    y: tuple[float, ...]


def show(figure: go.Figure, title: str, source: str, key: str) -> None:
    """A figure with its conclusion above and its source below; without a tool bar, as wide as its place."""
    st.markdown(f"##### {title}")
    st.plotly_chart(figure, theme=None, config=_CONFIG, key=key, alt=title)
    st.caption(source)


def stacked_by_year(
    years: Sequence[int], series: Sequence[Series], unit: str, reference: Reference | None = None, height_px: int = 360
) -> go.Figure:
    """Bars by year, stacked in the order of `series`; an outside reference as a dashed line with marks."""
    figure = go.Figure(
        [go.Bar(name=s.name, x=list(years), y=list(s.values), marker=_marker(s), hovertemplate=_HOVER) for s in series]
    )
    if reference and reference.x:
        figure.add_scatter(
            name=reference.name,
            x=list(reference.x),
            y=list(reference.y),
            mode="lines+markers",
            line={"color": palette.REFERENCE_LINE, "dash": "dot", "width": 2},
            marker={"symbol": "diamond", "size": 8, "color": palette.PAPER, "line": {"width": 2}},
            hovertemplate=_HOVER,
        )
    figure.update_layout(**_layout(height_px), barmode="stack", bargap=0.25)
    figure.update_xaxes(**_AXIS, showgrid=False, tickformat="d", dtick=1 if len(years) <= 14 else None)
    figure.update_yaxes(**_AXIS, title=_unit(unit), rangemode="tozero", tickformat=",d")
    return figure


def bars(
    names: Sequence[str],
    values: Sequence[float],
    unit: str,
    colour: str = palette.PRIMARY,
    height_px: int | None = None,
) -> go.Figure:
    """Horizontal bars, the first name at the top, each with its value written at its end."""
    figure = go.Figure(
        go.Bar(
            x=list(values),
            y=list(names),
            orientation="h",
            marker={"color": colour},
            text=list(values),
            texttemplate="%{x:,}",
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:,}<extra></extra>",
        )
    )
    figure.update_layout(**_layout(height_px or 90 + 30 * len(names)), bargap=0.3, showlegend=False)
    figure.update_xaxes(**_AXIS, title=_unit(unit), rangemode="tozero")
    figure.update_yaxes(**_AXIS, showgrid=False, autorange="reversed")
    return figure


def stacked_bars(
    names: Sequence[str], series: Sequence[Series], unit: str, height_px: int | None = None, share: bool = False
) -> go.Figure:
    """Horizontal bars, stacked in the order of `series`; share: as parts of a whole."""
    figure = go.Figure(
        [
            go.Bar(
                name=s.name,
                x=list(s.values),
                y=list(names),
                orientation="h",
                marker=_marker(s),
                hovertemplate="%{y}, %{fullData.name}: %{x:.0%}<extra></extra>"
                if share
                else "%{y}, %{fullData.name}: %{x:,}<extra></extra>",
            )
            for s in series
        ]
    )
    figure.update_layout(**_layout(height_px or 110 + 34 * len(names)), barmode="stack", bargap=0.3)
    figure.update_xaxes(**_AXIS, title=_unit(unit), rangemode="tozero", tickformat=".0%" if share else ",d")
    figure.update_yaxes(**_AXIS, showgrid=False, autorange="reversed")
    return figure


def paired_bars(names: Sequence[str], series: Sequence[Series], unit: str, height_px: int | None = None) -> go.Figure:
    """Horizontal bars side by side for each name, one of each series, as shares of 1 written in percent."""
    figure = go.Figure(
        [
            go.Bar(
                name=s.name,
                x=list(s.values),
                y=list(names),
                orientation="h",
                marker=_marker(s),
                texttemplate="%{x:.0%}",
                textposition="outside",
                cliponaxis=False,
                hovertemplate="%{y}, %{fullData.name}: %{x:.1%}<extra></extra>",
            )
            for s in series
        ]
    )
    figure.update_layout(**_layout(height_px or 110 + 26 * len(names) * len(series)), barmode="group", bargap=0.35)
    figure.update_xaxes(**_AXIS, title=_unit(unit), rangemode="tozero", tickformat=".0%")
    figure.update_yaxes(**_AXIS, showgrid=False, autorange="reversed")
    return figure


def stacked_lines(
    x: Sequence[float],
    series: Sequence[Series],
    units: tuple[str, str],
    mark: Reference | None = None,
    height_px: int = 380,
) -> go.Figure:
    """Areas over a number, stacked in the order of `series`; units: of x and y; mark: points that stand out."""
    hover = "%{x:,}: %{y:,.1f}<extra>%{fullData.name}</extra>"
    figure = go.Figure()
    for place, one in enumerate(series):
        line = {"color": one.colour, "width": 2, "dash": ("solid", "dot", "dash")[place % 3]}
        figure.add_scatter(
            name=one.name, x=list(x), y=list(one.values), mode="lines+markers", stackgroup="all", line=line,
            marker={"size": 6}, hovertemplate=hover,
        )  # fmt: skip
    if mark and mark.x:
        figure.add_scatter(
            name=mark.name, x=list(mark.x), y=list(mark.y), mode="markers", hovertemplate=hover,
            marker={"symbol": "diamond", "size": 14, "color": palette.ACCENT,
                    "line": {"width": 2, "color": palette.PAPER}},
        )  # fmt: skip
    figure.update_layout(**_layout(height_px))
    figure.update_xaxes(**_AXIS, title=_unit(units[0]), tickformat=",d")
    figure.update_yaxes(**_AXIS, title=_unit(units[1]), rangemode="tozero", tickformat=",d")
    return figure


def stacked_days(days: Sequence[object], series: Sequence[Series], unit: str, height_px: int = 340) -> go.Figure:
    """Areas over the days, stacked in the order of `series`, each a count at the end of the day."""
    hover = "%{x|%Y-%m-%d}, %{fullData.name}: %{y:,}<extra></extra>"
    figure = go.Figure()
    for one in series:
        figure.add_scatter(
            name=one.name, x=list(days), y=list(one.values), mode="lines", stackgroup="all", line_shape="hv",
            line={"color": one.colour, "width": 1}, hovertemplate=hover,
        )  # fmt: skip
    figure.update_layout(**_layout(height_px))
    figure.update_xaxes(**_AXIS, showgrid=False, tickformat="%Y-%m")
    figure.update_yaxes(**_AXIS, title=_unit(unit), rangemode="tozero", tickformat=",d")
    return figure


def plain(height_px: int, units: tuple[str, str]) -> go.Figure:
    """An empty figure in the style of all others, to be drawn on; units: of x and y."""
    figure = go.Figure()
    figure.update_layout(**_layout(height_px))
    figure.update_xaxes(**_AXIS, title=_unit(units[0]))
    figure.update_yaxes(**_AXIS, title=_unit(units[1]))
    return figure


def spark(values: Sequence[float], first: str = "", last: str = "") -> str:
    """A row of small bars as HTML, the last one in the page's colour; first and last name the ends.

    Boxes alone: st.html takes no SVG, and six figures would cost more. Empty for fewer than three values or only zeros.
    """
    if len(values) < 3 or max(values) <= 0:
        return ""
    highs = [max(4, 100 * max(value, 0) / max(values)) for value in values]
    colours = [_PAST] * (len(values) - 1) + [palette.PRIMARY]
    bars_ = "".join(
        f'<div style="flex:1;height:{high:.0f}%;background:{colour};border-radius:1px"></div>'
        for high, colour in zip(highs, colours, strict=True)
    )
    ends = f"<span>{escape(first)}</span><span>{escape(last)}</span>"
    small = f"display:flex;justify-content:space-between;font-size:0.7rem;color:{palette.INK_SOFT}"
    row = f'<div style="display:flex;align-items:flex-end;gap:4px;height:32px">{bars_}</div>'
    return f'{row}<div style="{small}">{ends}</div>'


def corridor_series(by_year: pd.DataFrame, years: Sequence[int], names: Mapping[str, str]) -> list[Series]:
    """Series of each corridor present. by_year: case_year, corridor, victims_people. names: code -> translated name."""
    table = by_year.pivot_table(index="case_year", columns="corridor", values="victims_people", aggfunc="sum")
    table = table.reindex(index=list(years)).fillna(0)
    return [
        Series(names[code], tuple(int(v) for v in table[code]), colour, palette.CORRIDOR_PATTERNS[code])
        for code, colour in palette.CORRIDOR_COLOURS.items()
        if code in table
    ]


_HOVER: Final = "%{x}, %{fullData.name}: %{y:,}<extra></extra>"
_AXIS: Final = {
    "gridcolor": palette.GRID,
    "linecolor": palette.GRID,
    "zerolinecolor": palette.GRID,
    "tickfont": {"color": palette.INK_SOFT, "size": 12},
    "automargin": True,
    "fixedrange": True,
}


def _unit(text: str) -> dict[str, object]:
    """The title of an axis: its unit."""
    return {"text": text, "font": {"color": palette.INK_SOFT, "size": 12}, "standoff": 10}


def _marker(series: Series) -> dict[str, object]:
    """Colour with a pattern of thin lines in paper white, so that classes are told apart in greyscale."""
    pattern = {
        "shape": palette.PLOTLY_PATTERNS[series.pattern],
        "fgcolor": palette.PAPER,
        "fgopacity": 0.55,
        "size": 7,
        "solidity": 0.18,
        "fillmode": "overlay",
    }
    return {"color": series.colour, "pattern": pattern, "line": {"color": palette.PAPER, "width": 1}}


def _layout(height_px: int) -> dict[str, object]:
    return {
        "height": height_px,
        "margin": {"l": 8, "r": 24, "t": 8, "b": 8},
        "paper_bgcolor": palette.PAPER,
        "plot_bgcolor": palette.PAPER,
        "font": {"family": FONTS, "color": palette.INK, "size": 13},
        "hoverlabel": {"font": {"family": FONTS}},
        "legend": {"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom", "traceorder": "normal"},
    }
