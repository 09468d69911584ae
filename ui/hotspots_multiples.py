"""All years beside each other as small static drawings: one set of colours, a few kilobytes a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

import pandas as pd
import streamlit as st

from geo import boundaries
from geo.miniature import Miniature, miniature
from ui import cached, palette
from ui.map_layers import Look
from ui.map_legend import picture
from ui.text import language

_SHOWN_PX = 172
_STYLE = f"""<style>
.hot-years {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(9.2rem, 1fr)); gap: .6rem .4rem; }}
.hot-years figure {{ margin: 0; text-align: center; font-size: .84rem; color: {palette.INK}; line-height: 1.5; }}
.hot-years:lang(my) figure {{ line-height: 1.8; }}
.hot-years img {{ width: 100%; max-width: {_SHOWN_PX}px; height: auto; }}
.hot-years b {{ font-size: 1rem; }}
.hot-years small {{ display: block; color: {palette.INK_SOFT}; font-size: .78rem; }}
@media (max-width: 640px) {{ .hot-years {{ grid-template-columns: repeat(3, 1fr); gap: .4rem .2rem; }} }}
</style>"""
_HATCH = (
    "<defs><pattern id='h' width='5' height='5' patternUnits='userSpaceOnUse' patternTransform='rotate(45)'>"
    "<path d='M0,0V5' stroke='#7b878e' stroke-width='1.2'/></pattern></defs>"
)


@dataclass(frozen=True)
class Stamp:
    """One year: title, a line below it, the class of each township (in the order of unit_codes), text for readers
    who cannot see it; is_untested: hatched, since nothing could be told."""

    title: str
    under: str
    classes: tuple[int, ...]
    text: str
    is_untested: bool = False


@st.cache_data(show_spinner=False, max_entries=2)
def _drawing(geometry_file: str) -> Miniature:  # noqa: ARG001 (a new set of boundaries is drawn anew)
    townships = cached.townships()
    return miniature(boundaries.polygons(), dict(zip(townships["ts_pcode"], townships["st_pcode"], strict=True)))


def small_multiples(stamps: Sequence[Stamp], looks: Sequence[Look], base: int, geometry_file: str) -> None:
    """The stamps in a grid. base: the class that most townships have; the country is filled with it once."""
    drawn = _drawing(geometry_file)
    figures = "".join(_figure(stamp, looks, base, drawn) for stamp in stamps)
    st.html(f'{_STYLE}<div class="hot-years" lang="{language()}">{figures}</div>')


def _figure(stamp: Stamp, looks: Sequence[Look], base: int, drawn: Miniature) -> str:
    image = picture(svg(stamp, looks, base, drawn), drawn.width, drawn.height, f"{stamp.title}. {stamp.text}")
    under = f"<small>{escape(stamp.under)}</small>" if stamp.under else ""
    return f"<figure><figcaption><b>{escape(stamp.title)}</b>{under}</figcaption>{image}</figure>"


def svg(stamp: Stamp, looks: Sequence[Look], base: int, drawn: Miniature) -> str:
    """The country in the base class's colour, the other classes' townships on it, borders of states above."""
    codes = pd.Index(cached.townships()["ts_pcode"])
    order = sorted(range(len(codes)), key=lambda i: stamp.classes[i])
    parts = []
    for number, members in groupby(order, key=lambda i: stamp.classes[i]):
        if number != base:
            shapes = "".join(drawn.townships.get(str(codes[i]), "") for i in members)
            fill = looks[number].fill
            parts.append(f"<path d='{shapes}' fill='{fill}' stroke='{fill}' stroke-width='.4'/>")
    ground = "url(#h)" if stamp.is_untested else looks[base].fill
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='-1 -1 {drawn.width + 2} {drawn.height + 2}'>"
        f"{_HATCH if stamp.is_untested else ''}<path d='{drawn.country}' fill='{ground}'/>{''.join(parts)}"
        f"<path d='{drawn.states}' fill='none' stroke='#33444e' stroke-width='.45' stroke-opacity='.6'/>"
        f"<path d='{drawn.country}' fill='none' stroke='#51626d' stroke-width='.8'/></svg>"
    )
