"""Which view of the planner is open; kept in the URL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from data.errors import N_
from ui import (
    allocation_compare_view,
    allocation_draw,
    allocation_files,
    allocation_frontier_view,
    allocation_plan_view,
    allocation_stress_view,
    state,
)
from ui import allocation_work as work
from ui.frame import empty
from ui.text import _

TITLES: Final = {
    "plan": N_("Plan"),
    "frontier": N_("What more money brings"),
    "compare": N_("Compare plans"),
    "draw": N_("Draw by hand"),
    "stress": N_("If somebody leaves"),
}
_WIDGET: Final = "w_alloc_view"


def show() -> None:
    """The chooser and the chosen view."""
    now = state.page_value("tab", tuple(TITLES), "plan")
    state.hold(_WIDGET, now)
    st.segmented_control(
        _("View"), list(TITLES), format_func=lambda key: _(TITLES[key]), key=_WIDGET, on_change=_changed,
        label_visibility="collapsed",
    )  # fmt: skip
    views: dict[str, Callable[[], None]] = {
        "plan": _plan,
        "frontier": allocation_frontier_view.show,
        "compare": allocation_compare_view.show,
        "draw": allocation_draw.show,
        "stress": allocation_stress_view.show,
    }
    views[now]()


def _changed() -> None:
    chosen = st.session_state[_WIDGET]
    state.set_page_value("tab", chosen if chosen in TITLES else None)


def _plan() -> None:
    made = work.current().plan
    if made is None:
        if work.current().job is None:
            empty(_("There is no plan yet. Set a budget above and press “Find the best plan”."), ":material/route:")
        return
    allocation_plan_view.show(made)
    allocation_compare_view.save_form(made)
    allocation_files.downloads(made)
