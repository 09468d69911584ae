"""What the forms of a case share: keys, the day, saving with what came of it; every form works by keyboard alone.

What a person may record is judged where it is written, by the scope of that moment; a form only leaves out what the
role could not save.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import streamlit as st

from data.errors import AtlasError
from ui import failures, state
from ui.text import _

SAID: Final = "atlas_case_said"
_TIMES: Final = "atlas_case_times"


def say() -> None:
    """What came of the last form, once."""
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(said, icon=":material/check_circle:")


def key(name: str, case_code: str) -> str:
    """A widget's key: of one case, and a new one after each record, so that a saved form stands empty again."""
    return f"w_case_{name}_{case_code}_{st.session_state.get(_TIMES, 0)}"


def shown_before(what: str, case_code: str, now: str) -> str:
    """What this visit showed last of `what`, which is what the person decided on; `now` where it showed nothing yet.

    Each record of this visit begins anew, so that only what others wrote differs.
    """
    name = f"atlas_case_shown_{what}_{case_code}_{st.session_state.get(_TIMES, 0)}"
    before = str(st.session_state.get(name, now))
    st.session_state[name] = now
    return before


def changed_meanwhile(case_code: str) -> None:
    """Tell that somebody else wrote what the form rested on, and that nothing was written here."""
    st.error(
        _("Case {code} was changed meanwhile by somebody else. Nothing was written: look at what holds now, then "
          "decide.").format(code=case_code), icon=":material/error:",
    )  # fmt: skip


def save(write: Callable[[], object], said: str) -> None:
    """Write what a form says; the page then shows the state of today, in which it stands.

    A refusal is told in words, and the form keeps what was typed.
    """
    try:
        write()
    except AtlasError as error:
        failures.show(error)
        return
    st.session_state[SAID] = said
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1
    today = state.bounds().today
    if state.as_of() < today:
        state.change(as_of=today)
    st.rerun()


def day_asked(text: str, name: str, case_code: str) -> date:
    """The day on which something happened; today at first, and at the latest."""
    today = state.bounds().today
    return st.date_input(
        text, today, min_value=state.EARLIEST_AS_OF, max_value=today, format="YYYY-MM-DD",
        key=key(name, case_code), width=220,
    )  # fmt: skip


def submit(text: str) -> bool:
    """The button of a form."""
    return st.form_submit_button(text, type="primary", icon=":material/save:")
