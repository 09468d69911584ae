"""Figures of the indicators: small bars on a card, a number through time, and its parts; a gap is drawn as a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from analysis.intervals import Interval
from data.indicator_files import Indicator
from data.vocabulary_indicators import IndicatorKind
from ui import charts, palette
from ui.axes import fitted, wrapped
from ui.indicator_values import Answers, Measured, every_period, is_over, period_name
from ui.indicator_words import bounds, counted, not_a_value, plain_value, unit, value
from ui.text import _, number

_PAST: Final = "#b9c9cd"
_BAR: Final = "#a9cdd2"  # pale enough for whiskers and words in ink
_SMALL: Final = {"size": 11, "color": palette.INK_SOFT}
_SPARK_PX: Final = 34
_GROUND: Final = "rgba(255, 255, 255, 0.8)"
_BARS: Final = 10
_MOST_PARTS: Final = 25
_MOST_WORDS: Final = 14


@dataclass(frozen=True)
class Point:
    """One period or part: its name, its number (None: nothing was counted), and whether it is not over yet."""

    name: str
    found: Measured | None
    is_open: bool = False

    @property
    def value(self) -> float | None:
        """The value; None: n/a."""
        return None if self.found is None else self.found.value.value

    @property
    def interval(self) -> Interval:
        """The interval, with no bounds where there is no value."""
        return Interval(None) if self.found is None else self.found.value


def points(answers: Answers, key: str, as_of: pd.Timestamp) -> list[Point]:
    """One indicator period by period, from the first in which it counted anything to the last, gaps among them."""
    return [
        Point(
            period_name(at, answers.period), answers.measured(key, at), not is_over(at, answers.period, as_of.date())
        )
        for at in every_period(answers.periods(key), answers.period)
    ]  # fmt: skip


def spark(of: Sequence[Point], marked: str, target: float | None) -> str:
    """Small bars as HTML, the marked one dark, a dotted foot where there is no value, a broken line at the target.

    Empty for fewer than two periods.
    """
    shown = list(of)[-_BARS:]
    values = [point.value for point in shown]
    highest = max([*(value for value in values if value is not None), target or 0.0], default=0.0)
    if len(shown) < 2 or highest <= 0:
        return ""
    bars = "".join(_bar(point, highest, point.name == marked) for point in shown)
    line = "" if target is None else (
        f'<div style="position:absolute;left:0;right:0;bottom:{100 * target / highest:.0f}%;'
        f'border-top:1.5px dashed {palette.ACCENT}"></div>'
    )  # fmt: skip
    ends = f"<span>{escape(shown[0].name)}</span><span>{escape(shown[-1].name)}</span>"
    small = f"display:flex;justify-content:space-between;font-size:.7rem;color:{palette.INK_SOFT}"
    row = f"position:relative;display:flex;align-items:flex-end;gap:3px;height:{_SPARK_PX}px"
    told = escape("; ".join(_told(point) for point in shown))
    pictured = f'<div style="{row}">{bars}{line}</div><div style="{small}">{ends}</div>'
    return f'<div role="img" aria-label="{told}">{pictured}</div>'


def _bar(point: Point, highest: float, is_marked: bool) -> str:
    if point.value is None:
        return f'<div style="flex:1;height:100%;border-bottom:2px dotted {palette.INK_SOFT}"></div>'
    high = max(4.0, 100 * point.value / highest)
    colour = palette.PRIMARY if is_marked else _PAST
    return f'<div style="flex:1;height:{high:.0f}%;background:{colour};border-radius:1px"></div>'


def _told(point: Point) -> str:
    value = _("n/a") if point.value is None else number(point.value, 2)
    return f"{point.name}: {value}"


def trend(one: Indicator, of: Sequence[Point], target: float | None) -> go.Figure:
    """Bars with 95 % whiskers; a period without a value says n/a at its foot, one that is not over is lined."""
    figure = charts.plain(330, ("", unit(one) or _("share")))
    places, is_short = list(range(len(of))), len(of) <= _MOST_WORDS
    figure.add_bar(
        x=places, y=[point.value for point in of], error_y=_whiskers(of), marker=_marks(of),
        hovertext=[hover(one, point) for point in of], hoverinfo="text",
    )  # fmt: skip
    for place, point in enumerate(of):
        if point.value is None:
            figure.add_annotation(x=place, y=0, text=_("n/a"), showarrow=False, yshift=9, font=_SMALL)
        elif is_short:  # on a ground of its own, since a whisker may reach down to it
            figure.add_annotation(
                x=place, y=0, text=plain_value(one, point.value), showarrow=False, yshift=9, borderpad=1,
                bgcolor=_GROUND, font={"color": palette.INK, "size": 11},
            )  # fmt: skip
    _target(figure, one, target, along_x=False)
    figure.update_layout(bargap=0.3, showlegend=False, margin={"t": 24})
    every = max(1, -(-len(of) // _BARS))
    figure.update_xaxes(
        showgrid=False, zeroline=False, range=[-0.6, len(of) - 0.4], tickvals=places[::every],
        ticktext=[point.name for point in of][::every],
    )  # fmt: skip
    figure.update_yaxes(rangemode="tozero", tickformat=".0%" if one.unit == "share" else ",")
    return fitted(figure)


def parts(one: Indicator, of: Sequence[Point], target: float | None) -> go.Figure:
    """Lying bars with 95 % whiskers, the first part at the top; a part without a value says n/a."""
    shown = list(of)[:_MOST_PARTS]
    figure = charts.plain(110 + 30 * len(shown), (unit(one) or _("share"), ""))
    places = list(range(len(shown)))
    figure.add_bar(
        x=[point.value for point in shown], y=places, orientation="h", error_x=_whiskers(shown), marker=_marks(shown),
        hovertext=[hover(one, point) for point in shown], hoverinfo="text",
    )  # fmt: skip
    for place, point in zip(places, shown, strict=True):
        if point.value is None:
            figure.add_annotation(
                x=0, y=place, text=_("n/a"), showarrow=False, xanchor="left", xshift=4, font=_SMALL
            )  # fmt: skip
    _target(figure, one, target, along_x=True)
    figure.update_layout(bargap=0.35, showlegend=False, margin={"t": 24})
    figure.update_xaxes(rangemode="tozero", tickformat=".0%" if one.unit == "share" else ",", side="bottom")
    names = [wrapped(escape(f"{point.name} · {_rests_on(one, point)}", quote=False), 30) for point in shown]
    figure.update_yaxes(range=[len(shown) - 0.4, -0.6], showgrid=False, zeroline=False, tickvals=places, ticktext=names)
    return fitted(figure)


def _rests_on(one: Indicator, point: Point) -> str:
    """N and D in short, beside the name."""
    if point.found is None:
        return _("n/a")
    n = number(point.found.n, 0 if float(point.found.n).is_integer() else 1)
    if point.found.d is None or one.kind is IndicatorKind.MEDIAN:
        return _("n = {n}").format(n=n)
    return _("{n} of {d}").format(n=n, d=number(point.found.d, 0 if float(point.found.d).is_integer() else 1))


def most_parts() -> int:
    """How many parts a figure holds."""
    return _MOST_PARTS


def _whiskers(of: Sequence[Point]) -> dict[str, object]:
    def reach(point: Point, bound: float | None) -> float:
        value = point.value
        return abs(bound - value) if value is not None and bound is not None and abs(bound) != float("inf") else 0.0

    return {
        "type": "data", "symmetric": False, "color": palette.INK, "thickness": 1.4, "width": 4,
        "array": [reach(point, point.interval.high) for point in of],
        "arrayminus": [reach(point, point.interval.low) for point in of],
    }  # fmt: skip


def _marks(of: Sequence[Point]) -> dict[str, object]:
    shapes = ["/" if point.is_open else "" for point in of]
    lined = {"shape": shapes, "fgcolor": palette.PRIMARY, "fgopacity": 0.5, "size": 7, "solidity": 0.2}
    return {"color": _BAR, "pattern": lined | {"fillmode": "overlay"}, "line": {"color": palette.PRIMARY, "width": 1}}


def _target(figure: go.Figure, one: Indicator, target: float | None, along_x: bool) -> None:
    """A broken line with its words."""
    if target is None:
        return
    line = {"color": palette.ACCENT, "width": 2, "dash": "dash"}
    words = {"text": _("target {target}").format(target=plain_value(one, target)), "showarrow": False}
    font = {"size": 11, "color": palette.ACCENT}
    if along_x:
        figure.add_shape(type="line", x0=target, x1=target, y0=0, y1=1, yref="paper", line=line)
        figure.add_annotation(x=target, y=1, yref="paper", yanchor="bottom", font=font, **words)
    else:
        figure.add_shape(type="line", y0=target, y1=target, x0=0, x1=1, xref="paper", line=line)
        figure.add_annotation(
            y=1, x=1, xref="paper", yref="paper", xanchor="right", yanchor="bottom", font=font, **words
        )  # above the bars, which would hide it


def hover(one: Indicator, point: Point) -> str:
    """What a bar says: value, interval, N and D. Plotly reads some markup, so names are escaped."""
    name = escape(point.name, quote=False)
    if point.found is None or point.value is None:
        return f"{name}: {_('n/a')} {not_a_value(one, point.found)}"
    told = [f"{name}: {value(one, point.value)}", bounds(one, point.interval), counted(one, point.found)]
    return "<br>".join(text for text in told if text)
