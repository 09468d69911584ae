"""Where an indicator is high and where low: its value by township, district or state, few told from many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import streamlit as st

from analysis.classes import Classes, Method, classify
from analysis.intervals import FEW
from analysis.levels import Level
from data.indicator_files import Indicator
from ui import indicator_words as say
from ui import map_selection, palette, state
from ui.assets import unit_codes
from ui.indicator_figures import Point
from ui.map_choice import LEVEL_KEYS, Layer, MapChoice
from ui.map_drawing import colours, no_data_look
from ui.map_layers import Areas, Fact, Look
from ui.map_legend import places_text, plain_legend, swatch
from ui.maps import MapView, Pick, atlas_map, in_force
from ui.text import _, number

SHARE_STEPS: Final = (1, 21, 41, 61, 81)
"""Lowest percent of each class above 0: the same for every indicator and every year, so that maps can be compared."""
HEIGHT_PX: Final = 560
_CLASSES: Final = 5
_VEIL: Final = ("stripes", "rgba(255,255,255,0.62)")


def show_map(one: Indicator, level: Level, points: Mapping[str, Point], source: str) -> None:
    """The map of one indicator; a click chooses the part whose cases are shown. points: code of the place -> number."""
    shape, choice = in_force(), MapChoice(Layer.VICTIMS, level, (), Method.NATURAL, _CLASSES, (), ())
    units = unit_codes(LEVEL_KEYS[level])
    there = [points.get(code) for code in units]
    whole = [_whole(one, point) for point in there]
    classes = _classes(one, whole)
    view = MapView(_areas(one, choice, there, whole, classes), map_selection.frame(shape, choice))
    atlas_map(shape, view, "indicator", _picked, HEIGHT_PX)
    _legend(one, choice, classes)
    away = sum(_rests_on(point) for code, point in points.items() if code not in set(units))
    told = _("Not on the map, since the place is not recorded: {n}.").format(n=number(away)) if away else ""
    st.caption(" ".join(text for text in (told, map_selection.sources(shape), source) if text))


def _picked(pick: Pick) -> None:
    """A click opens the place, and makes it the part whose cases are shown."""
    map_selection.picked(pick)
    state.set_page_value("part", pick.code)


def _rests_on(point: Point) -> float:
    if point.found is None:
        return 0.0
    return point.found.n if point.found.d is None else point.found.d


def _whole(one: Indicator, point: Point | None) -> int | None:
    """The value as a whole number that can be cut into classes: a share in percent. None: n/a."""
    if point is None or point.value is None:
        return None
    scaled = point.value * 100 if one.unit == "share" else point.value
    return max(1, round(scaled)) if scaled > 0 else 0


def _classes(one: Indicator, whole: Sequence[int | None]) -> Classes:
    values = np.array([np.nan if value is None else value for value in whole], float)
    if one.unit == "share":
        return classify(values, method=Method.FIXED, steps=SHARE_STEPS)
    return classify(values, _CLASSES, Method.NATURAL)


def _areas(
    one: Indicator, choice: MapChoice, there: Sequence[Point | None], whole: Sequence[int | None], classes: Classes
) -> Areas:
    looks = (no_data_look(), Look(palette.ZERO), *(Look(colour) for colour in colours(classes)))
    positions = tuple(int(c) + 1 for c in classes.of([np.nan if value is None else value for value in whole]))
    veiled = tuple(bool(point and point.found and point.value is not None and point.found.is_few) for point in there)
    unknown = _("n/a")
    facts = [Fact(f"{_('Value')} ({say.unit(one) or '%'})", tuple(whole), unknown=unknown)]
    facts.append(Fact(_("Numerator"), tuple(_part(point, "n") for point in there), unknown=unknown))
    if one.denominator:
        facts.append(Fact(_("Denominator"), tuple(_part(point, "d") for point in there), unknown=unknown))
    return Areas(choice.key, looks, positions, tuple(facts), veiled, _VEIL)


def _part(point: Point | None, name: str) -> int | None:
    counted = None if point is None or point.found is None else getattr(point.found, name)
    return None if counted is None else round(counted)


def _legend(one: Indicator, choice: MapChoice, classes: Classes) -> None:
    """The classes with their limits, what is n/a, and what the stripes mean."""
    items = [(swatch(Look(palette.ZERO)), "0", places_text(choice, classes.zeros))]
    for colour, (low, high), count in zip(colours(classes), classes.bounds, classes.counts, strict=True):
        items.append((swatch(Look(colour)), _limits(one, low, high), places_text(choice, count)))
    items.append((swatch(no_data_look()), _("n/a: nothing was counted"), places_text(choice, classes.no_data)))
    few = Look(palette.sequential(3)[1], (_VEIL,))
    items.append((swatch(few), _("Broad stripes: fewer than {n}").format(n=number(FEW)), ""))
    plain_legend([(say.unit(one) or _("Share in percent"), items)])


def _limits(one: Indicator, low: int, high: int | None) -> str:
    sign = "%" if one.unit == "share" else ""
    if high is None:
        return _("{low} or more").format(low=f"{number(low)}{sign}")
    return f"{number(low)}{sign}" if low == high else f"{number(low)}–{number(high)}{sign}"
