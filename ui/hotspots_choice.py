"""What the reader wants to see of the hot spots: view, year, measure, whose victims; kept in the URL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import streamlit as st

from data.errors import N_
from data.vocabulary import AgeGroup, Code, Destination, Purpose
from ui import state
from ui.hotspots_values import POOLED_YEARS, Numbers
from ui.text import _, label

C = TypeVar("C", bound=Code)
_LISTS: Final = ("victim_types", "destinations", "sexes", "age_groups", "purposes")


class View(Code):
    """How the hot spots are laid out."""

    MAP = "map", N_("Map of a year")
    COMPARE = "compare", N_("Two years")
    YEARS = "years", N_("All years")
    TABLE = "table", N_("Ranking")
    REFERENCE = "reference", N_("2010 and now")


class Measure(Code):
    """What the colour of a township says."""

    RATE = "rate", N_("Smoothed rate")
    GI = "gi", N_("Hot and cold spots (Gi*)")
    CLASS = "class", N_("Kind of hot spot")


class Group(Code):
    """Whose victims: quick choices among the filters."""

    ALL = "all", N_("All victims")
    CHINA = "china", N_("China corridor")
    CHILDREN = "children", N_("Children")
    MARRIAGE = "marriage", N_("Forced marriage")


_FIELDS: Final[dict[Group, dict[str, tuple[str, ...]]]] = {
    Group.ALL: {},
    Group.CHINA: {"destinations": (str(Destination.CHINA),)},
    Group.CHILDREN: {"age_groups": (str(AgeGroup.CHILD),)},
    Group.MARRIAGE: {"purposes": (str(Purpose.FORCED_MARRIAGE),)},
}


@dataclass(frozen=True)
class HotspotChoice:
    """versus: the other year of a comparison, None where there is only one. pool: years counted together.

    years: all that can be chosen. shows_2010: whether the hot spots of 2010 are outlined.
    """

    view: View
    measure: Measure
    year: int
    versus: int | None
    pool: int
    years: tuple[int, ...]
    shows_2010: bool


def choose(numbers: Numbers) -> HotspotChoice:
    """Draw the controls; every value is checked again before it counts."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        view = one_of("view", _("Show"), list(View), View.MAP)
        group()
    pool = _pool_now(numbers, view)
    years = _within_filter(numbers.years(pool))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        year, versus = years[-1], None
        if view is not View.YEARS:
            year = _year("year", _("Year"), years, years[-1])
        if view is View.COMPARE and len(years) > 1:
            others = tuple(y for y in years if y != year)
            earlier = [y for y in others if y < year]
            versus = _year("versus", _("Compared with"), others, earlier[-1] if earlier else others[0])
        measure = Measure.RATE
        if view is View.MAP:
            measure = one_of("measure", _("Colour shows"), list(Measure), Measure.RATE)
        elif view in (View.COMPARE, View.YEARS):
            measure = one_of("measure", _("Colour shows"), [Measure.RATE, Measure.GI], Measure.RATE)
        if not (view is View.MAP and measure is Measure.CLASS):
            _pool(numbers, pool)
        shows_2010 = _outline() if view in (View.MAP, View.COMPARE) else True
    return HotspotChoice(view, measure, year, versus, pool, years, shows_2010)


def group() -> None:
    """One press for whose victims are looked at; it sets the filters of the sidebar, which say the same."""
    state.hold("w_hotspots_group", _group_now())

    def changed() -> None:
        chosen = st.session_state["w_hotspots_group"]
        if chosen in _FIELDS:
            state.change(**(dict.fromkeys(_LISTS) | _FIELDS[Group(chosen)]))

    st.segmented_control(
        _("Whose victims"),
        list(Group),
        format_func=label,
        key="w_hotspots_group",
        on_change=changed,
        wrap=True,
        help=_("Sets the filters on the left; every purpose, destination and age can be chosen there."),
    )


def _group_now() -> Group | None:
    """The quick choice that the filters say; None where they say something else."""
    now = {field: getattr(state.view(), field) for field in _LISTS if getattr(state.view(), field) is not None}
    return next((choice for choice, fields in _FIELDS.items() if fields == now), None)


def one_of(key: str, title: str, codes: Sequence[C], default: C) -> C:
    """A switch between codes, kept in the URL."""
    named = {str(code): code for code in codes}
    now = named[state.page_value(key, tuple(named), str(default))]
    widget = f"w_hotspots_{key}"
    state.hold(widget, now)

    def changed() -> None:
        chosen = st.session_state[widget] or now
        state.set_page_value(key, None if chosen == default or str(chosen) not in named else str(chosen))

    st.segmented_control(title, list(codes), required=True, format_func=label, key=widget, on_change=changed, wrap=True)
    return now


def _within_filter(years: tuple[int, ...]) -> tuple[int, ...]:
    """Those that the sidebar's filter of years leaves; all where it leaves none."""
    chosen = state.view().years
    return tuple(y for y in years if chosen is None or chosen[0] <= y <= chosen[1]) or years


def _year(key: str, title: str, years: tuple[int, ...], default: int) -> int:
    named = tuple(str(year) for year in years)
    now = int(state.page_value(key, named, str(default)))
    widget = f"w_hotspots_{key}"
    state.hold(widget, now)
    st.selectbox(title, years[::-1], key=widget, on_change=_keep(key, widget, default), width=120)
    return now


def _keep(key: str, widget: str, default: object) -> Callable[[], None]:
    def changed() -> None:
        chosen = st.session_state[widget]
        state.set_page_value(key, None if chosen == default else str(chosen))

    return changed


def _pool_now(numbers: Numbers, view: View) -> int:
    """Years counted together: a class always takes POOLED_YEARS, where the register has as many."""
    most = len(numbers.panel().years)
    by_class = view is View.MAP and state.page_value("measure") == Measure.CLASS
    wanted = POOLED_YEARS if by_class else int(state.page_value("pool", ("1", str(POOLED_YEARS)), "1"))
    return wanted if wanted <= most else 1


def _pool(numbers: Numbers, now: int) -> None:
    """Small counts: three years together tell more; offered where there are as many."""
    if len(numbers.panel().years) < POOLED_YEARS:
        return
    words = {1: _("That year alone"), POOLED_YEARS: _("With the two years before")}
    state.hold("w_hotspots_pool", now)
    st.segmented_control(
        _("People counted"),
        list(words),
        required=True,
        format_func=words.__getitem__,
        key="w_hotspots_pool",
        on_change=_keep("pool", "w_hotspots_pool", 1),
        wrap=True,
    )


def _outline() -> bool:
    now = state.page_value("then", ("no",)) != "no"
    state.hold("w_hotspots_then", now)
    st.toggle(
        _("Outline the hot spots of 2010"),
        key="w_hotspots_then",
        on_change=lambda: state.set_page_value("then", None if st.session_state["w_hotspots_then"] else "no"),
        help=_("Northern Shan, Yangon, Bago, Mon and Kayin, named by the workshop of October 2010 (4.1)."),
    )
    return now
