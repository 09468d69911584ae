"""Stages: how far the people who returned in a year are, where they stop, and how long each way takes."""

import streamlit as st

from ui import failures, stages_view, state
from ui.frame import page
from ui.text import _, day

page(
    _("Stages"),
    state.CASE_ROLES,
    _("How far the people who returned in a year are, where they stop, and how long each way takes."),
)
source = _("Source: the register of this installation, as known on {day}.").format(day=day(state.as_of()))
with failures.explained():
    st.subheader(_("How far they are"), anchor=False)
    stages_view.cohort_section(source)
    st.subheader(_("How long it takes"), anchor=False)
    stages_view.ways_section(source)
