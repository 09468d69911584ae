"""Caseload: who carries how many people, who is overloaded and who has room nearby, and what is due when."""

import streamlit as st

from ui import cached, caseload_due, caseload_sections, caseload_view, caseload_workers, state
from ui.caseload_view import Part
from ui.frame import cards, empty, own_scope, page, source_note
from ui.text import _, day

page(
    _("Caseload"),
    state.CASE_ROLES,
    _("Who carries how many people, who is overloaded and who has room nearby, and what is due when."),
    about_cases=False,
)
scope, as_of = state.scope(), state.as_of()
if own_scope():
    source_note(" · ".join(own_scope()))
source = _("Source: the register and the provider directory, state of {day}.").format(day=day(as_of))
settings = cached.settings()
found = caseload_view.picture(scope, as_of)
if found.loads.empty:
    empty(_("No provider in your scope carries anybody, and none is active for reintegration on this day."))
    st.stop()

due = caseload_due.counts(scope, as_of)
cards(caseload_view.cards(found, due.overdue, due.soon), 3)
part = caseload_view.part()

if part is Part.PROVIDERS:
    st.subheader(_("Who carries how many"), anchor=False)
    caseload_sections.providers(found, due.by_pool, source)
    st.subheader(_("Month by month"), anchor=False)
    caseload_sections.trend(found, source)
elif part is Part.WORKERS:
    st.subheader(_("Case workers"), anchor=False)
    workers = caseload_view.workers(scope, as_of)
    caseload_sections.workers(workers, settings["worker_limit_people"], source)
    caseload_workers.section(found.loads, workers, source)
elif part is Part.DUE:
    st.subheader(_("What is due"), anchor=False)
    caseload_due.section(due, source)
elif part is Part.DSW:
    st.subheader(_("People near DSW offices"), anchor=False)
    caseload_sections.offices(caseload_view.offices(scope, as_of), source)
