"""The form: what may be spent, on what, for whom, and what a plan has to keep to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analysis.allocation_problem import PLACED, Option
from data.settings import SETTINGS
from data.vocabulary import Corridor
from ui import allocation_work as work
from ui import cached
from ui.allocation_asked import (
    EFFORT_KEYS,
    LIMIT_KEYS,
    MINIMUM_KEYS,
    PRICE_KEYS,
    WEIGHT_KEYS,
    Asked,
)
from ui.allocation_words import search_labels, states
from ui.text import _, label

_WIDE, _NARROW = 210, 150
_MOST_OF_ONE = 1000


def form(is_open: bool) -> None:
    """Draw the form; its button begins the search."""
    asked, settings = work.current().asked, cached.settings()
    with st.expander(_("What may be spent, and on what"), expanded=is_open, icon=":material/tune:"):
        _form(asked, settings)


def _form(asked: Asked, settings: Mapping[str, float]) -> None:
    kept = asked.kept(settings)
    with st.form(key="allocation", border=False, enter_to_submit=True):
        first = _first(asked)
        st.markdown(f"**{_('Ways to help')}**")
        st.caption(
            _("Costs and room are assumed; set by your organisation in the settings. A change here counts for this "
              "plan only.")
        )  # fmt: skip
        numbers = _numbers(asked, kept)
        with st.expander(_("Who counts how much")):
            weights = _values(WEIGHT_KEYS, kept)
        with st.expander(_("Limits: townships left out, shares, distances, time")):
            limits = _limits(asked)
            values = _values((*LIMIT_KEYS, *EFFORT_KEYS), kept)
        pressed = st.form_submit_button(
            _("Find the best plan"), type="primary", icon=":material/play_arrow:", disabled=bool(work.current().job)
        )
    if pressed:
        least, most, prices = numbers
        changed = {k: v for k, v in (prices | weights | values).items() if v != settings[k]}
        work.begin_plan(Asked(**first, **limits, least=least, most=most, values=tuple(changed.items())))
        st.rerun()


def _first(asked: Asked) -> dict[str, Any]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        budget = st.number_input(
            _("Budget for a year (US dollars)"), 0.0, 1e9, asked.budget_usd, 5000.0, "%.0f", key="w_alloc_budget",
            width=_WIDE,
        )  # fmt: skip
        keeps = st.toggle(_("Keep every existing provider"), asked.keeps_existing, key="w_alloc_keeps")
        child = st.toggle(label(Option.MINIMUM_CHILD), asked.minimum_child, key="w_alloc_child")
        adult = st.toggle(label(Option.MINIMUM_ADULT), asked.minimum_adult, key="w_alloc_adult")
    return {"budget_usd": budget, "keeps_existing": keeps, "minimum_child": child, "minimum_adult": adult}


Numbers = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...], dict[str, float]]


def _numbers(asked: Asked, kept: Mapping[str, float]) -> Numbers:
    """least, most, and the prices by their setting."""
    least: list[tuple[str, int]] = []
    most: list[tuple[str, int]] = []
    prices: dict[str, float] = {}
    for option in PLACED:
        st.markdown(label(option))
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"alloc_row_{option}"):
            low = st.number_input(
                _("At least"), 0, _MOST_OF_ONE, dict(asked.least).get(str(option), 0), 1, key=f"w_alloc_least_{option}",
                width=_NARROW,
            )  # fmt: skip
            high = st.number_input(
                _("At most"), 0, _MOST_OF_ONE, dict(asked.most).get(str(option)), 1, key=f"w_alloc_most_{option}",
                placeholder=_("no limit"), width=_NARROW,
            )  # fmt: skip
            cost, room = PRICE_KEYS[option]
            prices[cost] = _value(cost, kept, _("Cost (US dollars a year)"))
            prices[room] = _value(room, kept, _("Can carry (people)"))
        least += [(str(option), int(low))] if low else []
        most += [(str(option), int(high))] if high is not None else []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        prices |= {key: _value(key, kept) for key in MINIMUM_KEYS.values()}
    return tuple(least), tuple(most), prices


def _values(keys: tuple[str, ...], kept: Mapping[str, float]) -> dict[str, float]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return {key: _value(key, kept) for key in keys}


def _value(key: str, kept: Mapping[str, float], title: str | None = None) -> float:
    setting = SETTINGS[key]
    whole = float(setting.default).is_integer() and setting.maximum > 20
    given = st.number_input(
        title or f"{_(setting.label)} ({_(setting.unit)})",
        float(setting.minimum),
        float(setting.maximum),
        float(kept[key]),
        (100.0 if setting.maximum >= 1e5 else 1.0) if whole else 0.25,
        "%.0f" if whole else "%.2f",
        key=f"w_alloc_{key}",
        width=_NARROW if title else _WIDE,
        help=_("Register: {value}").format(value=f"{cached.settings()[key]:g}"),
    )
    return float(given)


def _limits(asked: Asked) -> dict[str, Any]:
    names, corridors, places = search_labels(), {"": _("none"), **_corridors()}, {"": _("none"), **states()}
    excluded = st.multiselect(
        _("Townships left out (no access)"), list(names), list(asked.excluded), format_func=names.__getitem__,
        key="w_alloc_excluded", placeholder=_("Name in English or Burmese"),
    )  # fmt: skip
    st.markdown(_("Of the people newly reached, at least this share:"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        corridor = st.selectbox(
            _("from the corridor"), list(corridors), list(corridors).index(asked.corridor),
            format_func=corridors.__getitem__, key="w_alloc_corridor", width=_WIDE,
        )  # fmt: skip
        corridor_percent = st.number_input(
            _("Share (%)"), 0.0, 100.0, asked.corridor_percent, 5.0, "%.0f", key="w_alloc_corridor_percent",
            width=_NARROW,
        )  # fmt: skip
        place = st.selectbox(
            _("from the state or region"), list(places), list(places).index(asked.st_pcode),
            format_func=places.__getitem__, key="w_alloc_state", width=_WIDE,
        )  # fmt: skip
        state_percent = st.number_input(
            _("Share (%)"), 0.0, 100.0, asked.state_percent, 5.0, "%.0f", key="w_alloc_state_percent", width=_NARROW
        )
    return {
        "excluded": tuple(excluded), "corridor": corridor, "corridor_percent": corridor_percent, "st_pcode": place,
        "state_percent": state_percent,
    }  # fmt: skip


def _corridors() -> dict[str, str]:
    return {str(corridor): label(corridor) for corridor in Corridor}
