"""What the map is told, as small frozen records, and the folium layers that carry them to the browser.

Everything reaches the browser as JSON and is set there as text, never as markup or script.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field

import folium
from folium.template import Template
from jinja2.utils import htmlsafe_json_dumps

_TEMPLATE_OPENS = re.compile(r"\{(?=[{%#])")
DIGITS36 = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Look:
    """Fill of one class: a colour and patterns over it, each a name of ui.palette with its ink."""

    fill: str
    patterns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fact:
    """One line of a unit's tooltip. values: a number for each unit, or a position in `words`; None is not known."""

    label: str
    values: tuple[int | None, ...]
    words: tuple[str, ...] | None = None
    unknown: str = ""


@dataclass(frozen=True)
class Areas:
    """Class of each unit of a level (t, d, s or o), in the order of ui.assets.unit_codes.

    classes: position in `looks`, at most 36; veiled: units whose state rests on something unconfirmed.
    """

    level: str
    looks: tuple[Look, ...]
    classes: tuple[int, ...]
    facts: tuple[Fact, ...] = ()
    veiled: tuple[bool, ...] | None = None
    veil: tuple[str, str] = ("stripes", "rgba(255,255,255,0.62)")

    def payload(self) -> dict[str, object]:
        """Classes and veils as one character a unit."""
        return {
            "level": self.level,
            "looks": [asdict(look) for look in self.looks],
            "classes": "".join(DIGITS36[c] for c in self.classes),
            "facts": [asdict(fact) for fact in self.facts],
            "veiled": None if self.veiled is None else "".join("1" if v else "0" for v in self.veiled),
            "veil": self.veil,
        }


@dataclass(frozen=True)
class Circles:
    """Circles whose area stands for a number. values in the order of unit_codes; maximum has radius_px.

    hollow: white with a rim of the colour, to be seen on any area.
    """

    level: str
    values: tuple[int | None, ...]
    maximum: int
    radius_px: float
    colour: str
    hollow: bool = False

    def payload(self) -> dict[str, object]:
        """The maximum is never nought, so the browser may divide by it."""
        kept = {"level": self.level, "values": self.values, "colour": self.colour, "hollow": self.hollow}
        return kept | {"maximum": max(self.maximum, 1), "radius": self.radius_px}


@dataclass(frozen=True)
class Kind:
    """A sort of sign: its words, shape (20-canvas.js), colour, and its shift from the place in pixels."""

    label: str
    shape: str
    colour: str
    shift: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Providers:
    """Presences as signs. rows: (township's position, organisation's, kind's, services as bits, 1 if unconfirmed)."""

    kinds: tuple[Kind, ...]
    organisations: tuple[str, ...]
    services: tuple[str, ...]
    rows: tuple[tuple[int, int, int, int, int], ...]
    words: dict[str, str] = field(default_factory=dict)

    def payload(self) -> dict[str, object]:
        """As it stands."""
        return asdict(self)


@dataclass(frozen=True)
class Place:
    """A fixed place. kind, township: positions in their lists; line: a further line of text; lat, lon: degrees;
    reach_km: radius of the circle around it (None: no circle).
    """

    kind: int
    title: str
    line: str
    lat: float
    lon: float
    township: int
    reach_km: float | None = None

    def row(self) -> list[object]:
        """In the order that 40-signs.js reads."""
        at = (round(self.lat, 4), round(self.lon, 4))
        return [self.kind, self.title, self.line, *at, self.reach_km, self.township]


@dataclass(frozen=True)
class Places:
    """Offices, shelters, crossings."""

    kinds: tuple[Kind, ...]
    places: tuple[Place, ...]

    def payload(self) -> dict[str, object]:
        """Rows without their field names."""
        return {"kinds": [asdict(kind) for kind in self.kinds], "rows": [place.row() for place in self.places]}


@dataclass(frozen=True)
class Frame:
    """Words on the map, and where it looks.

    views: (label, townships; None is the whole country). zoom_words: what plus and minus do.
    focus_turn: the map moves to `focus` whenever this number changes. outlined: states and regions (of 18) with a
    broken line around them.
    """

    language: str
    describe: str
    views: tuple[tuple[str, tuple[str, ...] | None], ...] = ()
    zoom_words: tuple[str, str] = ("+", "-")
    badge: str = ""
    caption: str = ""
    selected: str | None = None
    focus: str | None = None
    focus_turn: int = 0
    outlined: tuple[str, ...] = ()

    def payload(self) -> dict[str, object]:
        """The focus as one member, absent where the map stays where it is."""
        kept = {k: v for k, v in asdict(self).items() if not k.startswith("focus")}
        return kept | {"focus": {"code": self.focus, "turn": self.focus_turn} if self.focus else None}


def script_literal(data: dict[str, object]) -> str:
    """The record as a JavaScript literal in which no text can be anything but text, whoever reads it on the way.

    The browser evaluates it; before that, branca compiles it once more as a Jinja template, and streamlit-folium
    replaces names that begin with an underscore. So brackets that open a template, and underscores, are written as
    escapes. Two opening brackets never stand side by side in JSON but inside a text.
    """
    text = str(htmlsafe_json_dumps(data, separators=(",", ":")))
    return _TEMPLATE_OPENS.sub(r"\\u007b", text).replace("_", "\\u005f").replace("`", "\\u0060")


class Part(folium.FeatureGroup):
    """One part of the map: hands its record to window.atlas, which keeps the drawn layer and changes it in place."""

    part = ""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = window.atlas.part(
            {{ this._parent.get_name() }}, {{ this.part|tojson }}, {{ this.literal }}
        );
        {% endmacro %}
        """
    )

    def __init__(self, data: dict[str, object]) -> None:
        super().__init__(name=self.part, control=False)
        self.literal = script_literal(data)


class AreasPart(Part):
    """Township, district or state areas."""

    part = "areas"


class CirclesPart(Part):
    """Proportional circles."""

    part = "circles"


class PlacesPart(Part):
    """Fixed places."""

    part = "places"


class ProvidersPart(Part):
    """Providers' presences."""

    part = "providers"


class FramePart(Part):
    """Words, selection and focus; comes last, since it speaks of the level that the areas set."""

    part = "frame"
