"""From numbers to what the map draws: classes with their looks, tooltips, circles; the legend reads the same record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.classes import Classes, Method, classify
from analysis.coverage import Tier
from ui import palette
from ui.map_choice import Layer, MapChoice, Show
from ui.map_layers import Areas, Circles, Fact, Look
from ui.map_values import MapValues
from ui.text import _

CIRCLE_PX = {"t": 14.0, "d": 20.0, "s": 28.0}
CIRCLE_COLOUR = "#3b2352"
PLAIN = "#f3f3ec"
_DARK_INK = "rgba(27,42,51,0.42)"
_PALE_INK = "rgba(255,255,255,0.36)"
FIRST_DARK_TIER = Tier.NEAR_DSW


@dataclass(frozen=True, eq=False)
class Drawing:
    """areas and circles for the map; classes: of the choropleth (None for tiers or plain areas)."""

    areas: Areas
    circles: Circles | None
    classes: Classes | None


def tier_look(tier: Tier) -> Look:
    """A tier's colour with its pattern in an ink that shows on it."""
    ink = _PALE_INK if tier >= FIRST_DARK_TIER else _DARK_INK
    return Look(palette.TIER_COLOURS[int(tier)], ((palette.TIER_PATTERNS[int(tier)], ink),))


def no_data_look() -> Look:
    """Grey with crosses: not known."""
    return Look(palette.NO_DATA, ((palette.NO_DATA_PATTERN, _DARK_INK),))


def measure(choice: MapChoice) -> str:
    """The column of people that circles, classes and the table are about."""
    return "unassigned_people" if choice.layer == Layer.UNASSIGNED else "victims_people"


def draw(choice: MapChoice, values: MapValues) -> Drawing:
    """The areas and circles of a choice. Where circles show the people, the areas are left plain."""
    circled = Show.CIRCLES in choice.show
    facts = _facts(values)
    circles = _circles(choice, values.units) if circled else None
    if choice.layer == Layer.TIER:
        return Drawing(_tiers(choice, values.units, facts), circles, None)
    if circled:
        plain = Areas(choice.key, (Look(PLAIN), no_data_look()), (0,) * len(values.units), facts)
        return Drawing(plain, circles, None)
    people = values.units[measure(choice)]
    classes = _classes(_whole(people), choice.classes, choice.method)
    looks = (no_data_look(), Look(palette.ZERO), *(Look(c) for c in colours(classes)))
    positions = tuple(int(c) + 1 for c in classes.of(people))
    return Drawing(Areas(choice.key, looks, positions, facts), None, classes)


@lru_cache(maxsize=128)
def _classes(people: tuple[int | None, ...], k: int, method: Method) -> Classes:
    """Kept, since a click on the map asks for the same classes again and natural breaks are slow to find."""
    return classify(np.array(people, float), k, method)


def colours(classes: Classes) -> list[str]:
    """Colours of the classes above nought."""
    return palette.sequential(len(classes.bounds)) if classes.bounds else []


def _tiers(choice: MapChoice, units: pd.DataFrame, facts: tuple[Fact, ...]) -> Areas:
    looks = (*(tier_look(tier) for tier in Tier), no_data_look())
    tiers = units["tier"].fillna(len(Tier) + 1).astype("int64")
    veiled = tuple(bool(v) for v in units["is_unconfirmed"].fillna(False).astype(bool))
    return Areas(choice.key, looks, tuple(int(t) - 1 for t in tiers), facts, veiled)


def _facts(values: MapValues) -> tuple[Fact, ...]:
    units = values.units
    words = tuple(_(tier.label) for tier in Tier)
    doubtful = tuple(_("{tier} (not confirmed)").format(tier=word) for word in words)
    tiers = units["tier"].astype("Float64") - 1 + np.where(units["is_unconfirmed"].fillna(False), len(words), 0)
    unknown = _("not known")
    waiting = Fact(_("Not assigned (people)"), _whole(units["unassigned_people"]), unknown=unknown)
    return (
        Fact(_("Victims (people)"), _whole(units["victims_people"]), unknown=unknown),
        *([waiting] if values.shows_waiting else []),
        Fact(_("In reach"), _whole(tiers), (*words, *doubtful), unknown),
        Fact(_("Room in reach (people)"), _whole(units["room_people"]), unknown=unknown),
    )


def _circles(choice: MapChoice, units: pd.DataFrame) -> Circles:
    people = units[measure(choice)]
    largest = int(people.max()) if len(people) and people.notna().any() else 0
    hollow = choice.layer == Layer.TIER
    return Circles(choice.key, _whole(people), largest, CIRCLE_PX[choice.key], CIRCLE_COLOUR, hollow)


def _whole(values: pd.Series) -> tuple[int | None, ...]:
    return tuple(None if pd.isna(value) else int(value) for value in values)
