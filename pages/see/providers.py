"""Providers: who does what, where and when; how complete and how fresh the directory is, and whom to call."""

import streamlit as st

from ui import cached, providers_sections, providers_view, state
from ui.frame import cards, empty, page
from ui.text import _, day

page(
    _("Providers"),
    state.DIRECTORY_ROLES,
    _("Who does what, where and when; and how far the directory can be trusted."),
    about_cases=False,
)
scope, as_of = state.scope(), state.as_of()
source = _("Source: the provider directory, state of {day}; each row names its own source.").format(day=day(as_of))
directory = providers_view.for_reader(cached.directory(scope, as_of))
if directory.empty:
    empty(_("The register holds no provider directory yet. Bring one in to see who works where."))
    st.stop()

rows = providers_view.prepared(directory, as_of)
active = providers_view.active(rows)
if providers_view.sees_room():
    active = providers_view.add_room(active, cached.presences_at(scope, as_of))
trend = cached.presences_by_year(scope, as_of, first_year=min(state.bounds().first_year, as_of.year))
townships = cached.townships()
cards(
    providers_view.cards(
        providers_view.headline(active), len(townships), trend, cached.settings()["confirmed_within_days"]
    ),
    5,
)

st.subheader(_("Who does what, where and when"), anchor=False)
providers_sections.directory(active, source)

if len(active):
    st.subheader(_("Where somebody is active, and where nobody is"), anchor=False)
    providers_sections.where(providers_view.served_by_state(active, townships), source)

    st.subheader(_("How far the directory can be trusted"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        providers_sections.completeness(cached.completeness(scope, as_of), source)
    with right:
        providers_sections.freshness(cached.freshness(scope, as_of), source)

st.subheader(_("To follow up"), anchor=False)
calls, roving, others = st.tabs([_("Whom to call first"), _("Roving workers"), _("Not active on this day")])
with calls:
    providers_sections.calls(active, source)
with roving:
    providers_sections.roving(active, source)
with others:
    providers_sections.not_counted(rows, source)
