"""Coverage map: where victims come from, who is in reach, and the card of every township."""

import streamlit as st

from ui import failures, frame, map_notes, map_selection, map_signs, state
from ui.cached import settings
from ui.map_choice import Show, choose
from ui.map_drawing import draw
from ui.map_legend import legend
from ui.map_values import map_values
from ui.maps import MapView, atlas_map, in_force
from ui.text import _
from ui.township_card import card

frame.page(
    _("Coverage map"),
    state.CASE_ROLES,
    _("Where victims of trafficking come from, and who can help them where they return to."),
)
with failures.explained():
    choice = choose()
    shape = in_force()
    values = map_values(state.scope(), state.filters(), choice.level, shape)

above = st.container()
on_map, beside = st.columns([3, 2], gap="medium")
with on_map:
    drawing = draw(choice, values)
    presences = map_signs.chosen_presences(values.coverage, choice)
    atlas_map(
        shape,
        MapView(
            drawing.areas,
            map_selection.frame(shape, choice),
            drawing.circles,
            map_signs.places(choice, settings()["dsw_reach_km"]),
            map_signs.providers(presences) if Show.PROVIDERS in choice.show else None,
        ),
        key="coverage",
        on_pick=map_selection.picked,
    )
with above:
    map_notes.conclusion(values)
with on_map:
    legend(choice, drawing, values)
    map_notes.below(choice, values, presences, shape)
with beside:
    map_selection.search()
    place = map_selection.place()
    if place:
        card(place, values, state.filters())
    else:
        map_notes.beside(values)

map_notes.values_table(choice, values)
