"""Data quality: what is missing, what contradicts itself, what waits for a person, and who holds which records."""

import streamlit as st

from data.vocabulary import Role
from ui import quality, quality_agencies, quality_loads, quality_waiting, state
from ui.frame import cards, page
from ui.text import _

page(
    _("Data quality"),
    state.CASE_ROLES,
    _("What is missing or contradicts itself, and what waits for a person; no names, only codes and counts."),
)
scope, filters = state.scope(), state.filters()
quality_waiting.say()
quality_waiting.show_error()
cards(quality.headline(scope, filters), 3)

titles = [_("Records"), _("Who holds what"), _("Providers")]
if scope.role is Role.PLANNER:
    titles += [_("Waiting for a person"), _("Past loads")]
records, agencies, providers, *own = st.tabs(titles)
with records:
    quality.completeness(scope, filters)
    quality.unplaced(scope, filters)
    quality.impossible(scope, filters)
with agencies:
    quality_agencies.show(scope, filters)
with providers:
    quality.stale(scope, filters.as_of)
if own:
    with own[0]:
        quality_waiting.show_questions(scope)
        quality_waiting.show_pairs(scope)
    with own[1]:
        quality_loads.show(scope)
