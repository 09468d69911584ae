"""Gaps: townships that victims come from and where help is missing, who waits and why, and whether capacity follows."""

import streamlit as st

from ui import gaps_list, gaps_view, gaps_waiting, state, tier_marks
from ui.export import download
from ui.frame import cards, empty, page, source_note
from ui.text import _

page(
    _("Gaps"),
    state.CASE_ROLES,
    _("Where victims come from and too little help is in reach, worst first; and who is waiting, why, and how long."),
)
st.html(tier_marks.STYLE + gaps_list.STYLE)
scope, filters = state.scope(), state.filters()
whole, waiting = gaps_view.picture(scope, filters), state.sees_waiting()
source = gaps_view.source(filters.as_of)

headline = st.container()
st.subheader(_("Who is in reach of the townships that victims come from"), anchor=False)
strip = st.container()
choice, text = gaps_list.controls(whole)
with headline:
    looked_at = len(gaps_view.limited(whole, choice.st_pcode).townships)
    totals, country = gaps_view.totals(whole, choice), gaps_view.totals(whole, gaps_view.Choice())
    headline_cards = gaps_view.cards(totals, country, looked_at, waiting)
    cards(headline_cards, len(headline_cards))
with strip:
    st.html(tier_marks.strip(gaps_view.by_tier(whole, choice.st_pcode)))

st.subheader(_("Townships, worst first"), anchor=False)
ranked = gaps_view.ranked(whole, choice)
found = gaps_view.find(ranked, text)
if found.empty:
    empty(gaps_view.nothing_found(whole, choice, text, waiting))
else:
    asked = (filters, choice, text)
    shown = gaps_list.shown_rows(found, asked)
    gaps_list.township_list(gaps_list.rows_of(whole, shown, choice.confirmed_only, waiting))
    gaps_list.more_button(len(found), len(shown), asked)
    source_note(gaps_view.ranking_note(waiting) + " " + source)
    rows = gaps_view.file_rows(whole, found, choice.confirmed_only)
    download(rows, gaps_view.file_columns(waiting), "gaps_townships", _("Townships with a gap"), source)

st.subheader(_("Who waits, why, and how long"), anchor=False)
gaps_waiting.section(scope, filters, source)

st.subheader(_("Does capacity follow the victims?"), anchor=False)
gaps_waiting.equity_section(whole, source)
