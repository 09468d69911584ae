"""What the reader wants to see on the coverage map: the controls above it, kept in the URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import streamlit as st

from analysis.classes import Method
from analysis.levels import Level
from data.errors import N_
from data.vocabulary import Code, PresenceType, Service
from ui import state
from ui.text import _, label

LEVEL_KEYS: Final = {Level.TOWNSHIP: "t", Level.DISTRICT: "d", Level.STATE: "s"}
CLASS_NUMBERS: Final = (3, 7)
_NOTHING: Final = "none"
_MOST: Final = 5
_CLASSES: Final = 5
C = TypeVar("C", bound=Code)


class Layer(Code):
    """What the colour of an area says."""

    VICTIMS = "victims", N_("Victims")
    UNASSIGNED = "unassigned", N_("Not assigned")
    TIER = "tier", N_("Who is in reach")


class Show(Code):
    """What stands on the map besides."""

    CIRCLES = "circles", N_("Circles for people")
    PROVIDERS = "providers", N_("Providers")
    OFFICES = "offices", N_("DSW offices")
    REACH = "reach", N_("Reach of DSW offices")
    SHELTERS = "shelters", N_("Shelters")
    CROSSINGS = "crossings", N_("Border crossings")
    ART = "art", N_("ART sites")


DEFAULT_SHOW: Final = (Show.PROVIDERS,)


@dataclass(frozen=True)
class MapChoice:
    """presence_types, services: codes that a provider must have; empty means any."""

    layer: Layer
    level: Level
    show: tuple[Show, ...]
    method: Method
    classes: int
    presence_types: tuple[PresenceType, ...]
    services: tuple[Service, ...]

    @property
    def key(self) -> str:
        """The level as the map's script knows it."""
        return LEVEL_KEYS[self.level]


def choose() -> MapChoice:
    """Draw the controls; every value is checked again before it counts."""
    first, second = st.columns([3, 2], vertical_alignment="bottom")
    with first:
        layers = [layer for layer in Layer if layer is not Layer.UNASSIGNED or state.sees_waiting()]
        layer = _one_of("layer", _("Colour shows"), layers, Layer.VICTIMS)
    with second:
        level = _one_of("level", _("By"), list(Level), Level.TOWNSHIP)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        show = _shown()
        with st.popover(_("Classes and providers"), icon=":material/tune:"):
            method, classes = _classes()
            types = _several("presence", _("Kinds of presence"), PresenceType)
            services = _several("service", _("Services (any of these)"), Service)
    return MapChoice(layer, level, show, method, classes, types, services)


def _one_of(key: str, title: str, codes: Sequence[C], default: C) -> C:
    named = {str(code): code for code in codes}
    now = named[state.page_value(key, tuple(named), str(default))]
    widget = f"w_map_{key}"
    state.hold(widget, now)

    def changed() -> None:
        chosen = st.session_state[widget] or now
        state.set_page_value(key, None if chosen == default or str(chosen) not in named else str(chosen))

    st.segmented_control(title, list(codes), required=True, format_func=label, key=widget, on_change=changed, wrap=True)
    return now


def _shown() -> tuple[Show, ...]:
    written = state.page_value("show")
    known = {str(code) for code in Show}
    now = tuple(Show(part) for part in written.split(",") if part in known) if written else DEFAULT_SHOW
    state.hold("w_map_show", list(now))

    def changed() -> None:
        chosen = [str(code) for code in Show if code in st.session_state["w_map_show"]]
        default = chosen == [str(code) for code in DEFAULT_SHOW]
        state.set_page_value("show", None if default else ",".join(chosen) or _NOTHING)

    st.pills(
        _("Also on the map"),
        list(Show),
        selection_mode="multi",
        format_func=label,
        key="w_map_show",
        on_change=changed,
        wrap=True,
    )
    return now


def _classes() -> tuple[Method, int]:
    return _method(), _class_number()


def _method() -> Method:
    now = Method(state.page_value("method", tuple(map(str, Method)), str(Method.NATURAL)))
    state.hold("w_map_method", now)

    def changed() -> None:
        chosen = Method(st.session_state["w_map_method"])
        state.set_page_value("method", None if chosen is Method.NATURAL else str(chosen))

    st.selectbox(
        _("Classes"),
        list(Method),
        format_func=label,
        key="w_map_method",
        on_change=changed,
        help=_("How the numbers are cut into classes. Zero and unknown always stand apart."),
    )
    return now


def _class_number() -> int:
    allowed = tuple(str(n) for n in range(CLASS_NUMBERS[0], CLASS_NUMBERS[1] + 1))
    now = int(state.page_value("classes", allowed, str(_CLASSES)))
    state.hold("w_map_classes", now)

    def changed() -> None:
        chosen = int(st.session_state["w_map_classes"])
        state.set_page_value("classes", None if chosen == _CLASSES else str(chosen))

    st.slider(_("Number of classes"), *CLASS_NUMBERS, key="w_map_classes", on_change=changed)
    return now


def _several(key: str, title: str, codes: type[C]) -> tuple[C, ...]:
    """At most five codes, so that the longest choice still fits into the URL."""
    known = {str(code) for code in codes}
    now = tuple(codes(part) for part in state.page_value(key).split(",") if part in known)
    widget = f"w_map_{key}"
    state.hold(widget, list(now))

    def changed() -> None:
        state.set_page_value(key, ",".join(str(code) for code in st.session_state[widget]) or None)

    st.multiselect(
        title,
        list(codes),
        format_func=label,
        key=widget,
        placeholder=_("All"),
        on_change=changed,
        max_selections=_MOST,
    )
    return now
