"""Indicators: is reintegration getting better, for whom, and what is still not measured."""

import streamlit as st

from ui import failures, indicator_choice, indicator_one, indicator_overview, state
from ui.frame import page
from ui.text import _

page(
    _("Indicators"),
    state.CASE_ROLES,
    _("Is reintegration getting better, for whom, and what is still not measured? Definitions are proposals of this "
      "project."),
)  # fmt: skip
with failures.explained():
    every = indicator_choice.every()
    one = indicator_choice.one_of(every)
    with st.spinner(_("Counting …")):
        if one is None:
            indicator_overview.show(every)
        else:
            indicator_one.show(one)
