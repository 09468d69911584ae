"""The atlas's front door: page settings, first start, who is reading, sidebar, navigation; nothing else."""

import streamlit as st

from data.vocabulary import Role
from ui import accounts, filters, look, quiet, start, state
from ui.navigation import navigation
from ui.text import _

quiet.ask_nobody()
st.set_page_config(page_title=_("Reintegration Atlas"), page_icon=look.ICON, layout="wide")
start.ready()
look.logo()
if not state.has_reader():
    state.let_in(accounts.demonstration(Role.PLANNER))
state.begin(start.bounds())
chosen = navigation(state.scope().role)
filters.sidebar()
state.publish()
with look.patience():
    chosen.run()
state.settle()
