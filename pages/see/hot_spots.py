"""Hot spots: where rates are high, how sure that is, how it came about; for planners. Others read the frozen lists."""

import streamlit as st

from data.vocabulary import Role
from ui import (
    failures,
    frame,
    hotspot_register_parts,
    hotspots_choice,
    hotspots_reference,
    hotspots_values,
    hotspots_views,
    state,
)
from ui.hotspot_meeting import meeting
from ui.hotspot_register_parts import Part
from ui.hotspot_register_view import freeze_part, lists_part
from ui.hotspots_choice import View
from ui.maps import in_force
from ui.text import _

reader, filters = state.scope(), state.filters()
plans = reader.role is Role.PLANNER
part = hotspot_register_parts.now() if plans else Part.LISTS
intro = _("Where the rates of victims are high, how sure that is, and how it has changed.")
if not plans:
    intro = _("The townships that the annual meeting has named as hot spots.")
frame.page(
    _("Hot spots"),
    state.CASE_ROLES,
    "" if part is Part.MEETING else intro,
    about_cases=part is Part.ANALYSIS,
)
if plans and part is not Part.MEETING:
    hotspot_register_parts.switch()
if part is not Part.ANALYSIS:
    with failures.explained():
        {Part.LISTS: lists_part, Part.FREEZE: freeze_part, Part.MEETING: meeting}[part]()
    st.stop()

with failures.explained():
    shape = in_force()
    limits = state.bounds()
    numbers = hotspots_values.numbers(reader, filters, shape, limits.first_year, limits.last_year)
    choice = hotspots_choice.choose(numbers)
    if not numbers.panel().counts.any():
        frame.empty(_("No victim with a known township fits these filters: there is nothing to compare."))
    elif choice.view is View.MAP:
        hotspots_views.map_of_year(numbers, choice, shape)
    elif choice.view is View.COMPARE:
        hotspots_views.two_years(numbers, choice, shape)
    elif choice.view is View.YEARS:
        hotspots_views.all_years(numbers, choice, shape)
    elif choice.view is View.TABLE:
        hotspots_views.ranking(numbers, choice)
    else:
        hotspots_reference.view(numbers, choice, hotspots_views.source())
