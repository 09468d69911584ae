"""The same map twice, for benchmarks.map_change: as the atlas draws it, and by plain folium.GeoJson in st_folium.

330 townships, 500 presences and a filter of eight years over the same synthetic numbers. The plain one follows the
usual tutorials (a style function, a tooltip, a CircleMarker a point, st_folium with its defaults), except that its
scripts come from this machine and that it has no tiles: without a network it would stay blank.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import folium
import numpy as np
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from analysis.classes import Method, classify
from data import reference
from geo import boundaries
from ui import assets, map_signs, palette
from ui.map_layers import Areas, Fact, Frame, Look, Providers
from ui.maps import MapView, atlas_map

YEARS = tuple(range(2018, 2026))
PRESENCES = 500
ORGANISATIONS = 120


@dataclass(frozen=True, eq=False)
class Numbers:
    """victims: people by township (rows) and year (columns); presences: township, organisation, kind and services."""

    victims: pd.DataFrame
    presences: tuple[tuple[int, int, int, int, int], ...]


@st.cache_data
def townships_geojson() -> str:
    """The polygons in force, simplified as the atlas draws them, as GeoJSON text."""
    return str(boundaries.polygons().to_json())


def numbers() -> Numbers:
    """Seeded: the same for both maps."""
    rng = np.random.default_rng(2010)
    codes = assets.unit_codes("t")
    lean = rng.gamma(0.5, 12, len(codes))
    victims = pd.DataFrame({year: rng.poisson(lean) for year in YEARS}, index=codes)
    rows = zip(
        rng.integers(0, len(codes), PRESENCES).tolist(),
        rng.integers(0, ORGANISATIONS, PRESENCES).tolist(),
        rng.integers(0, 4, PRESENCES).tolist(),
        rng.integers(1, 64, PRESENCES).tolist(),
        (rng.random(PRESENCES) < 0.2).astype(int).tolist(),
        strict=True,
    )
    return Numbers(victims, tuple(sorted(rows)))


def colours_of(people: pd.Series) -> tuple[tuple[int, ...], list[str]]:
    """Class of each township and the colours of the classes, nought first."""
    classes = classify(people, 5, Method.NATURAL)
    return tuple(int(c) for c in classes.of(people)), [palette.ZERO, *palette.sequential(len(classes.bounds))]


def atlas(data: Numbers, year: int) -> None:
    """As ui.maps draws it."""
    people = data.victims[year]
    classes, colours = colours_of(people)
    looks = tuple(Look(colour) for colour in colours)
    areas = Areas("t", looks, classes, (Fact("Victims", tuple(int(n) for n in people)),))
    names = tuple(f"Organisation {i}" for i in range(ORGANISATIONS))
    services = tuple(f"Service {i}" for i in range(6))
    words = {"more": "and {n} more", "unconfirmed": "not confirmed", "townships": "{n} townships"}
    providers = Providers(map_signs.provider_kinds(), names, services, data.presences, words)
    atlas_map(boundaries.current(), MapView(areas, Frame("en", "Map"), providers=providers), key="benchmark")


class LocalMap(folium.Map):
    """folium's map with Leaflet from this machine."""

    def __init__(self) -> None:
        super().__init__(location=(19.3, 96.7), zoom_start=5, tiles=None)
        self._name = "Map"
        made = assets.map_files()
        self.default_js = [("leaflet", assets.frame_link(made.leaflet_js))]
        self.default_css = [("leaflet", assets.frame_link(made.leaflet_css))]


def plain(data: Numbers, year: int) -> None:
    """As tutorials draw it."""
    import json

    people = data.victims[year]
    classes, colours = colours_of(people)
    colour_of = dict(zip(people.index, (colours[c] for c in classes), strict=True))
    collection = json.loads(townships_geojson())
    for feature in collection["features"]:
        feature["properties"]["victims"] = int(people[feature["properties"]["ts_pcode"]])
    drawn = LocalMap()
    folium.GeoJson(
        collection,
        style_function=lambda f: {
            "fillColor": colour_of[f["properties"]["ts_pcode"]], "color": "#ffffff", "weight": 0.6, "fillOpacity": 1,
        },
        tooltip=folium.GeoJsonTooltip(["ts_pcode", "victims"]),
    ).add_to(drawn)  # fmt: skip
    seats = reference.townships()
    for township, organisation, kind, _services, _doubt in data.presences:
        folium.CircleMarker(
            (seats.lat[township], seats.lon[township]),
            radius=4,
            color=map_signs.PROVIDER_KINDS[kind][2],
            tooltip=f"Organisation {organisation}",
        ).add_to(drawn)
    st_folium(drawn, height=640, use_container_width=True)


def main() -> None:
    """The page: a filter and the map that the environment variable ATLAS_BENCHMARK_MAP asks for (atlas or plain)."""
    st.set_page_config(layout="wide")
    year = st.radio("Year", YEARS, horizontal=True)
    {"atlas": atlas, "plain": plain}[os.environ["ATLAS_BENCHMARK_MAP"]](numbers(), int(year))
