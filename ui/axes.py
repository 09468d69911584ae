"""Axes with room for their words, in either language and on a narrow screen."""

from __future__ import annotations

import plotly.graph_objects as go

from ui import palette


def fitted(figure: go.Figure) -> go.Figure:
    """The figure with room for the words of its axes."""
    small = {"size": 12, "color": palette.INK_SOFT}
    figure.update_xaxes(automargin=True, title_standoff=10, title_font=small, ticks="")
    figure.update_yaxes(automargin=True, ticks="", ticklabelstandoff=4)
    return figure


def wrapped(text: str, letters: int) -> str:
    """A label broken into lines of about `letters` at its spaces, for an axis."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) + 1 > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)
