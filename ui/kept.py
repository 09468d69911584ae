"""Choices of a page that stand in the URL: the widget shows what the URL says, and writes there what is chosen.

Whatever the URL or a forged widget holds is checked against what may be chosen; the rest counts as not chosen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeVar

import streamlit as st

from data.vocabulary import Code
from ui import state
from ui.text import _, label

C = TypeVar("C", bound=Code)
_LONGEST = 60


def codes_of(key: str, codes: type[C]) -> tuple[C, ...]:
    """The codes that the URL names under `key`, in the order of the list; empty: any."""
    written = set(state.page_value(key).split(","))
    return tuple(code for code in codes if str(code) in written)


def several(key: str, title: str, codes: type[C]) -> tuple[C, ...]:
    """A list of codes to choose from; choosing nothing means any."""
    now, widget = codes_of(key, codes), f"w_kept_{key}"
    state.hold(widget, list(now))

    def changed() -> None:
        chosen = {str(code) for code in st.session_state[widget]}
        state.set_page_value(key, ",".join(str(code) for code in codes if str(code) in chosen)[:_LONGEST] or None)

    st.multiselect(title, list(codes), format_func=label, key=widget, placeholder=_("All"), on_change=changed)
    return now


def one(key: str, title: str, names: Mapping[str, str], everything: str) -> str | None:
    """One of `names` (value -> words), or everything (None)."""
    now, widget = state.page_value(key, tuple(names)) or None, f"w_kept_{key}"
    state.hold(widget, now or "")

    def changed() -> None:
        state.set_page_value(key, st.session_state[widget] if st.session_state[widget] in names else None)

    words = {"": everything, **names}
    st.selectbox(title, list(words), format_func=words.__getitem__, key=widget, on_change=changed)
    return now


def flag(key: str, title: str, help: str | None = None) -> bool:
    """A switch; off is not written."""
    now, widget = state.page_value(key) == "yes", f"w_kept_{key}"
    state.hold(widget, now)

    def changed() -> None:
        state.set_page_value(key, "yes" if st.session_state[widget] else None)

    st.toggle(title, key=widget, help=help, on_change=changed)
    return now


def places(rows: Sequence[tuple[str, str]]) -> dict[str, str]:
    """P-code -> name, sorted by name; rows: (code, name)."""
    return dict(sorted(set(rows), key=lambda row: row[1]))


def plain_key(text: object) -> str:
    """A text as it is compared: composed Unicode, without case, edges or doubled spaces. Nothing in it is a pattern."""
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())
