"""What went wrong, in the reader's language; never a traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from data import permissions
from data.errors import AtlasError
from ui import cached, state
from ui.text import _, plain


def words(error: AtlasError) -> str:
    """The failure's sentence with its facts, in the reader's language, safe to show as Markdown."""
    if type(error).message is not AtlasError.message:  # sentences that hold other sentences
        return plain(error.message(_))
    facts = {name: plain(value) if isinstance(value, str | Path) else value for name, value in error.facts().items()}
    return _(error.template).format(**facts)


def show(error: AtlasError) -> None:
    """Say what went wrong, in the place where the page stands; that somebody was refused is put on record, once."""
    if error.refuses and not getattr(error, "is_on_record", False):
        permissions.note_refusal(cached.store(), state.scope(), type(error).__name__)
        error.is_on_record = True  # type: ignore[attr-defined]
    st.error(words(error), icon=":material/error:")


@contextmanager
def explained(stop: bool = True) -> Iterator[None]:
    """Run a piece of a page; an AtlasError in it is shown in words. stop: the page ends there."""
    try:
        yield
    except AtlasError as error:
        show(error)
        if stop:
            st.stop()


def unforeseen(error: Exception) -> bool:
    """Say that something went wrong that nobody foresaw, with a number by which the log tells what it was; True: said.

    Streamlit has written the error into the log before; the page is told nothing of it.
    """
    number = secrets.token_hex(4).upper()
    logging.getLogger(__name__).error("Reference %s: %s", number, type(error).__name__)
    st.error(
        _(
            "Something went wrong that the atlas did not foresee. What you saved before is kept. Load the page again; "
            "if it happens again, tell whoever runs the atlas this reference: {number}."
        ).format(number=number),
        icon=":material/error:",
    )
    return True
