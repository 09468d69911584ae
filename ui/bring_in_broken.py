"""Loads that a kill or a power cut ended in the middle: said on the page until somebody has read it."""

from __future__ import annotations

import streamlit as st

from data import load_begun
from data.errors import AtlasError
from ui import bring_in_work as work
from ui import cached, state
from ui.text import _, plain


def say() -> None:
    """What was broken off and what to do, with a button for having read it; nothing where nothing was."""
    for note in load_begun.broken_off(cached.store(), state.scope()):
        st.warning(plain(note.remark.message(_)), icon=":material/power_off:")
        st.button(_("I have read it"), key=f"w_bring_in_read_{note.batch_id}", on_click=_forget, args=(note.batch_id,))


def _forget(batch_id: str) -> None:
    """From a button; who may do it is judged by the scope of this moment."""
    try:
        load_begun.forget(cached.store(), state.scope(), batch_id)
    except AtlasError as error:
        work.change(error=error)
