"""Coverage for donors: where help is needed and who is there, from published tables alone."""

import streamlit as st

from data.vocabulary import Role
from ui import failures, frame, published_files, published_finest, published_values, published_view, state
from ui.published_words import about
from ui.text import _, plain

frame.page(
    _("Coverage for donors"),
    state.DIRECTORY_ROLES,
    _("Whether help is where the need is: published figures from which no person can be worked out."),
    about_cases=False,
)
reader, as_of = state.scope(), state.as_of()
edition = published_view.choose_edition(reader)
if edition is None:
    published_view.nothing_yet(reader.role is Role.PLANNER)
    st.stop()

with failures.explained():
    st.caption(about(edition))
    if edition.note:
        st.info(plain(edition.note), icon=":material/sticky_note_2:")
    help_there = published_values.helped(reader, as_of)
    published_view.headline(edition, help_there)
    st.subheader(_("Where they come from, and who is there"), anchor=False)
    published_view.where(edition, help_there, as_of)
    published_finest.show(edition)
    st.subheader(_("Corridors over the years"), anchor=False)
    published_view.years(edition)
    st.subheader(_("Purposes"), anchor=False)
    published_view.purposes(edition)
    st.subheader(_("Sex and age"), anchor=False)
    published_view.people(edition)
    st.subheader(_("What is withheld, and why"), anchor=False)
    published_view.withheld(edition)
    st.subheader(_("Everything to take along"), anchor=False)
    published_files.downloads(edition)
    published_view.method(edition)
frame.sources()
