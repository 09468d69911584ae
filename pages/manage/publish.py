"""Publish: tables for donors, previewed, audited and frozen; nobody can be worked out from them."""

import streamlit as st

from ui import publish_form, publish_preview, state
from ui import publish_work as work
from ui.frame import page
from ui.text import _

page(
    _("Publish"),
    state.PLANNERS,
    _("Tables for donors: choose the years, look at what they would see, freeze a version once the audit has passed."),
    about_cases=False,
)
publish_form.collect()
publish_form.form()
now = work.current()
if now.job is not None:
    publish_form.watch()
if now.preview is not None:
    st.divider()
    publish_preview.show(now.preview, state.as_of())
publish_preview.past()
