"""The legend under the map: the same looks and shapes as on the canvas, with limits, units and counts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

import streamlit as st

from analysis.coverage import Tier
from ui import palette
from ui.map_choice import Layer, Level, MapChoice, Show
from ui.map_drawing import CIRCLE_COLOUR, CIRCLE_PX, Drawing, colours, measure, no_data_look, tier_look
from ui.map_layers import Kind, Look
from ui.map_signs import place_kinds, provider_kinds
from ui.map_values import MapValues
from ui.text import _, label, n_, number

_W, _H = 26, 16
_STYLE = f"""<style>
.atlas-legend {{ display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; font-size: 0.84rem; color: {palette.INK}; }}
.atlas-legend b {{ flex-basis: 100%; font-weight: 600; }}
.atlas-legend span {{ display: inline-flex; align-items: center; gap: 0.4rem; }}
.atlas-legend i {{ font-style: normal; color: {palette.INK_SOFT}; }}
.atlas-legend + .atlas-legend {{ margin-top: 0.5rem; }}
[class*="st-key-map_open"] button {{ text-align: left; justify-content: flex-start; min-height: 1.9rem; }}
</style>"""

# Outlines in units of the sign's radius, as in map_script/20-canvas.js.
_SHAPES = {
    "square": "-.9,-.9 .9,-.9 .9,.9 -.9,.9",
    "diamond": "0,-1.2 1.2,0 0,1.2 -1.2,0",
    "triangle": "0,-1.15 1.1,.85 -1.1,.85",
    "house": "0,-1.25 1.1,-.25 1.1,1 -1.1,1 -1.1,-.25",
    "star": "0,-1.35 .34,-.47 1.28,-.42 .55,.18 .79,1.09 0,.58 -.79,1.09 -.55,.18 -1.28,-.42 -.34,-.47",
    "plus": "-.4,-1.15 .4,-1.15 .4,-.4 1.15,-.4 1.15,.4 .4,.4 .4,1.15 -.4,1.15 -.4,.4 -1.15,.4 -1.15,-.4 -.4,-.4",
    "ex": "0,-.55 .5,-1.05 1.05,-.5 .55,0 1.05,.5 .5,1.05 0,.55 -.5,1.05 -1.05,.5 -.55,0 -1.05,-.5 -.5,-1.05",
}
_PATTERNS = {
    "diagonal": "M-2,6 L6,-2 M-2,14 L14,-2 M4,16 L22,-2 M12,16 L30,-2 M20,16 L30,6",
    "backdiagonal": "M-2,10 L6,18 M-2,2 L14,18 M4,0 L22,18 M12,0 L30,18 M20,0 L30,10",
    "horizontal": "M0,3 H26 M0,7 H26 M0,11 H26 M0,15 H26",
    "grid": "M0,4 H26 M0,12 H26 M5,0 V16 M13,0 V16 M21,0 V16",
    "cross": "M-2,6 L6,-2 M-2,14 L14,-2 M4,16 L22,-2 M12,16 L30,-2 M-2,10 L6,18 M-2,2 L14,18 M4,0 L22,18 M12,0 L30,18",
    "dots": "M4,4 h.1 M12,4 h.1 M20,4 h.1 M8,9 h.1 M16,9 h.1 M4,13 h.1 M12,13 h.1 M20,13 h.1",
    "stripes": "M-2,12 L14,-4 M6,20 L26,0 M20,20 L32,8",
}
_WIDTHS = {"dots": 2.2, "stripes": 3.2}


def picture(svg: str, width: float, height: float, text: str = "", style: str = "") -> str:
    """An SVG as an image of an HTML fragment: Streamlit takes bare SVG out of fragments. text: for screen readers."""
    source = "data:image/svg+xml," + quote(svg, safe=" =:/,;()'#.-")
    source = source.replace("#", "%23")
    return (
        f'<img src="{source}" width="{width:.0f}" height="{height:.0f}" alt="{escape(text)}" style="{escape(style)}">'
    )


def _svg(box: str, body: str) -> str:
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{box}'>{body}</svg>"


def swatch(look: Look, title: str = "") -> str:
    """A small rectangle that looks like an area of the map."""
    lines = "".join(
        f"<path d='{_PATTERNS[name]}' stroke='{ink}' stroke-width='{_WIDTHS.get(name, 1.1)}' fill='none' "
        "stroke-linecap='round'/>"
        for name, ink in look.patterns
        if name in _PATTERNS
    )
    rim = f"<rect x='.5' y='.5' width='{_W - 1}' height='{_H - 1}' fill='none' stroke='#9aa7af'/>"
    body = f"<rect width='{_W}' height='{_H}' fill='{look.fill}'/>{lines}{rim}"
    return picture(_svg(f"0 0 {_W} {_H}", body), _W, _H, title)


def sign(kind: Kind, hollow: bool = False) -> str:
    """A small sign like those on the map."""
    fill, stroke, width = ("#ffffff", kind.colour, 0.36) if hollow else (kind.colour, "#ffffff", 0.15)
    style = f"fill='{fill}' stroke='{stroke}' stroke-width='{width}'"
    shape = _SHAPES.get(kind.shape)
    body = f"<polygon points='{shape}' {style}/>" if shape else f"<circle r='1' {style}/>"
    return picture(_svg("-1.5 -1.5 3 3", body), 16, 16)


def legend(choice: MapChoice, drawing: Drawing, values: MapValues) -> None:
    """Everything that is drawn now, and nothing else."""
    blocks = [_areas(choice, drawing, values), _circles(choice, drawing), _signs(choice)]
    st.html(_STYLE + "".join(block for block in blocks if block))


def plain_legend(blocks: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]) -> None:
    """The legend of another map: for each block its title and its items (image, text, further text)."""
    made = [_block(title, [_item(*item) for item in items]) for title, items in blocks if items]
    st.html(_STYLE + "".join(made))


def _block(title: str, items: list[str]) -> str:
    return f'<div class="atlas-legend"><b>{escape(title)}</b>{"".join(items)}</div>'


def _item(image: str, text: str, more: str = "") -> str:
    return f"<span>{image}{escape(text)}{f' <i>{escape(more)}</i>' if more else ''}</span>"


def people_title(choice: MapChoice) -> str:
    """What the numbers are, with their unit."""
    return _("People not assigned") if choice.layer == Layer.UNASSIGNED else _("Victims (people)")


def places_text(choice: MapChoice, n: int) -> str:
    """A count of units of the chosen level."""
    words = {
        Level.TOWNSHIP: n_("{n} township", "{n} townships", n),
        Level.DISTRICT: n_("{n} district", "{n} districts", n),
        Level.STATE: n_("{n} state or region", "{n} states and regions", n),
    }
    return words[choice.level].format(n=number(n))


def _areas(choice: MapChoice, drawing: Drawing, values: MapValues) -> str:
    if choice.layer == Layer.TIER:
        return _tiers(choice, values)
    classes = drawing.classes
    if classes is None:
        return ""
    items = [_item(swatch(Look(palette.ZERO)), "0", places_text(choice, classes.zeros))]
    for colour, (low, high), count in zip(colours(classes), classes.bounds, classes.counts, strict=True):
        items.append(_item(swatch(Look(colour)), _limits(low, high), places_text(choice, count)))
    items.append(_item(swatch(no_data_look()), _("No data"), places_text(choice, classes.no_data)))
    return _block(f"{people_title(choice)}: {label(classes.method)}", items)


def _limits(low: int, high: int | None) -> str:
    if high is None:
        return _("{low} or more").format(low=number(low))
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def _tiers(choice: MapChoice, values: MapValues) -> str:
    counts = values.units["tier"].value_counts()
    items = [_item(swatch(tier_look(t)), _(t.label), places_text(choice, int(counts.get(int(t), 0)))) for t in Tier]
    veil = Look(palette.TIER_COLOURS[3], (("stripes", "rgba(255,255,255,0.75)"),))
    doubtful = int(values.units["is_unconfirmed"].fillna(False).sum())
    items.append(_item(swatch(veil), _("Broad stripes: not confirmed lately"), places_text(choice, doubtful)))
    title = _("Best help in reach") if choice.level == Level.TOWNSHIP else _("Best help in reach of most victims")
    return _block(title, items)


def _circles(choice: MapChoice, drawing: Drawing) -> str:
    if drawing.circles is None:
        return ""
    top = drawing.circles.maximum
    steps = sorted({n for n in (top, round(top / 4), round(top / 20)) if n > 0}, reverse=True)
    items = []
    for people in steps if any(drawing.circles.values) else []:
        r = CIRCLE_PX[choice.key] * (people / max(top, 1)) ** 0.5
        size = 2 * r + 4
        paint = (
            "fill='#ffffff' stroke-width='1.8'"
            if drawing.circles.hollow
            else f"fill='{CIRCLE_COLOUR}' fill-opacity='.72'"
        )
        disc = f"<circle r='{max(r, 1.5):.1f}' {paint} stroke='{CIRCLE_COLOUR}'/>"
        drawn = picture(_svg(f"{-size / 2:.1f} {-size / 2:.1f} {size:.1f} {size:.1f}", disc), size, size)
        items.append(_item(drawn, number(people)))
    return _block(_("{what}: the circle's area").format(what=people_title(choice)), items) if items else ""


def _signs(choice: MapChoice) -> str:
    items: list[str] = []
    if Show.PROVIDERS in choice.show:
        kinds = provider_kinds()
        items += [_item(sign(kind), kind.label) for kind in kinds]
        items.append(_item(sign(kinds[0], hollow=True), _("Hollow: not confirmed lately")))
    office, shelter, crossing, art = place_kinds()
    if Show.OFFICES in choice.show or Show.REACH in choice.show:
        items.append(_item(sign(office), office.label))
    if Show.SHELTERS in choice.show:
        items.append(_item(sign(shelter), shelter.label))
    if Show.CROSSINGS in choice.show:
        items.append(_item(sign(crossing), crossing.label))
    if Show.ART in choice.show:
        items.append(_item(sign(art), art.label))
    return _block(_("Signs; a number counts several at one place"), items) if items else ""


__all__ = ["legend", "measure", "people_title", "picture", "places_text", "plain_legend", "sign", "swatch"]
