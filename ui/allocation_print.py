"""A plan as one page that prints well: self-contained, without any script, every text escaped."""

from __future__ import annotations

from html import escape
from typing import Final

from analysis.allocation_plan import Plan
from ui import allocation_map as maps
from ui import allocation_plan_view as view
from ui import allocation_words as words
from ui import palette
from ui.allocation_input_rows import input_columns, input_rows
from ui.allocation_work import Made
from ui.printed import document, paragraph, section, table
from ui.text import _, day, number

_STYLE: Final = f"""
.numbers {{ display: flex; flex-wrap: wrap; gap: 3mm; }}
.numbers div {{ border: .3mm solid {palette.GRID}; border-radius: 2mm; padding: 2mm 3mm; flex: 1 1 50mm; }}
.numbers b {{ display: block; font-size: 14pt; }}
.map {{ text-align: center; }} .map svg {{ max-width: 100%; height: 150mm; }}
.legend span {{ margin-right: 4mm; white-space: nowrap; }} .legend img {{ vertical-align: middle; margin-right: 1mm; }}
@media print {{ .map {{ break-inside: avoid; }} }}
"""
_LEAST_PRINTED: Final = 1.0  # people
_MOST_PRINTED: Final = 60
_SCALE: Final = 30.0  # drawing units a degree
_WEST, _NORTH, _EAST, _SOUTH = 92.0, 28.7, 101.4, 9.7


def page(made: Made) -> str:
    """The whole page as HTML."""
    plan, title = made.plan, _("Allocation plan")
    parts = [
        paragraph(words.source(made.as_of) + " " + _("Filters: {filters}.").format(filters=made.filters_words)),
        _numbers(plan),
        paragraph(view.ended(plan)),
        _map(plan),
        section(_("What to place where, and why"), _reasons(plan)),
        section(_("Minimum model for those out of reach (4.5)"),
                 table(view.minimum_rows(plan), view.minimum_columns())),
        section(_("Who stays without, and why"), _left(plan)),
        section(_("Inputs and sources"), table(input_rows(made), input_columns())),
        paragraph(_("Counts of people are small: do not pass this page on beyond those who may see the plan."), True),
    ]  # fmt: skip
    return document(title, parts, day(made.as_of), _STYLE)


def _numbers(plan: Plan) -> str:
    cells = "".join(
        f"<div>{escape(card.title)}<b>{escape(card.value)}</b>{escape(card.unit)}"
        f"<div class=small style='border:0;padding:0'>{escape(card.change or '')}</div></div>"
        for card in view.headline(plan)
    )
    return f'<div class="numbers">{cells}</div>'


def _left(plan: Plan) -> str:
    """The townships where most stay without, and how many more there are."""
    rows = view.unreached_rows(plan)
    shown = rows[rows["people"] >= _LEAST_PRINTED].head(_MOST_PRINTED)
    others = rows.drop(shown.index)
    text = _("And {n} townships more, with {people} people in all; the workbook holds every one.").format(
        n=number(len(others)), people=words.people(float(others["people"].sum()))
    )
    return table(shown, view.unreached_columns()) + (paragraph(text) if len(others) else "")


def _reasons(plan: Plan) -> str:
    if not plan.placements:
        return paragraph(_("This plan places nothing."))
    return "".join(paragraph(view.placement_words(p)) for p in plan.placements)


# --- A small map of the main towns ------------------------------------------------------------------------------------


def _map(plan: Plan) -> str:
    """Each township's main town as a dot, larger where more people stay without; placements with their order."""
    seats, left = maps.map_seats(), maps.sums(plan)["unreached_people"]
    dots = "".join(_dot(*seats[code], float(left.get(code, 0.0))) for code in plan.problem.order if code in seats)
    ways = "".join(
        "<line x1='{:.1f}' y1='{:.1f}' x2='{:.1f}' y2='{:.1f}' stroke='#8796a0' stroke-width='.8'/>".format(
            *_at(*seats[p.ts_pcode]), *_at(*seats[code])
        )
        for p in plan.placements
        for code in p.serves
        if code != p.ts_pcode
    )
    signs = "".join(_numbered(p.order, *_at(*seats[p.ts_pcode])) for p in plan.placements)
    width, height = (_EAST - _WEST) * _SCALE, (_NORTH - _SOUTH) * _SCALE
    drawn = (
        f"<svg viewBox='0 0 {width:.0f} {height:.0f}' role='img' aria-label='{escape(_('Map of the plan'))}' "
        f"xmlns='http://www.w3.org/2000/svg'>{ways}{dots}{signs}</svg>"
    )
    note = _("Dots: main towns of the townships, larger and darker where more people stay without. Numbers: placements "
             "in their order; lines lead to the townships served.")  # fmt: skip
    return f'<div class="map">{drawn}</div>{paragraph(note, True)}'


def _at(lat: float, lon: float) -> tuple[float, float]:
    return (lon - _WEST) * _SCALE, (_NORTH - lat) * _SCALE


def _dot(lat: float, lon: float, left: float) -> str:
    x, y = _at(lat, lon)
    if left <= maps.NEARLY_NOBODY:
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='1.1' fill='#b9c9cd'/>"
    radius = 1.4 + 1.6 * left**0.5
    colour = palette.sequential(len(maps.LIMITS) + 1)[sum(left >= limit for limit in maps.LIMITS)]
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius:.1f}' fill='{colour}' fill-opacity='.85'/>"


def _numbered(order: int, x: float, y: float) -> str:
    return (
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='6' fill='{palette.PAPER}' stroke='{palette.INK}' stroke-width='1.2'/>"
        f"<text x='{x:.1f}' y='{y + 2.6:.1f}' text-anchor='middle' font-size='7' fill='{palette.INK}'>{order}</text>"
    )
