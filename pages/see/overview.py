"""Overview: the few numbers that matter, what they mean, and where one acts on them."""

import streamlit as st

from data.vocabulary import Role
from ui import frame, overview, state
from ui import overview_figures as figures
from ui.text import _

reader, filters = state.scope(), state.filters()
sees_cases = reader.role in state.CASE_ROLES
frame.page(
    _("Overview"),
    state.ALL_ROLES,
    _("Where victims of trafficking come from, who can help them reintegrate, and who is still waiting.")
    if sees_cases
    else _("Who can help victims of trafficking reintegrate, and where. Your role sees no cases."),
)

if sees_cases:
    cards = overview.headline(reader, filters, state.bounds().first_year)
    frame.cards(cards, per_row=3 if len(cards) % 3 == 0 else 4)
    if reader.role is not Role.PLANNER:
        frame.source_note(
            _("No trend: your role sees the people of today, so earlier days would look emptier than they were.")
        )
    st.subheader(_("Victims over the years"), anchor=False)
    figures.by_year(reader, filters)
    st.subheader(_("Does capacity follow the victims?"), anchor=False)
    figures.corridors(reader, filters)
    st.subheader(_("How fresh and how complete the data are"), anchor=False)
    directory, register = st.columns(2, gap="large")
    with directory:
        figures.freshness(reader, filters.as_of)
    with register:
        figures.completeness(reader, filters)
else:
    frame.cards(overview.directory_cards(reader, filters.as_of, state.bounds().first_year))
    national, directory = st.columns(2, gap="large")
    with national:
        figures.national_figures()
    with directory:
        figures.freshness(reader, filters.as_of)

if reader.role in (Role.PLANNER, Role.ADMINISTRATOR):
    st.subheader(_("Files brought in"), anchor=False)
    figures.recent_loads(reader)
frame.sources()
