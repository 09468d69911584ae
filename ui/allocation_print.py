"""A plan as one page that prints well: self-contained, without any script, every text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd

from analysis.allocation_plan import Plan
from ui import allocation_map as maps
from ui import allocation_plan_view as view
from ui import allocation_words as words
from ui import palette
from ui.allocation_input_rows import input_columns, input_rows
from ui.allocation_work import Made
from ui.charts import FONTS
from ui.export import Column, Kind, worded
from ui.text import _, day, language, number

_STYLE: Final = f"""
body {{ font: 11pt/1.5 {FONTS}; color: {palette.INK}; max-width: 190mm; margin: 8mm auto; padding: 0 4mm; }}
html:lang(my) body {{ line-height: 1.9; }}
h1 {{ font-size: 18pt; margin: 0 0 2mm; }} h2 {{ font-size: 13pt; margin: 7mm 0 2mm; break-after: avoid; }}
p, li {{ margin: 1mm 0; }} .small {{ color: {palette.INK_SOFT}; font-size: 9pt; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; font-size: 9pt; }}
th, td {{ border-bottom: .3mm solid {palette.GRID}; padding: 1mm 1.5mm; text-align: left; vertical-align: top; }}
th {{ background: {palette.PANEL}; }} td.n {{ text-align: right; white-space: nowrap; }} tr {{ break-inside: avoid; }}
thead {{ display: table-header-group; }}
.numbers {{ display: flex; flex-wrap: wrap; gap: 3mm; }}
.numbers div {{ border: .3mm solid {palette.GRID}; border-radius: 2mm; padding: 2mm 3mm; flex: 1 1 50mm; }}
.numbers b {{ display: block; font-size: 14pt; }}
.map {{ text-align: center; }} .map svg {{ max-width: 100%; height: 150mm; }}
.legend span {{ margin-right: 4mm; white-space: nowrap; }} .legend img {{ vertical-align: middle; margin-right: 1mm; }}
@page {{ size: A4; margin: 14mm; }} @media print {{ body {{ margin: 0; padding: 0; max-width: none; }}
.map {{ break-inside: avoid; }} .wide {{ overflow: visible; }} }}
"""
_LEAST_PRINTED: Final = 1.0  # people
_MOST_PRINTED: Final = 60
_SCALE: Final = 30.0  # drawing units a degree
_WEST, _NORTH, _EAST, _SOUTH = 92.0, 28.7, 101.4, 9.7
_KINDS: Final = {Kind.NUMBER: 0, Kind.DECIMAL: 1}


def page(made: Made) -> str:
    """The whole page as HTML."""
    plan, title = made.plan, _("Allocation plan")
    parts = [
        f"<h1>{escape(title)}</h1>",
        _paragraph(words.source(made.as_of) + " " + _("Filters: {filters}.").format(filters=made.filters_words)),
        _numbers(plan),
        _paragraph(view.ended(plan)),
        _map(plan),
        _section(_("What to place where, and why"), _reasons(plan)),
        _section(_("Minimum model for those out of reach (4.5)"),
                 _table(view.minimum_rows(plan), view.minimum_columns())),
        _section(_("Who stays without, and why"), _left(plan)),
        _section(_("Inputs and sources"), _table(input_rows(made), input_columns())),
        _paragraph(_("Counts of people are small: do not pass this page on beyond those who may see the plan."), True),
    ]  # fmt: skip
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · {escape(day(made.as_of))}</title><style>{_STYLE}</style></head><body>"
        + "".join(parts)
        + "</body></html>"
    )


def _paragraph(text: str, small: bool = False) -> str:
    return f"<p{' class=small' if small else ''}>{escape(text)}</p>"


def _section(title: str, body: str) -> str:
    return f"<h2>{escape(title)}</h2>{body}"


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
    return _table(shown, view.unreached_columns()) + (_paragraph(text) if len(others) else "")


def _reasons(plan: Plan) -> str:
    if not plan.placements:
        return _paragraph(_("This plan places nothing."))
    return "".join(_paragraph(view.placement_words(p)) for p in plan.placements)


def _table(frame: pd.DataFrame, columns: Sequence[Column]) -> str:
    if frame.empty:
        return _paragraph(_("none"))
    head = "".join(f"<th>{escape(column.heading)}</th>" for column in columns)
    rows = worded(frame, columns).to_dict("records")
    body = "".join("<tr>" + "".join(_cell(row[c.key], c) for c in columns) + "</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(value: object, column: Column) -> str:
    if column.kind in _KINDS:
        return f'<td class="n">{escape(number(float(str(value)), _KINDS[column.kind]))}</td>'
    return f"<td>{escape(str(value))}</td>"


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
    return f'<div class="map">{drawn}</div>{_paragraph(note, True)}'


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
