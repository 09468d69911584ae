"""Take a decision and say what came of it: done, with the way back, or refused, with the reason.

Decisions are taken in callbacks, with what the reader saw bound to the button: so the page that follows is read anew,
and somebody who was slower is told what holds now instead of overwriting it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from data import assignments
from data.errors import AtlasError
from ui import cached, failures, state
from ui.text import _

_OUTCOME: Final = "atlas_assign_outcome"
_TIMES: Final = "atlas_assign_times"
_UNDONE: Final = "atlas_assign_undone"


@dataclass(frozen=True)
class Outcome:
    """said: translated words of what was done, empty where it was refused. undo: the period that can be taken back."""

    said: str
    errors: tuple[AtlasError, ...] = ()
    undo: str | None = None


def decide(write: Callable[[], object], said: str, on: date, can_undo: bool = True) -> str | None:
    """Write one decision; returns the identifier that it gave, None where it was refused."""
    try:
        made = write()
    except AtlasError as error:
        st.session_state[_OUTCOME] = Outcome("", (error,))
        return None
    tell(Outcome(said, undo=str(made) if made and can_undo else None), on)
    return str(made) if made else ""


def tell(outcome: Outcome, on: date) -> None:
    """Keep what came of decisions for the next drawing; forms begin anew, and the view moves on to their day."""
    st.session_state[_OUTCOME] = outcome
    if not outcome.errors:
        st.session_state[_TIMES] = times() + 1
    if on > state.as_of():
        state.change(as_of=on)


def times() -> int:
    """How often something was decided in this visit; part of the keys of forms, so that they begin anew."""
    return int(st.session_state.get(_TIMES, 0))


def outcome() -> None:
    """What came of the last decision, once; with the button that takes it back."""
    found: Outcome | None = st.session_state.get(_OUTCOME)
    if found is None:
        return
    if found.said:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="asg_outcome"):
            st.success(found.said, icon=":material/check_circle:")
            if found.undo:
                st.button(
                    _("Take it back"), icon=":material/undo:", key="w_asg_undo", on_click=_undo, args=(found.undo,)
                )
        st.toast(found.said, icon=":material/check_circle:")  # the button may stand far below
    for error in found.errors:
        failures.show(error)
        st.toast(failures.words(error), icon=":material/error:", duration="long")
    st.session_state[_OUTCOME] = None


def _undo(assignment_id: str) -> None:
    said = _("Taken back: what held before holds again.")
    write = lambda: assignments.undo(cached.store(), state.scope(), assignment_id)  # noqa: E731
    if decide(write, said, state.as_of(), can_undo=False) is not None:
        st.session_state[_UNDONE] = undone() | {assignment_id}


def undone() -> frozenset[str]:
    """Periods that this visit took back."""
    return frozenset(st.session_state.get(_UNDONE, ()))
