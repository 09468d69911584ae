"""Allocation planner: where the next provider, roving worker or visit does most good with a budget, and why."""

import streamlit as st

from ui import allocation_facts, allocation_form, allocation_progress, allocation_views, failures, state
from ui import allocation_work as work
from ui.frame import page, sources
from ui.text import _

page(
    _("Allocation planner"),
    state.PLANNERS,
    _("Where the next provider, roving case worker or DSW visit does most good with a budget, and who stays without."),
)
with failures.explained():
    needed = work.the_need()
allocation_progress.collect()
st.markdown(allocation_facts.sentence(needed))
allocation_form.form(is_open=work.current().plan is None and work.current().job is None)
if work.current().job is not None:
    allocation_progress.watch()
allocation_views.show()
sources()
