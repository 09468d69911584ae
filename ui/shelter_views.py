"""Which part of the shelter register is open; kept in the URL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from data.errors import N_
from ui import shelter_census, shelter_complete, shelter_form, shelter_list, shelter_return, state
from ui.text import _

TITLES: Final = {
    "moves": N_("In and out"),
    "census": N_("Census"),
    "form": N_("One-page form"),
    "complete": N_("Completeness"),
    "return": N_("Annual return"),
}
_WIDGET: Final = "w_shelter_view"


def show() -> None:
    """The chooser and the chosen part; the others are not worked out."""
    now = state.page_value("tab", tuple(TITLES), "moves")
    state.hold(_WIDGET, now)
    st.segmented_control(
        _("Part"), list(TITLES), format_func=lambda key: _(TITLES[key]), key=_WIDGET, on_change=_changed,
        label_visibility="collapsed",
    )  # fmt: skip
    views: dict[str, Callable[[], None]] = {
        "moves": shelter_list.show,
        "census": shelter_census.show,
        "form": shelter_form.show,
        "complete": shelter_complete.show,
        "return": shelter_return.show,
    }
    views[now]()


def _changed() -> None:
    chosen = st.session_state[_WIDGET]
    state.set_page_value("tab", chosen if chosen in TITLES else None)
