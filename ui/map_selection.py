"""Which place is open: picked on the map, found by name or opened from a card; kept in the URL."""

from __future__ import annotations

from functools import cache

import pandas as pd
import streamlit as st

from data import reference
from geo.published import Boundaries
from ui import cached, state
from ui.assets import unit_codes
from ui.map_choice import MapChoice
from ui.map_layers import Frame
from ui.maps import Pick
from ui.text import _, day, language, number

KEY = "place"
_TURN = "atlas_map_turn"
_SEARCH = "w_map_search"
_YANGON, _MANDALAY = "MMR013", "MMR010"
_TOWN_KM2 = 150.0
_ISLAND = "MMR013032"  # Cocokyun belongs to Yangon Region and lies 400 km away


def place() -> str | None:
    """Code of the open township, district or state; None where none is."""
    code = state.page_value(KEY)
    return code if any(code in unit_codes(level) for level in "tds") else None


def picked(pick: Pick) -> None:
    """A click on the map: open the unit, leave the map where it is."""
    state.set_page_value(KEY, pick.code)


def open_place(code: str | None) -> None:
    """Open a place and bring the map to it."""
    state.set_page_value(KEY, code)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def search() -> None:
    """Find a township by either of its names; the keyboard's way to every card."""
    now = place()
    state.hold(_SEARCH, now if now in unit_codes("t") else None, starts_empty=True)
    st.selectbox(
        _("Find a township"),
        unit_codes("t"),
        index=None,
        format_func=_search_labels().__getitem__,
        key=_SEARCH,
        placeholder=_("Name in English or Burmese"),
        on_change=lambda: open_place(st.session_state[_SEARCH]),
    )


@cache
def _search_labels() -> dict[str, str]:
    """Both names and the district, since some townships share a name."""
    rows = reference.townships()
    return {r.ts_pcode: f"{r.ts_name_en} · {r.ts_name_my} · {r.dt_name_en}, {r.st_name_en}" for r in rows.itertuples()}


@cache
def township_names() -> dict[str, dict[str, str]]:
    """Names of every township by language."""
    rows = reference.townships()
    return {r.ts_pcode: {"en": r.ts_name_en, "my": r.ts_name_my} for r in rows.itertuples()}


def unit_at_level(code: str | None, choice: MapChoice) -> str | None:
    """The unit of the map's level that the open place is or lies in; None where the place holds several."""
    units = [] if code is None else list(townships_of(code)[choice.level.column].unique())
    return str(units[0]) if len(units) == 1 else None


def townships_of(code: str) -> pd.DataFrame:
    """The rows of the township table that belong to a township, district or state."""
    rows = cached.townships()
    return rows[(rows["ts_pcode"] == code) | (rows["dt_pcode"] == code) | (rows["st_pcode"] == code)]


def frame(boundaries: Boundaries, choice: MapChoice) -> Frame:
    """Words on the map, the selection, and where to look."""
    chosen = place()
    st.session_state.setdefault(_TURN, 1 if chosen else 0)
    turn = st.session_state[_TURN]
    schematic = boundaries.kind == "schematic"
    return Frame(
        language=language(),
        describe=_(
            "Map of Myanmar's townships. Arrow keys move it, plus and minus zoom; the search opens any township."
        ),
        views=(
            (_("Whole country"), None),
            (_("Yangon"), _town(_YANGON)),
            (_("Mandalay"), _town(_MANDALAY)),
        ),
        zoom_words=(_("Zoom in"), _("Zoom out")),
        badge=_("Schematic boundaries") if schematic else "",
        caption=_("State as of {day}").format(day=day(state.as_of())),
        selected=unit_at_level(chosen, choice),
        focus=chosen if turn else None,
        focus_turn=turn,
    )


@cache
def _town(state_code: str) -> tuple[str, ...]:
    """The small townships of a city: too small to click on a map of the country."""
    rows = reference.townships()
    small = (rows["st_pcode"] == state_code) & (rows["area_km2"] < _TOWN_KM2) & (rows["ts_pcode"] != _ISLAND)
    return tuple(rows.loc[small, "ts_pcode"])


def sources(boundaries: Boundaries) -> str:
    """What the map rests on, for the line below it."""
    version = "" if boundaries.kind == "schematic" else boundaries.version
    return _("Boundaries: {source} {version} ({n} townships drawn). Names and codes of places: MIMU.").format(
        source=_(boundaries.source), version=version, n=number(boundaries.townships_drawn)
    )
