"""What the forms of a case share: keys, the day, saving with what came of it; every form works by keyboard alone.

What a person may record is judged where it is written, by the scope of that moment; a form only leaves out what the
role could not save.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import streamlit as st

from data import assignments
from data.errors import AtlasError
from data.lines import LONGEST
from ui import cached, failures, state
from ui.text import _

SAID: Final = "atlas_case_said"
_TIMES: Final = "atlas_case_times"
_UNDO: Final = "atlas_case_undo"
_REFUSED: Final = "atlas_case_refused"


def say() -> None:
    """What came of the last form, once; with the button that takes a decision back."""
    said, decided = st.session_state.pop(SAID, None), st.session_state.pop(_UNDO, None)
    refused: AtlasError | None = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        failures.show(refused)
    if not said:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="case_outcome"):
        st.success(said, icon=":material/check_circle:")
        if decided:
            st.button(_("Take it back"), icon=":material/undo:", key="w_case_undo", on_click=_undo, args=(decided,))


def _undo(assignment_id: str) -> None:
    """Take back the decision that opened this period, or that closed the case with it."""
    try:
        assignments.undo(cached.store(), state.scope(), assignment_id)
    except AtlasError as error:
        st.session_state[_REFUSED] = error
        return
    st.session_state[SAID] = _("Taken back: what held before holds again.")
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1


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


def save(write: Callable[[], object], said: str, undo: Callable[[object], str] | None = None) -> None:
    """Write what a form says; the page then shows the state of today, in which it stands.

    A refusal is told in words, and the form keeps what was typed. undo: from what `write` returns, the period with
    which a decision on who carries the case can be taken back.
    """
    try:
        made = write()
    except AtlasError as error:
        failures.show(error)
        return
    st.session_state[SAID] = said
    if undo is not None:
        st.session_state[_UNDO] = undo(made)
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


def note_asked(name: str, case_code: str) -> str | None:
    """One line beside a decision; None where it stays empty."""
    text = st.text_input(_("Note, in one line without names (may stay empty)"), max_chars=LONGEST,
                         key=key(name, case_code))  # fmt: skip
    return text.strip() or None


def submit(text: str) -> bool:
    """The button of a form."""
    return st.form_submit_button(text, type="primary", icon=":material/save:")
