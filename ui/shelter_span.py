"""Which shelter and which year the shelter register shows, kept in the URL; and the record that rows were looked at."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from queries.shelter_register import Span
from ui import shelter_words as words
from ui import state
from ui.text import _

_YEAR, _SHELTER = "w_shelter_year", "w_shelter_place"
EVERY: Final = "all"


def years() -> list[int]:
    """The years that can be asked about, latest first."""
    last = state.as_of().year
    return list(range(last, min(state.bounds().first_year, last) - 1, -1))


def choose(with_shelter: bool = True) -> Span:
    """The two choosers; the span that they choose."""
    left, right = st.columns(2)
    with left:
        year = _year()
    with right:
        shelter = _shelter() if with_shelter else None
    return span_of(year, shelter)


def span_of(year: int, shelter: str | None) -> Span:
    """A year as far as the as-of date."""
    as_of = state.as_of()
    return Span(date(year, 1, 1), min(date(year, 12, 31), as_of), as_of, shelter)


def _year() -> int:
    offered = years()
    now = int(state.page_value("year", tuple(map(str, offered)), str(offered[0])))
    state.hold(_YEAR, now)
    st.selectbox(_("Year"), offered, key=_YEAR, on_change=_changed, args=(_YEAR, "year"))
    return now


def _shelter() -> str | None:
    offered = words.shelters(state.scope())
    now = state.page_value("shelter", tuple(offered), EVERY)
    state.hold(_SHELTER, now)
    st.selectbox(
        _("DSW shelter"), [EVERY, *offered], key=_SHELTER, on_change=_changed, args=(_SHELTER, "shelter"),
        format_func=lambda code: _("All DSW shelters in your scope") if code == EVERY else offered.get(code, code),
    )  # fmt: skip
    return None if now == EVERY else now


def _changed(widget: str, key: str) -> None:
    chosen = st.session_state[widget]
    state.set_page_value(key, None if chosen == EVERY else str(chosen))
