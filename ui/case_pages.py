"""Leafing through a long list: which rows are shown, and the buttons to those before and after."""

from __future__ import annotations

from typing import Final

import streamlit as st

from ui import state
from ui.text import _, number

KEY: Final = "row"
ROWS: Final = 25


def first_row(all_rows: int, rows: int = ROWS) -> int:
    """The first row to show, from 0, as the URL says it; the last page where the list has become shorter."""
    text = state.page_value(KEY)
    asked = int(text) if text.isdecimal() else 0
    last_page = max(0, (all_rows - 1) // rows * rows)
    return min(asked // rows * rows, last_page)


def go_to(row: int) -> None:
    """Show the list from a row on."""
    state.set_page_value(KEY, str(row) if row else None)


def buttons(first: int, all_rows: int, rows: int = ROWS) -> None:
    """Which rows are shown, and the way to the others; nothing where all are."""
    last = min(first + rows, all_rows)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            _("{first} to {last} of {all}").format(first=number(first + 1), last=number(last), all=number(all_rows)),
            width="content",
        )
        if all_rows > rows:
            _button(_("Previous"), ":material/chevron_left:", first - rows, first > 0)
            _button(_("Next"), ":material/chevron_right:", first + rows, last < all_rows)


def _button(text: str, icon: str, row: int, is_possible: bool) -> None:
    st.button(
        text, icon=icon, disabled=not is_possible, on_click=go_to, args=(max(0, row),), key=f"w_case_row_{icon[10:-1]}"
    )
