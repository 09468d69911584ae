"""Leaf through a list inside a page: some rows at a time, every one within reach; the place lasts for the visit."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.text import _, number


def first_row(name: str, all_rows: int, rows: int) -> int:
    """The first row of the list `name` to show, from 0; the last page where the list has become shorter."""
    return page_start(int(st.session_state.get(_key(name), 0)), all_rows, rows)


def buttons(name: str, all_rows: int, rows: int) -> None:
    """Which rows are shown, and the way to the others; nothing where all are."""
    if all_rows > rows:
        row(first_row(name, all_rows, rows), all_rows, rows, lambda first: _go_to(name, first), f"w_leaf_{name}")


def page_start(asked: int, all_rows: int, rows: int) -> int:
    """The first row, from 0, of the page of `rows` rows on which the row `asked` stands, or of the last page."""
    return min(asked // rows * rows, max(0, (all_rows - 1) // rows * rows))


def row(first: int, all_rows: int, rows: int, go_to: Callable[[int], None], key: str) -> None:
    """Which rows are shown, with the two buttons where there are more; go_to: called with the first row wanted."""
    last = min(first + rows, all_rows)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        text = _("{first} to {last} of {all}")
        st.caption(text.format(first=number(first + 1), last=number(last), all=number(all_rows)), width="content")
        if all_rows > rows:
            ways = (
                ("left", _("Previous"), first - rows, first > 0),
                ("right", _("Next"), first + rows, last < all_rows),
            )
            for side, words, to, is_possible in ways:
                st.button(
                    words,
                    icon=f":material/chevron_{side}:",
                    disabled=not is_possible,
                    on_click=go_to,
                    args=(max(0, to),),
                    key=f"{key}_chevron_{side}",
                )


def _key(name: str) -> str:
    return f"atlas_leaf_{name}"


def _go_to(name: str, first: int) -> None:
    st.session_state[_key(name)] = first
