"""Meetings of the three sites: open a sitting, go on with one, read the minutes of those that are over."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from data import meetings
from data.errors import AtlasError
from data.vocabulary_work import MeetingKind, MeetingSite
from queries import meetings as ask
from ui import assign_values, cached, failures, frame, state
from ui import rr_meeting_words as words
from ui.text import _, label, n_, number

_SHOWN: Final = 12


def show() -> None:
    """The form that opens a sitting, and the meetings so far."""
    st.html(words.STYLE)
    if assign_values.decides_now():
        _open()
    else:
        st.caption(_("A meeting is held on the present state: clear the day in the sidebar to open one."))
    _so_far()


def _open() -> None:
    today = state.bounds().today
    st.subheader(_("Open a meeting"), anchor=False)
    with st.form(key="rr_open"):
        site = st.radio(_("Site"), list(MeetingSite), format_func=label, horizontal=True, key="w_rr_site")
        on = st.date_input(
            _("Day of the meeting"), min(assign_values.usual_day(), today), min_value=state.EARLIEST_AS_OF,
            max_value=today, format="YYYY-MM-DD", key="w_rr_day", width=220,
            help=_("A meeting planned at the site within a month of this day is the one that is held."),
        )  # fmt: skip
        pressed = st.form_submit_button(_("Open the meeting"), type="primary", icon=":material/meeting_room:")
    if pressed:
        try:
            opened = meetings.open_meeting(cached.store(), state.scope(), MeetingKind.RR_OPERATIONAL, site, on)
        except AtlasError as error:
            failures.show(error)
            return
        go_to(opened)
        st.rerun()


def go_to(meeting_id: str | None) -> None:
    """Show a meeting, or the list of them."""
    state.set_page_value("case", None)
    state.set_page_value("step", None)
    state.set_page_value("meeting", meeting_id)


def _so_far() -> None:
    found = ask.meetings(cached.store(), state.scope())
    held = found[(found["meeting_kind"] == str(MeetingKind.RR_OPERATIONAL)) & found["held_on"].notna()]
    held = held[pd.to_datetime(held["held_on"]).dt.date <= state.as_of()] if len(held) else held
    st.subheader(_("Meetings so far"), anchor=False)
    if held.empty:
        frame.empty(_("No R&R operational meeting is recorded yet. Open the first one above."))
        return
    all_of_them = len(held) <= _SHOWN or st.toggle(_("Show all {n}").format(n=number(len(held))), key="w_rr_all")
    for row in (held if all_of_them else held.head(_SHOWN)).to_dict("records"):
        _meeting(row)
    frame.source_note(_("Source: the register of meetings (2.9)."))


def _meeting(row: words.Row) -> None:
    decisions = n_("{n} decision", "{n} decisions", int(row["decisions"])).format(n=number(int(row["decisions"])))
    came = n_("{n} person came", "{n} people came", int(row["came_people"])).format(n=number(int(row["came_people"])))
    with st.container(key=f"rr_row_{row['meeting_id']}", horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(
            words.meeting_name(row), key=f"w_rr_meeting_{row['meeting_id']}", type="tertiary", on_click=go_to,
            args=(str(row["meeting_id"]),), width=260,
        )  # fmt: skip
        st.markdown(f"{words.minutes_state(row)} · {decisions} · {came}")
