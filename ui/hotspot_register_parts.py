"""The parts of the page Hot spots for those who plan: the analysis, the frozen lists, freezing one, and the meeting."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data.errors import N_
from data.vocabulary import Code
from ui import state
from ui.text import _, label

KEY: Final = "part"
_WIDGET: Final = "w_hotspots_part"


class Part(Code):
    """What the page is used for."""

    ANALYSIS = "analysis", N_("Analysis")
    LISTS = "lists", N_("Lists of the years")
    FREEZE = "freeze", N_("Freeze a list")
    MEETING = "meeting", N_("Meeting")


def now() -> Part:
    """The part that the URL names."""
    return Part(state.page_value(KEY, tuple(map(str, Part)), str(Part.ANALYSIS)))


def go(part: Part) -> None:
    """Open a part."""
    state.set_page_value(KEY, None if part is Part.ANALYSIS else str(part))


def switch() -> Part:
    """Draw the switch; returns the part that is open."""
    shown = now()
    state.hold(_WIDGET, shown)

    def changed() -> None:
        chosen = st.session_state[_WIDGET]
        go(Part(chosen) if chosen in set(Part) else shown)

    st.segmented_control(
        _("Hot spots for"), list(Part), required=True, format_func=label, key=_WIDGET, on_change=changed,
        label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    return shown
