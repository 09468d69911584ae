"""What the shelter register answers to whoever wrote something: done, or which field is at fault and why."""

from __future__ import annotations

import re
from typing import Final

import streamlit as st

from data.row_errors import RowFault
from ui import failures
from ui import shelter_words as words
from ui.bring_in_words import reason
from ui.text import plain

_SAID: Final = "atlas_shelter_said"
_ROW: Final = re.compile(r"^Row 2(?:, column [^:]*)?:? ")


def say(text: str) -> None:
    """Keep what was done, to be said once the page is drawn anew."""
    st.session_state[_SAID] = text


def show_said() -> None:
    """Say it, once."""
    text = st.session_state.pop(_SAID, None)
    if text:
        st.success(text, icon=":material/check_circle:")


def words_of(fault: RowFault) -> str:
    """A fault of the form's only row: the field, the kind of fault, and the sentence, in English without its row."""
    key = next((key for key, label in words.FIELD_LABELS.items() if label == fault.column), None)
    head = f"**{plain(words.plain_field(key))}**: " if key else ""
    return f"{head}{reason(type(fault).__name__)}. {_ROW.sub('', failures.words(fault))}"
