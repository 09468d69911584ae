"""The form in which a planner says where a recommendation stands; what two planners write at once is not lost."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from data.errors import AtlasError
from data.recommendation_errors import StateChanged
from data.recommendation_states import FIRST_DUE, LAST_DUE, LONGEST_NOTE, NewState, record
from data.vocabulary_indicators import OwnerBody, RecommendationStatus
from ui import cached, failures, state
from ui.recommendation_rows import Row
from ui.text import _, label

_SAID: Final = "atlas_rec_said"
_BEGUN: Final = "atlas_rec_begun"
_CLASH: Final = "atlas_rec_clash"
_NOBODY: Final = ""


def say() -> None:
    """What came of the last change, once."""
    said = st.session_state.pop(_SAID, None)
    if said:
        st.success(said, icon=":material/check_circle:")


def show(wanted: str, row: Row) -> None:
    """The form; it rests on the state that it showed first, until it is sent or begun anew. row: what holds now."""
    holds = row["state_id"] if isinstance(row["state_id"], str) else None
    begun = st.session_state.setdefault(_BEGUN, {})
    base = begun.setdefault(wanted, (holds, 0))
    if _key("status", wanted, base[1]) not in st.session_state:  # nothing is typed: the fields will show what holds
        base = begun[wanted] = (holds, base[1])
    st.markdown(f"##### {_('Change where it stands')}")
    if base[0] != holds:
        _meanwhile(wanted, holds, base[1])
    _keep(wanted, base[1], row)
    with st.form(key=f"rec_form_{wanted}", clear_on_submit=False):
        told = _fields(wanted, base[1])
        st.caption(_("Never write a person's name. Each state is added to the history; nothing is overwritten."))
        sent = st.form_submit_button(_("Save"), type="primary", icon=":material/save:")
    if sent:
        _save(wanted, NewState(wanted, supersedes=base[0], **told), base[1])


def _key(field: str, wanted: str, times: int) -> str:
    return f"w_rec_{field}_{wanted}_{times}"


def _keep(wanted: str, times: int, row: Row) -> None:
    """Fill the fields of a new form with what holds; those that somebody is writing in stay as they are."""
    due = None if pd.isna(row["due_on"]) else pd.Timestamp(row["due_on"]).date()
    told = {key: row[key] if isinstance(row[key], str) else "" for key in ("owner_body", "evidence", "note")}
    values: dict[str, Any] = {
        "status": row["recommendation_status"], "owner": told["owner_body"] or _NOBODY, "due": due,
        "evidence": told["evidence"], "note": told["note"],
    }  # fmt: skip
    for field, value in values.items():
        if value is not None or field != "due":
            st.session_state.setdefault(_key(field, wanted, times), value)


def _fields(wanted: str, times: int) -> dict[str, Any]:
    statuses = {str(one): label(one) for one in RecommendationStatus}
    owners = {_NOBODY: _("nobody yet"), **{str(one): label(one) for one in OwnerBody}}
    first, second, third = st.columns(3)
    with first:
        status = st.selectbox(
            _("Status"), list(statuses), format_func=statuses.__getitem__, key=_key("status", wanted, times)
        )
    with second:
        owner = st.selectbox(_("Owner"), list(owners), format_func=owners.__getitem__, key=_key("owner", wanted, times))
    with third:
        due = st.date_input(
            _("Due"), None, min_value=FIRST_DUE, max_value=LAST_DUE, format="YYYY-MM-DD",
            key=_key("due", wanted, times),
        )  # fmt: skip
    evidence = st.text_area(
        _("Evidence: one document or address a line"), key=_key("evidence", wanted, times), height=100,
        help=_("The title of a document, or an address that begins with http:// or https://. What is done needs one."),
    )  # fmt: skip
    note = st.text_input(_("Note, one line"), key=_key("note", wanted, times), max_chars=LONGEST_NOTE)
    return {"status": status, "owner": owner or None, "due_on": due, "evidence": evidence or "", "note": note or ""}


def _save(wanted: str, new: NewState, times: int) -> None:
    try:
        written = record(cached.store(), state.scope(), new)
    except StateChanged:
        st.session_state[_CLASH] = wanted
        st.rerun()
    except AtlasError as error:
        failures.show(error)
        return
    st.session_state[_SAID] = _("Recommendation {number}: saved.").format(number=wanted)
    _begin(wanted, written, times + 1)
    st.rerun()


def _begin(wanted: str, holds: str | None, times: int) -> None:
    """Let the form rest on another state: with the same fields, or, under another number, with those of that state."""
    st.session_state[_BEGUN][wanted] = (holds, times)
    st.session_state.pop(_CLASH, None)


def _meanwhile(wanted: str, holds: str | None, times: int) -> None:
    """Somebody wrote another state since the form was begun: it is shown above, and the reader chooses."""
    told = _("Another state was written since you began; it stands above, and what you typed stands below.")
    if st.session_state.get(_CLASH) == wanted:
        told = _("Nothing of yours was written.") + " " + told
    st.warning(told, icon=":material/edit_note:")
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Go on with mine on top of it"), key=f"w_rec_mine_{wanted}", on_click=_begin, args=(wanted, holds, times)
        )
        st.button(
            _("Begin anew from it"), key=f"w_rec_theirs_{wanted}", on_click=_begin, args=(wanted, holds, times + 1)
        )
