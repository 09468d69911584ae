"""A grid whose every cell says in words what its shade shows: read in greyscale, aloud and by keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from ui import palette
from ui.text import language

# Tone -> background, text: the worse the darker, so that a grey copy keeps the order.
_TONES: Final[dict[str, tuple[str, str]]] = {
    "good": ("#d7ebe6", palette.INK),
    "middling": ("#e0ad62", palette.INK),
    "bad": ("#7d2417", palette.PAPER),
    "open": (palette.PAPER, palette.INK),
    "none": (palette.PANEL, palette.INK_SOFT),
}
_CELLS: Final = "".join(f".grid td.{tone} {{ background: {b}; color: {ink}; }}\n" for tone, (b, ink) in _TONES.items())
STYLE: Final = f"""<style>
.grid {{ overflow: auto; max-height: 34rem; border: 1px solid {palette.GRID}; border-radius: 6px; }}
.grid:focus-visible {{ outline: 2px solid {palette.PRIMARY}; outline-offset: 2px; }}
.grid table {{ border-collapse: separate; border-spacing: 2px; width: 100%; font-size: .82rem; line-height: 1.35;
  margin: 0; }}
.grid.my table {{ line-height: 1.75; }}
.grid th, .grid td {{ padding: .3rem .5rem; border: 0; text-align: start; vertical-align: middle; }}
.grid td {{ min-width: 5.6rem; border-radius: 3px; }}
.grid td.open {{ box-shadow: inset 0 0 0 1px {palette.INK_SOFT}; }}
.grid thead th {{ position: sticky; top: 0; background: {palette.PAPER}; color: {palette.INK_SOFT}; z-index: 2;
  white-space: nowrap; }}
.grid th:first-child {{ position: sticky; left: 0; background: {palette.PAPER}; z-index: 1; min-width: 8.5rem;
  max-width: 15rem; overflow-wrap: anywhere; font-weight: 600; }}
.grid thead th:first-child {{ z-index: 3; }}
{_CELLS}</style>"""


@dataclass(frozen=True)
class Cell:
    """text: what it says, translated. tone: good, middling, bad, open (still to come) or none (nothing was asked)."""

    text: str
    tone: str


NOTHING: Final = Cell("–", "none")


def show(
    corner: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Mapping[str, Cell]]],
    title: str,
    names: Mapping[str, str] | None = None,
) -> None:
    """The grid. columns: keys in their order; rows: heading and key -> cell; names: key -> heading (else the key)."""
    shown = names or {}
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in (corner, *(shown.get(c, c) for c in columns)))
    body = "".join(f"<tr>{_row(heading, columns, cells)}</tr>" for heading, cells in rows)
    st.html(
        f'{STYLE}<div class="grid {language()}" tabindex="0" role="region" aria-label="{escape(title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(heading: str, columns: Sequence[str], cells: Mapping[str, Cell]) -> str:
    told = (cells.get(column, NOTHING) for column in columns)
    return f'<th scope="row">{escape(heading)}</th>' + "".join(
        f'<td class="{cell.tone}">{escape(cell.text)}</td>' for cell in told
    )
