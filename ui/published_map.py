"""The map for donors: published victims and the open directory; classes, tooltips and circles hold nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np
import pandas as pd
import streamlit as st

from analysis.classes import Classes, Method, classify
from analysis.levels import Level
from analysis.publication import UNKNOWN
from data.errors import N_
from data.vocabulary import Code
from ui import map_selection, palette, state
from ui import published_words as words
from ui.map_choice import LEVEL_KEYS, Layer, MapChoice
from ui.map_drawing import CIRCLE_COLOUR, CIRCLE_PX, colours, no_data_look
from ui.map_layers import Areas, Circles, Fact, Look
from ui.map_legend import places_text, plain_legend, swatch
from ui.maps import MapView, atlas_map, in_force
from ui.published_values import Edition
from ui.text import _, label, number

SHARE_STEPS: Final = (1, 26, 51, 76)
"""Lowest percent of each class of townships with a provider, above 0."""
HEIGHT_PX: Final = 560
_CLASSES: Final = 5
C = TypeVar("C", bound=Code)


class Shows(Code):
    """What the colour of an area says."""

    VICTIMS = "victims", N_("Victims (published)")
    HELP = "help", N_("Townships with a provider")


@dataclass(frozen=True)
class Choice:
    """Level and layer of the map."""

    level: Level
    shows: Shows

    @property
    def map(self) -> MapChoice:
        """As the shared parts of the map want it."""
        return MapChoice(Layer.VICTIMS, self.level, (), Method.NATURAL, _CLASSES, (), ())


def choose() -> Choice:
    """The controls above the map, kept in the URL."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shows = _one_of("layer", _("Colour shows"), list(Shows), Shows.VICTIMS)
        level = _one_of("level", _("By"), list(Level), Level.STATE)
    return Choice(level, shows)


def _one_of(key: str, title: str, codes: Sequence[C], default: C) -> C:
    named = {str(one): one for one in codes}
    now, widget = named[state.page_value(key, tuple(named), str(default))], f"w_published_{key}"
    state.hold(widget, now)

    def changed() -> None:
        chosen = st.session_state[widget] or now
        state.set_page_value(key, None if chosen == default or str(chosen) not in named else str(chosen))

    st.segmented_control(title, list(codes), required=True, format_func=label, key=widget, on_change=changed, wrap=True)
    return now


def show(edition: Edition, choice: Choice, rows: pd.DataFrame, source: str) -> None:
    """The map with its legend. rows: published_values.places of the same level."""
    shape = in_force()
    units = rows[rows["place_pcode"] != UNKNOWN]
    areas, classes = draw(choice, units)
    frame = map_selection.frame(shape, choice.map)
    frame = replace(frame, caption=words.edition_name(edition.version, edition.first_year, edition.last_year))
    view = MapView(areas, frame, circles(choice, units) if choice.shows is Shows.HELP else None)
    atlas_map(shape, view, f"published-{edition.version}", map_selection.picked, HEIGHT_PX)
    _legend(choice, units, classes)
    st.caption(f"{map_selection.sources(shape)} {source}")


def draw(choice: Choice, units: pd.DataFrame) -> tuple[Areas, Classes]:
    """The areas of a layer with their classes. units: published_values.places without the unknown place."""
    if choice.shows is Shows.VICTIMS:
        classes = classify(_floats(units["people"]), _CLASSES, Method.NATURAL)
        values = _floats(units["people"])
    else:
        values = _floats(units["helped_percent"])
        classes = classify(values, method=Method.FIXED, steps=SHARE_STEPS)
    looks = (no_data_look(), Look(palette.ZERO), *(Look(colour) for colour in colours(classes)))
    positions = tuple(int(c) + 1 for c in classes.of(values))
    return Areas(LEVEL_KEYS[choice.level], looks, positions, facts(units)), classes


def facts(units: pd.DataFrame) -> tuple[Fact, ...]:
    """The lines of a tooltip: published people, and townships with a provider."""
    return (
        Fact(_("Victims (people)"), _whole(units["people"]), unknown=_("withheld")),
        Fact(_("Townships with a provider"), _whole(units["helped_townships"])),
        Fact(_("Townships"), _whole(units["townships"])),
    )


def circles(choice: Choice, units: pd.DataFrame) -> Circles:
    """Circles for the published victims; none where they are withheld."""
    key = LEVEL_KEYS[choice.level]
    largest = int(units["people"].fillna(0).max()) if len(units) else 0
    return Circles(key, _whole(units["people"]), largest, CIRCLE_PX[key], CIRCLE_COLOUR, hollow=True)


def _floats(values: pd.Series) -> np.ndarray:
    return values.astype("Float64").to_numpy(float, na_value=np.nan)


def _whole(values: pd.Series) -> tuple[int | None, ...]:
    return tuple(None if pd.isna(value) else int(value) for value in values)


def _legend(choice: Choice, units: pd.DataFrame, classes: Classes) -> None:
    is_share = choice.shows is Shows.HELP
    sign = "%" if is_share else ""
    items = []
    if classes.zeros:
        nobody = _("no provider") if is_share else "0"
        items.append((swatch(Look(palette.ZERO)), nobody, places_text(choice.map, classes.zeros)))
    for colour, (low, high), count in zip(colours(classes), classes.bounds, classes.counts, strict=True):
        items.append((swatch(Look(colour)), _limits(low, high, sign), places_text(choice.map, count)))
    if classes.no_data:
        items.append((swatch(no_data_look()), _("withheld"), places_text(choice.map, classes.no_data)))
    title = _("Townships with a reintegration provider (%)") if is_share else _("Victims (people)")
    blocks = [(title, items)]
    if is_share and units["people"].notna().any():
        told = _("Circles: published victims, by the circle's area; no circle where they are withheld.")
        blocks.append((told, [("", _("largest: {n} people").format(n=number(float(units["people"].max()))), "")]))
    plain_legend(blocks)


def _limits(low: int, high: int | None, sign: str) -> str:
    if high is None:
        return _("{low} or more").format(low=f"{number(low)}{sign}")
    return f"{number(low)}{sign}" if low == high else f"{number(low)}–{number(high)}{sign}"
