"""What every page to print shares: self-contained HTML without any script, every text escaped, A4."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd

from ui import palette
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
@page {{ size: A4; margin: 14mm; }} @media print {{ body {{ margin: 0; padding: 0; max-width: none; }}
.wide {{ overflow: visible; }} }}
"""
_DIGITS: Final = {Kind.NUMBER: 0, Kind.DECIMAL: 1}


def document(title: str, parts: Sequence[str], subtitle: str = "", style: str = "") -> str:
    """The whole page. parts: HTML, each text in it escaped already; style: CSS that this page alone needs."""
    head = f"{title} · {subtitle}" if subtitle else title
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(head)}</title><style>{_STYLE}{style}</style></head><body><h1>{escape(title)}</h1>"
        + "".join(parts)
        + "</body></html>"
    )


def paragraph(text: str, small: bool = False) -> str:
    """One paragraph of plain text."""
    return f"<p{' class=small' if small else ''}>{escape(text)}</p>"


def section(title: str, body: str) -> str:
    """A heading with HTML below it."""
    return f"<h2>{escape(title)}</h2>{body}"


def table(frame: pd.DataFrame, columns: Sequence[Column]) -> str:
    """The rows with translated headings and labels; the word none where there are no rows."""
    if frame.empty:
        return paragraph(_("none"))
    head = "".join(f"<th>{escape(column.heading)}</th>" for column in columns)
    rows = worded(frame, columns).to_dict("records")
    body = "".join("<tr>" + "".join(_cell(row[c.key], c) for c in columns) + "</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(value: object, column: Column) -> str:
    if value is None or value is pd.NaT or value != value:
        return "<td></td>"
    if column.kind in _DIGITS:
        return f'<td class="n">{escape(number(float(str(value)), _DIGITS[column.kind]))}</td>'
    if column.kind is Kind.DAY:
        return f"<td>{escape(day(pd.Timestamp(str(value)).date()))}</td>"
    return f"<td>{escape(str(value))}</td>"
