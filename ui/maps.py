"""The one map: a constant base whose frame is never rebuilt, and the parts that change on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import folium
import streamlit as st
from streamlit_folium import st_folium

from geo import boundaries
from geo.published import Boundaries
from ui import assets
from ui.map_layers import (
    Areas,
    AreasPart,
    Circles,
    CirclesPart,
    Frame,
    FramePart,
    Part,
    Places,
    PlacesPart,
    Providers,
    ProvidersPart,
)

HEIGHT_PX = 640
_CENTRE = (19.3, 96.7)
_LEVELS = frozenset("tdso")


@dataclass(frozen=True)
class MapView:
    """Everything that one drawing of the map shows; a part that is None is not on it."""

    areas: Areas
    frame: Frame
    circles: Circles | None = None
    places: Places | None = None
    providers: Providers | None = None

    def parts(self) -> list[Part]:
        """The folium layers, those that others refer to first."""
        made: list[Part] = [AreasPart(self.areas.payload())]
        if self.circles:
            made.append(CirclesPart(self.circles.payload()))
        if self.places:
            made.append(PlacesPart(self.places.payload()))
        if self.providers:
            made.append(ProvidersPart(self.providers.payload()))
        return [*made, FramePart(self.frame.payload())]


@dataclass(frozen=True)
class Pick:
    """What was clicked: a unit's code, its level, and the number of the click in this frame."""

    code: str
    level: str
    click: int


class _Base(folium.Map):
    """A folium map that loads only this machine's files."""

    def __init__(self, geometry_file: str) -> None:
        super().__init__(
            location=_CENTRE,
            zoom_start=5,
            tiles=None,
            prefer_canvas=True,
            control_scale=False,  # the script adds a metric one
            zoom_control=False,
            zoom_snap=0.1,
            zoom_delta=1,
            wheel_px_per_zoom_level=90,
            min_zoom=4,
            max_zoom=14,
            max_bounds_viscosity=0.8,
        )
        self._name = "Map"
        made = assets.map_files()
        scripts = (made.leaflet_js, made.places_js, geometry_file, made.script_js)
        self.default_js = [(name, assets.frame_link(name)) for name in scripts]
        self.default_css = [(name, assets.frame_link(name)) for name in (made.leaflet_css, made.script_css)]


def in_force() -> Boundaries:
    """The boundaries that the map draws now. Builds the schematic at the very first call (some seconds)."""
    return boundaries.current()


def atlas_map(
    shape: Boundaries,
    view: MapView,
    key: str,
    on_pick: Callable[[Pick], None] | None = None,
    height_px: int = HEIGHT_PX,
) -> None:
    """Draw `view` on the boundaries `shape`.

    on_pick: called before the page runs again when somebody clicks a unit. Panning and zooming run nothing.
    A new set of boundaries, and nothing else, makes a new frame.
    """
    state_key = f"{key}-{shape.geometry_file}"

    def picked() -> None:
        found = read_pick(st.session_state.get(state_key))
        if found and on_pick:
            on_pick(found)

    st_folium(
        _Base(shape.geometry_file),
        key=state_key,
        height=height_px,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=list(view.parts()),
        on_change=picked,
    )


def read_pick(value: object) -> Pick | None:
    """What the browser sent, if it is a unit of the map: it can be forged, so nothing else passes."""
    if not isinstance(value, dict):
        return None
    code, level, click = (value.get(name) for name in ("code", "level", "click"))
    if not isinstance(level, str) or level not in _LEVELS or not isinstance(click, int):
        return None
    return Pick(code, level, click) if isinstance(code, str) and code in assets.unit_codes(level) else None
