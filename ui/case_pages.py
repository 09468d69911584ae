"""Leafing through a long list: which rows are shown, and the buttons to those before and after."""

from __future__ import annotations

from typing import Final

from ui import leafing, state

KEY: Final = "row"
ROWS: Final = 25
_LAST: Final = 1_000_000_000  # more rows than any list has


def asked_row(rows: int = ROWS) -> int:
    """The first row of the page that the URL asks for, from 0; there may be no such page any more."""
    text = state.page_value(KEY)
    return min(int(text), _LAST) // rows * rows if text.isdecimal() else 0


def first_row(all_rows: int, rows: int = ROWS) -> int:
    """The first row to show, from 0, as the URL says it; the last page where the list has become shorter."""
    return leafing.page_start(asked_row(rows), all_rows, rows)


def go_to(row: int) -> None:
    """Show the list from a row on."""
    state.set_page_value(KEY, str(row) if row else None)


def buttons(first: int, all_rows: int, rows: int = ROWS) -> None:
    """Which rows are shown, and the way to the others; nothing where all are."""
    leafing.row(first, all_rows, rows, go_to, "w_case_row")
