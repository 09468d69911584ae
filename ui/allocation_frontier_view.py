"""What more money brings: people supported and by the minimum model against the budget, with the knee marked."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.allocation_frontier import Frontier
from ui import allocation_words as words
from ui import allocation_work as work
from ui import charts, palette
from ui.allocation_plan_view import stale
from ui.allocation_work import Made
from ui.charts import Reference, Series
from ui.export import Column, Kind
from ui.frame import empty, source_note
from ui.tables import table
from ui.text import _, number


def show() -> None:
    """The curve of the present question, or the button that draws it."""
    now = work.current()
    if st.button(
        _("Draw the curve"), key="w_alloc_frontier", type="primary", icon=":material/show_chart:",
        disabled=now.job is not None, on_click=_begin,
        help=_("The best plan at {n} budgets, from nothing to twice the budget above.").format(n=work.FRONTIER_POINTS),
    ):  # fmt: skip
        st.rerun()
    if now.frontier is None:
        if now.job is None:
            empty(_("How many people more money would reach, and from where on it brings clearly less."),
                  ":material/show_chart:")  # fmt: skip
        return
    stale(now.frontier)
    _curve(now.frontier)


def _begin() -> None:
    work.begin_frontier()


def _curve(made: Made) -> None:
    found: Frontier = made.result
    if not found.points:
        empty(_("Stopped before there was any plan."))
        return
    source = words.source(made.as_of)
    if not found.is_whole:
        st.info(_("Stopped: {n} budgets were worked out.").format(n=number(len(found.points))))
    charts.show(figure(found), conclusion(found), source, "allocation_frontier")
    source_note(
        _("Each point is the best plan by weighted people that reaches no fewer people than a smaller budget does, "
          "within the stated gap and the time for a point; so the people supported rise in steps, and those by the "
          "minimum model go up and down.")
    )  # fmt: skip
    title = _("People reached, by budget")
    table(rows(found), columns(), "allocation_frontier", title, source)


def conclusion(found: Frontier) -> str:
    """The curve in a sentence."""
    if found.knee is None:
        last = found.points[-1]
        return _("Up to {usd} every further dollar brings about as much: {n} people supported there").format(
            usd=words.usd(last.budget_usd), n=number(last.supported_people)
        )
    bend = found.points[found.knee]
    return _("Beyond {usd} a further dollar brings clearly less; {n} people are supported there, {m} more by the "
             "minimum model").format(
        usd=words.usd(bend.budget_usd), n=number(bend.supported_people), m=number(bend.minimum_people)
    )  # fmt: skip


def figure(found: Frontier) -> go.Figure:
    """Two stacked areas over the budget, and the knee."""
    series = [
        Series(_("Supported"), tuple(p.supported_people for p in found.points), palette.PRIMARY),
        Series(_("Minimum model only"), tuple(p.minimum_people for p in found.points), "#dd9327"),
    ]
    mark = None
    if found.knee is not None:
        bend = found.points[found.knee]
        mark = Reference(_("From here on a dollar brings less"), (bend.budget_usd,), (bend.reached_people,))
    units = (_("Budget (US dollars a year)"), _("people"))
    return charts.stacked_lines([p.budget_usd for p in found.points], series, units, mark)


def rows(found: Frontier) -> pd.DataFrame:
    """One row a budget."""
    made = [
        (round(p.budget_usd), round(p.cost_usd), p.supported_people, p.minimum_people, p.plan.unreached_people,
         p.objective, p.bound, p.plan.gap_0_1 if p.objective else None, i == found.knee)
        for i, p in enumerate(found.points)
    ]  # fmt: skip
    return pd.DataFrame(made, columns=[column.key for column in columns()])


def columns() -> list[Column]:
    """Columns of rows()."""
    people, usd, weighted = _("people"), _("US dollars a year"), _("weighted people")
    return [
        Column("budget_usd", _("Budget"), usd, Kind.NUMBER),
        Column("cost_usd", _("Cost"), usd, Kind.NUMBER),
        Column("supported_people", _("Supported"), people, Kind.DECIMAL),
        Column("minimum_people", _("Minimum model only"), people, Kind.DECIMAL),
        Column("unreached_people", _("Still without"), people, Kind.DECIMAL),
        Column("objective", _("Worth"), weighted, Kind.DECIMAL),
        Column("bound", _("Proven bound"), weighted, Kind.DECIMAL),
        Column("gap_0_1", _("Proven within"), kind=Kind.SHARE),
        Column("is_knee", _("Brings less beyond"), kind=Kind.YES_NO),
    ]
