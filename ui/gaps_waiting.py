"""The two sections of figures on the Gaps page: unassigned people (4.4) and corridor equity (4.1)."""

from __future__ import annotations

import streamlit as st

from analysis.coverage import corridor_equity
from data.scope import Scope
from data.vocabulary import Role
from queries.filters import Filters
from ui import cached, charts
from ui import gaps_figures as figures
from ui.export import download
from ui.frame import empty, source_note
from ui.gaps_view import Picture
from ui.text import _, place_name


def section(scope: Scope, filters: Filters, source: str) -> None:
    """Unassigned people by reason, by days waited, by state and reason: the whole country, always."""
    if scope.role is Role.NGO_MANAGER:
        empty(_("Your role sees the people assigned to your organisation. Those assigned to nobody are seen by the "
                "Central Body's planners and by DSW officers."), ":material/lock:")  # fmt: skip
        return
    reasons = figures.by_reason(cached.unassigned_by_reason(scope, filters))
    if reasons.empty:
        empty(_("Nobody in the filter is waiting for a provider on this day."), ":material/check_circle:")
        return
    source_note(
        _("Everyone in the filter who needs support and has no provider on the as-of date, in the whole country (4.4).")
    )
    left, right = st.columns(2, gap="large")
    with left:
        charts.show(figures.reason_figure(reasons), figures.reason_title(reasons), source, "gaps_reason")
        title = _("Not assigned, by reason")
        download(reasons, figures.reason_columns(), "gaps_unassigned_by_reason", title, source)
    with right:
        waits = figures.by_wait(cached.unassigned_by_wait(scope, filters))
        charts.show(figures.wait_figure(waits), figures.wait_title(waits), source, "gaps_wait")
        title = _("Not assigned, by days waited")
        download(waits, figures.wait_columns(), "gaps_unassigned_by_wait", title, source)
    names = {row["st_pcode"]: place_name(row, "st") for row in cached.townships().to_dict("records")}
    states = figures.by_state(cached.unassigned_by_state(scope, filters), names)
    charts.show(figures.state_figure(states), figures.state_title(states), source, "gaps_state")
    title = _("Not assigned, by state or region and reason")
    download(states, figures.state_columns(), "gaps_unassigned_by_state", title, source)


def equity_section(whole: Picture, source: str) -> None:
    """Share of the victims against share of the reintegration capacity, corridor by corridor."""
    if not whole.victims["victims_people"].sum():
        empty(_("There are no victims in the filter to compare capacity with."))
        return
    found = corridor_equity(whole.coverage, whole.victims)
    note = " ".join((figures.equity_note(found), source))
    charts.show(figures.equity_figure(found), figures.equity_title(found), note, "gaps_equity")
    title = _("Capacity and victims by corridor")
    download(found.corridors, figures.equity_columns(), "gaps_corridor_equity", title, source)
