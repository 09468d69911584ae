"""Tables: translated headings with units, labels instead of codes, and the two downloads below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from ui.export import Column, Kind, download, worded

__all__ = ["Column", "Kind", "table"]

_NUMBER_FORMATS: Final = {Kind.NUMBER: "localized", Kind.DECIMAL: "%.1f", Kind.SHARE: "percent"}
_TALLEST_PX: Final = 560
_MOST_ROWS: Final = 14
_ROW_PX: Final = 36
_NOT_TOLD: Final = "–"


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    name: str,
    title: str,
    source: str,
    *,
    pin_first: bool = True,
) -> None:
    """A table and its downloads. name: of the file and of the audit row; title, source: translated."""
    shown = worded(frame, columns)
    st.dataframe(
        shown,
        hide_index=True,
        column_config={c.key: _config(c, pinned=pin_first and i == 0) for i, c in enumerate(columns)},
        height="auto" if len(shown) < _MOST_ROWS else _TALLEST_PX,
        row_height=_ROW_PX,
        key=f"table_{name}",
        placeholder=_NOT_TOLD,
        alt=title,
    )
    st.caption(source)
    download(frame, columns, name, title, source)


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
