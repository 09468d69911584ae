"""The head of a case's page: its code, its stage and since when, what is known of the person, and lists beside it.

No name, no village, no day of birth: a code, an age in years, a township. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

import streamlit as st

from data.vocabulary import Stage
from ui import palette
from ui.case_timeline import STAGE_COLOURS
from ui.text import _, label, language

Tone = Literal["late", "soon", "plain", "past"]

_STAGES: Final = "".join(
    f".case-head .{code}, .case-row .{code} {{ background: {fill}; color: {ink}; }}\n"
    for code, (fill, ink) in STAGE_COLOURS.items()
)
STYLE: Final = f"""<style>
.case-head, .case-row, .case-list {{ color: {palette.INK}; font-size: .9rem; line-height: 1.5;
  overflow-wrap: anywhere; }}
.case-head.my, .case-row.my, .case-list.my {{ line-height: 1.9; }}
.case-head h2 {{ font-size: 1.5rem; margin: 0; padding: 0; letter-spacing: .01em; }}
.case-head .line {{ display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .8rem; }}
.case-chip {{ display: inline-block; border-radius: 999px; padding: .05rem .7rem; font-weight: 600;
  font-size: .84rem; }}
{_STAGES}.case-chip.special {{ background: {palette.PAPER}; color: {palette.ACCENT};
  border: 1px solid {palette.ACCENT}; }}
.case-soft {{ color: {palette.INK_SOFT}; font-size: .84rem; }}
.case-head dl {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .45rem .6rem;
  margin: .7rem 0 0; padding: 0; }}
.case-head dl div {{ background: {palette.PANEL}; border-radius: 6px; padding: .35rem .6rem; }}
.case-head dt {{ font-weight: 400; color: {palette.INK_SOFT}; font-size: .78rem; }}
.case-head dd {{ margin: 0; font-weight: 600; }} .case-head dd.none {{ font-weight: 400; color: {palette.INK_SOFT}; }}
.case-list ul, .case-list ol {{ list-style: none; margin: 0; padding: 0; }}
.case-list li {{ margin: 0; padding: .3rem 0; border-bottom: 1px solid {palette.GRID}; display: grid;
  grid-template-columns: auto minmax(0,1fr); gap: 0 .6rem; font-size: inherit; line-height: inherit; }}
.case-list li > b {{ grid-column: 2; font-weight: 600; }} .case-list li > span {{ grid-column: 2; }}
.case-list i {{ grid-row: 1 / span 2; font-style: normal; width: .7rem; height: .7rem; margin-top: .42rem;
  border: 2px solid {palette.PRIMARY}; background: {palette.PAPER}; transform: rotate(45deg); box-sizing: border-box; }}
.case-list .late i {{ background: {palette.ACCENT}; border-color: {palette.ACCENT}; }}
.case-list .late .when {{ color: {palette.ACCENT}; font-weight: 600; }}
.case-list .plain i, .case-list .past i {{ border-radius: 50%; transform: none; border-color: {palette.INK_SOFT}; }}
.case-list .past {{ color: {palette.INK_SOFT}; }} .case-list .past b {{ font-weight: 400; }}
</style>"""


@dataclass(frozen=True)
class Fact:
    """One thing known of the person; value None: not recorded."""

    name: str
    value: str | None


@dataclass(frozen=True)
class Line:
    """One line of a list beside the time line. when: a second line, e.g. how late it is."""

    what: str
    when: str
    tone: Tone


def head(case_code: str, stage: Stage | None, since: str, is_special: bool, facts: Sequence[Fact]) -> None:
    """Draw the head. since: worded; stage None: nothing has happened yet that tells it."""
    chip = f'<span class="case-chip {stage}">{escape(label(stage))}</span>' if stage else ""
    special = f'<span class="case-chip special">{escape(_("Special Case"))}</span>' if is_special else ""
    cells = "".join(_cell(fact) for fact in facts)
    st.html(
        f'{STYLE}<div class="case-head {language()}"><div class="line"><h2>{escape(case_code)}</h2>{chip}'
        f'<span class="case-soft">{escape(since)}</span>{special}</div><dl>{cells}</dl></div>'
    )


def _cell(fact: Fact) -> str:
    value = (
        f'<dd class="none">{escape(_("not recorded"))}</dd>' if fact.value is None else f"<dd>{escape(fact.value)}</dd>"
    )
    return f"<div><dt>{escape(fact.name)}</dt>{value}</div>"


def lines(items: Sequence[Line], title: str) -> None:
    """A short list, each line with its sign: a diamond where there is a day for it, a circle where there is none."""
    body = "".join(
        f'<li class="{item.tone}"><i></i><b>{escape(item.what)}</b>'
        f'<span class="when case-soft">{escape(item.when)}</span></li>'
        for item in items
    )
    st.html(f'{STYLE}<div class="case-list {language()}"><ul aria-label="{escape(title)}">{body}</ul></div>')
