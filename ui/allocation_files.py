"""A plan to take away: a workbook with its inputs and sources, GeoJSON, and a page that prints well."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.allocation_geojson import to_geojson
from ui import allocation_plan_view as view
from ui import allocation_words as words
from ui.allocation_input_rows import input_columns, input_rows
from ui.allocation_print import page
from ui.allocation_work import Made
from ui.export import XLSX_MIME, Column, Cover, cover_of, download_file, to_workbook, worded
from ui.map_selection import township_names
from ui.text import _, day, language, number

_GEOJSON_MIME = "application/geo+json"


def downloads(made: Made) -> None:
    """The three buttons; each download is recorded."""
    st.subheader(_("Take the plan away"), anchor=False)
    rows = len(made.plan.placements) + len(made.plan.unreached)
    day_ = made.as_of.isoformat()
    book, title = workbook_parts(made), _("Allocation plan")
    names = {code: both[language()] for code, both in township_names().items()}
    about = {"title": title, "source": words.source(made.as_of), "filters": made.filters_words}
    printed = page(made)
    plan = made.plan
    with st.container(horizontal=True):
        download_file(
            lambda: to_workbook(*book), f"allocation_plan_{day_}.xlsx", XLSX_MIME, _("Workbook (XLSX)"),
            _("Plan, minimum model, who stays without, inputs and sources; the download is recorded."), rows,
        )  # fmt: skip
        download_file(
            lambda: to_geojson(plan, names, about).encode(), f"allocation_plan_{day_}.geojson", _GEOJSON_MIME,
            _("For map programs (GeoJSON)"), _("Placements, ways and townships; the download is recorded."), rows,
        )  # fmt: skip
        download_file(
            printed.encode, f"allocation_plan_{day_}.html", "text/html", _("To print (HTML)"),
            _("One page without any script; the download is recorded."), rows,
        )  # fmt: skip


Sheets = list[tuple[str, pd.DataFrame, list[Column]]]


def workbook_parts(made: Made) -> tuple[Cover, Sheets]:
    """Cover and sheets: plan, minimum model, who stays without, inputs and sources."""
    plan = made.plan
    parts = (
        (_("Plan"), view.placement_rows(plan), view.placement_columns()),
        (_("Minimum model"), view.minimum_rows(plan), view.minimum_columns()),
        (_("Still without"), view.unreached_rows(plan), view.unreached_columns()),
        (_("Inputs and sources"), input_rows(made), input_columns()),
    )
    return cover(made), [(name, worded(frame, columns), columns) for name, frame, columns in parts]


def cover(made: Made) -> Cover:
    """What the plan rests on and comes to; as of the day when it was made, whatever the page shows now."""
    plan, base = made.plan, cover_of(_("Allocation plan"), words.source(made.as_of))
    told = {_("State as of"): day(made.as_of), _("Filters"): made.filters_words}
    lines = [(what, told.get(what, value)) for what, value in base.lines]
    return Cover(base.title, (*lines, *result_lines(made), (_("How it ended"), view.ended(plan))), base.sheets)


def result_lines(made: Made) -> list[tuple[str, str]]:
    """What the plan comes to, each with its unit."""
    plan = made.plan
    unit = _("{n} people")
    return [
        (_("Need a place"), unit.format(n=number(plan.demand_people, 1))),
        (_("Supported"), unit.format(n=number(plan.existing_people + plan.new_people, 1))),
        (_("Minimum model only"), unit.format(n=number(plan.minimum_people, 1))),
        (_("Still without"), unit.format(n=number(plan.unreached_people, 1))),
        (_("Township not known"), unit.format(n=number(plan.unplaced_people))),
        (_("Cost"), words.usd(plan.cost_usd)),
        (_("State of the register"), made.fingerprint),
    ]
