"""Figures of the Stages page: the way of a cohort, and curves of those who still wait; both are read without colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import plotly.graph_objects as go

from analysis.cohort import Cohort
from analysis.survival import Curve, Curves
from ui import charts, palette
from ui.axes import fitted, wrapped
from ui.charts import Series
from ui.text import _, number

# Line and mark of each curve, the darkest first.
_LINES: Final = (
    (palette.CORRIDOR_COLOURS["china"], "solid", "circle"),
    ("#b4561f", "dash", "square"),
    ("#4a8a68", "dot", "diamond"),
    ("#8c6bb1", "dashdot", "triangle-up"),
    ("#51626d", "longdash", "x"),
    ("#98872a", "longdashdot", "star"),
)
_CURVES_SHARE: Final = 0.42
_NUMBER_PX: Final = 22  # half of the number that stands below the first tick


def cohort_figure(found: Cohort) -> go.Figure:
    """A bar a step, each as long as the cohort: reached (with its number), passed over, not so far."""
    names = [wrapped(escape(_(step.name)), 16) for step in found.steps]
    series = [
        Series(_("Reached"), tuple(s.reached_people for s in found.steps), palette.PRIMARY),
        Series(
            _("Not recorded, but a later step is"), tuple(s.passed_over_people for s in found.steps),
            palette.CORRIDOR_COLOURS["other_abroad"], "dots",
        ),
        Series(_("Not so far"), tuple(s.before_people for s in found.steps), palette.GRID, "backdiagonal"),
    ]  # fmt: skip
    figure = charts.stacked_bars(names, series, _("people"), 130 + 44 * len(names))
    for bar in figure.data:
        least = found.people * 0.06
        bar.text = [number(value) if value >= least else "" for value in bar.x]
        bar.textposition, bar.insidetextanchor, bar.textangle = "inside", "middle", 0
    paper = {"color": palette.PAPER, "size": 13}
    ink = {"color": palette.INK, "size": 13}
    for bar, font in zip(figure.data, (paper, ink, ink), strict=True):
        bar.textfont = font
    figure.update_layout(legend={"y": 1.02, "yanchor": "bottom"}, margin={"t": 60})
    return fitted(figure)


def curves_figure(found: Curves, names: Mapping[str, str], unit: str, height_px: int = 460) -> go.Figure:
    """Share still waiting by days, with bands, marks on the curves and the numbers at risk below the axis.

    names: part -> translated name. unit: of the upper axis.
    """
    figure = charts.plain(height_px + 24 * len(found.curves), (_("days"), unit))
    for curve, (colour, dash, mark) in zip(found.curves, _styles(len(found.curves)), strict=True):
        _band(figure, curve, colour)
        _line(figure, curve, names[curve.part], (colour, dash, mark), found.tick_days)
    _at_risk(figure, found)
    end = found.tick_days[-1]
    figure.update_xaxes(range=[0, end * 1.02], tickvals=list(found.tick_days), anchor="y")
    low = 0.12 + 0.055 * len(found.curves)
    figure.update_layout(
        yaxis={"domain": [min(low + 0.14, 0.6), 1], "range": [0, 1.02], "tickformat": ".0%"},
        yaxis2={
            "domain": [0, min(low, _CURVES_SHARE)], "range": [len(found.curves) - 0.4, -1.3], "showgrid": False,
            "tickvals": list(range(len(found.curves))), "ticktext": [_short(names[c.part]) for c in found.curves],
            "tickfont": {"size": 11, "color": palette.INK_SOFT}, "zeroline": False, "fixedrange": True,
            "automargin": True,
        },
        legend={"y": 1.02, "yanchor": "bottom"}, margin={"t": 40, "r": 30},
    )  # fmt: skip
    fitted(figure).update_layout(yaxis2={"ticklabelstandoff": _NUMBER_PX})
    return figure


def _styles(many: int) -> Sequence[tuple[str, str, str]]:
    return [_LINES[k % len(_LINES)] for k in range(many)]


def _band(figure: go.Figure, curve: Curve, colour: str) -> None:
    """The 95 % band as a pale area behind the curve."""
    days = [*curve.days, *reversed(curve.days)]
    bounds = _stepped(curve.days, curve.high_0_1), _stepped(curve.days, curve.low_0_1)
    x = [*bounds[0][0], *reversed(bounds[1][0])]
    y = [*bounds[0][1], *reversed(bounds[1][1])]
    if days:
        figure.add_scatter(
            x=x, y=y, fill="toself", mode="lines", line={"width": 0}, fillcolor=_pale(colour), hoverinfo="skip",
            showlegend=False,
        )  # fmt: skip


def _stepped(days: Sequence[float], shares: Sequence[float]) -> tuple[list[float], list[float]]:
    """The corners of a line that holds its height until the next day."""
    x, y = [days[0]], [shares[0]]
    for day, share in zip(days[1:], shares[1:], strict=True):
        x += [day, day]
        y += [y[-1], share]
    return x, y


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.14)"


def _line(figure: go.Figure, curve: Curve, name: str, style: tuple[str, str, str], ticks: Sequence[int]) -> None:
    """The curve, with a mark at each tick, so that curves are told apart without colour."""
    colour, dash, mark = style
    figure.add_scatter(
        x=list(curve.days), y=list(curve.waiting_0_1), mode="lines", line_shape="hv", name=escape(name),
        line={"color": colour, "width": 2.2, "dash": dash}, legendgroup=curve.part, showlegend=False,
        hovertemplate="%{x:,}: %{y:.0%}<extra>" + escape(name) + "</extra>",
    )  # fmt: skip
    marks = [tick for tick in ticks if tick <= curve.days[-1]]
    figure.add_scatter(
        x=marks, y=[_at(curve, tick) for tick in marks], mode="lines+markers", name=escape(name),
        legendgroup=curve.part, line={"color": colour, "width": 0, "dash": dash},
        marker={"symbol": mark, "size": 9, "color": colour, "line": {"width": 1, "color": palette.PAPER}},
        hoverinfo="skip",
    )  # fmt: skip


def _at(curve: Curve, day: float) -> float:
    """Share that still waits after a day."""
    return [share for at, share in zip(curve.days, curve.waiting_0_1, strict=True) if at <= day][-1]


def _at_risk(figure: go.Figure, found: Curves) -> None:
    """How many still wait just before each tick: a line of numbers for each curve, its name in front."""
    for row, curve in enumerate(found.curves):
        figure.add_scatter(
            x=list(found.tick_days), y=[row] * len(found.tick_days), mode="text", yaxis="y2", showlegend=False,
            text=[number(people) for people in curve.at_risk], hoverinfo="skip", cliponaxis=False,
            textfont={"size": 12, "color": palette.INK},
        )  # fmt: skip
    figure.add_annotation(
        x=0, xref="paper", y=-1, yref="y2", text=escape(_("Still waiting (people)")), showarrow=False, xanchor="left",
        font={"size": 12, "color": palette.INK_SOFT},
    )  # fmt: skip


def _short(name: str) -> str:
    return wrapped(escape(name), 12)
