"""Assignments: who waits and why, who could take each of them, one proposal for all, and requests to be answered."""

import streamlit as st

from data.vocabulary import Role
from ui import assign_list, assign_person, assign_propose, assign_requests, assign_say, assign_values, state
from ui.frame import page, sources
from ui.text import _

page(
    _("Assignments"),
    state.CASE_ROLES,
    _("Who waits for a provider and why, who could take each of them, and which requests wait for an answer (4.4)."),
    about_cases=False,
)
if not assign_values.decides_now():
    st.info(_("You look at an earlier day: decisions are taken on the present state. Clear the day in the sidebar."))
assign_say.outcome()
if state.scope().role is Role.NGO_MANAGER:
    assign_requests.show()
else:
    case_code = state.page_value("case")
    if case_code:
        assign_person.show(case_code)
    else:
        part = assign_list.part()
        {"list": assign_list.show, "all": assign_propose.show, "asked": assign_requests.show}[part]()
sources()
