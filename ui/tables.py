"""Tables: translated headings with units, labels instead of codes, and the two downloads below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from ui import palette
from ui.export import Column, Cover, Kind, download, worded
from ui.text import language

__all__ = ["Column", "Kind", "reading_table", "shown", "table"]

_NUMBER_FORMATS: Final = {Kind.NUMBER: "localized", Kind.DECIMAL: "%.1f", Kind.SHARE: "percent"}
_TALLEST_PX: Final = 560
_MOST_ROWS: Final = 14
_ROW_PX: Final = 36
_NOT_TOLD: Final = "–"
_NARROW_PX: Final = 700
_READING: Final = f"""<style>
.atlas-reading {{ container-type: inline-size; max-height: 30rem; overflow-y: auto; border: 1px solid {palette.GRID};
  border-radius: 6px; background: {palette.PAPER}; }}
.atlas-reading:focus-visible {{ outline: 2px solid {palette.PRIMARY}; outline-offset: 2px; }}
.atlas-reading table {{ width: 100%; border-collapse: collapse; font-size: .88rem; line-height: 1.5; margin: 0; }}
.atlas-reading:lang(my) table {{ line-height: 1.85; }}
.atlas-reading th, .atlas-reading td {{ text-align: start; vertical-align: top; padding: .4rem .7rem; border: 0;
  border-top: 1px solid {palette.GRID}; overflow-wrap: anywhere; }}
.atlas-reading th {{ position: sticky; top: 0; background: {palette.PAPER}; color: {palette.INK_SOFT};
  font-weight: 600; overflow-wrap: normal; border-top: 0; box-shadow: 0 1px {palette.GRID}; }}
.atlas-reading td:last-child {{ width: 62%; }}
@container (max-width: {_NARROW_PX}px) {{
  .atlas-reading thead, .atlas-reading td:not(:last-child) {{ position: absolute; width: 1px; height: 1px;
    padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }}
  .atlas-reading table, .atlas-reading tbody, .atlas-reading tr {{ display: block; position: relative; }}
  .atlas-reading td:last-child {{ display: block; width: auto; }}
}}
</style>"""


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    name: str,
    title: str,
    source: str,
    *,
    pin_first: bool = True,
    hxl: Mapping[str, str] | None = None,
    cover: Cover | None = None,
    not_told: str = _NOT_TOLD,
) -> None:
    """A table and its downloads. name: of the file and of the audit row; title, source: translated.

    hxl: HXL tag of each column, for a third download. cover: first sheet of the workbook, where not the usual one.
    not_told: what stands in a cell without a value, on the screen.
    """
    shown(frame, columns, name, title, source, pin_first=pin_first, not_told=not_told)
    download(frame, columns, name, title, source, hxl=hxl, cover=cover)


def shown(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    name: str,
    title: str,
    source: str,
    *,
    pin_first: bool = True,
    not_told: str = _NOT_TOLD,
) -> None:
    """The table alone, for one page of a list whose download holds all of it."""
    rows = worded(frame, columns)
    st.dataframe(
        rows,
        hide_index=True,
        column_config={c.key: _config(c, pinned=pin_first and i == 0) for i, c in enumerate(columns)},
        height="auto" if len(rows) < _MOST_ROWS else _TALLEST_PX,
        row_height=_ROW_PX,
        key=f"table_{name}",
        placeholder=not_told,
        alt=title,
    )
    st.caption(source)


def reading_table(rows: Sequence[Sequence[object]], headings: Sequence[str], title: str) -> None:
    """Sentences to be read: the last column is wrapped and, where there is little room, stands alone.

    It must therefore say what the columns before it say; those stay there for a screen reader. The table can be
    scrolled with the keyboard. rows: one value for each of `headings`, shown as plain text.
    """
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in row) + "</tr>" for row in rows)
    st.html(
        f'{_READING}<div class="atlas-reading" tabindex="0" role="region" lang="{language()}" '
        f'aria-label="{escape(title)}"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _config(column: Column, pinned: bool) -> Any:
    common: dict[str, Any] = {"label": column.heading, "help": column.help, "width": column.width, "pinned": pinned}
    kinds = st.column_config
    if column.codes is None and column.kind in _NUMBER_FORMATS:
        return kinds.NumberColumn(**common, format=_NUMBER_FORMATS[column.kind])
    if column.kind is Kind.DAY:
        return kinds.DateColumn(**common, format="YYYY-MM-DD")
    if column.kind is Kind.MONTH:
        return kinds.DateColumn(**common, format="YYYY-MM")
    return kinds.TextColumn(**common)
