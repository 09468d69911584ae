"""The atlas's front door: page settings, first start, who is reading, sidebar, navigation; nothing else."""

import streamlit as st

from ui import filters, gate, look, quiet, start, state
from ui.navigation import navigation
from ui.text import _

quiet.ask_nobody()
st.set_page_config(page_title=_("Reintegration Atlas"), page_icon=look.ICON, layout="wide")
start.ready()
look.logo()
gate.pass_through()
start.warn()
state.begin(start.bounds())
chosen = navigation(state.scope().role)
filters.sidebar()
state.publish()
with look.patience():
    chosen.run()
state.settle()
