"""The M&E calendar: which provider reported for which quarter (4.9), and which stage was assessed when (4.10)."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from analysis.report_calendar import report_calendar
from data.indicator_files import indicators
from data.registers import REGISTERS
from data.vocabulary import Body
from data.vocabulary_indicators import AssessedStage, Dimension, Period, ReportState
from queries import registers as questions
from ui import cached, frame, heat_grid, kept, registers_form, state
from ui.export import Column, Kind, download
from ui.heat_grid import Cell
from ui.navigation import link
from ui.text import _, day, label, n_, number, percent

_REGISTERS_PAGE: Final = "pages/manage/registers.py"
_INDICATOR: Final = "reports_on_time"
_YEARS_AT_FIRST: Final = 2
_SIGNS: Final = {"on_time": "✓", "late": "◔", "missing": "✕", "not_due": "…", "not_asked": "+"}
_TONES: Final = {"on_time": "good", "late": "middling", "missing": "bad", "not_due": "open", "not_asked": "none"}


def show() -> None:
    """Everything below the heading of the page."""
    registers_form.said()
    reports, stages = _reports(), _assessments()
    _cards(reports, stages)
    first = _first_year(reports, stages)
    st.subheader(_("Reports of providers (4.9)"), anchor=False)
    _report_grid(reports[reports["quarter_on"].dt.year >= first])
    _entering("provider_report", _("Record a report"))
    st.subheader(_("Assessments of stages (4.10)"), anchor=False)
    _stage_grid(stages, first)
    _entering("stage_assessment", _("Record an assessment of a stage"))


def _reports() -> pd.DataFrame:
    """Rows of analysis.report_calendar with the name of the organisation, in the reader's scope."""
    scope, filters = state.scope(), state.filters()
    found = report_calendar(_asked(), cached.reports_received(scope, filters.as_of))
    names = questions.organisations(cached.store()).set_index("organisation_id")["name"]
    quarters = found["quarter_on"].dt
    found["quarter"] = quarters.year.astype(str) + " Q" + quarters.quarter.astype(str)
    return found.assign(organisation=found["organisation_id"].map(names))


def _asked() -> pd.DataFrame:
    """What the indicator of 4.9 asks for: organisation_id, quarter_on, n, d, inside."""
    asked = tuple(one for one in indicators() if one.key == _INDICATOR)
    found, _spells = cached.indicator_answers(state.scope(), state.filters(), asked, Dimension.PROVIDER, Period.QUARTER)
    cells = found[found["level"] == "cell"].rename(columns={"part": "organisation_id", "period_on": "quarter_on"})
    return cells[["organisation_id", "quarter_on", "n", "d", "inside"]]


def _assessments() -> pd.DataFrame:
    found = questions.stage_assessments(cached.store(), state.scope(), questions.ALL_ROWS)
    found["assessed_on"] = pd.to_datetime(found["assessed_on"])
    return found[found["assessed_on"] <= pd.Timestamp(state.as_of())]


def _first_year(reports: pd.DataFrame, stages: pd.DataFrame) -> int:
    """First year to show: the one before that of the as-of date, or whichever the reader chose."""
    last = state.as_of().year
    there = [*reports["quarter_on"].dt.year, *stages["assessed_on"].dt.year, last]
    years = {str(year): str(year) for year in range(max(min(there), last - 30), last + 1)}
    recent = _("the last two years")
    with st.container(width=260):
        chosen = kept.one("first", _("Shown from"), years, recent)
    return last - _YEARS_AT_FIRST + 1 if chosen is None else int(chosen)


# --- Reports ----------------------------------------------------------------------------------------------------------


def _cards(reports: pd.DataFrame, stages: pd.DataFrame) -> None:
    """The latest quarter whose reports are due, and the stages assessed in the year of the as-of date."""
    due = reports[reports["report_state"].isin(["on_time", "late", "missing"])]
    year = state.as_of().year
    assessed = stages.loc[stages["assessed_on"].dt.year == year, "assessed_stage"].nunique()
    items = []
    if len(due):
        quarter = due["quarter"].iloc[-1]
        of_quarter = due[due["quarter"] == quarter]["report_state"]
        on_time, asked = int((of_quarter == "on_time").sum()), len(of_quarter)
        text = _("{n} of {all}").format(n=number(on_time), all=number(asked))
        items = [
            frame.Card(
                _("On time, {quarter}").format(quarter=quarter), percent(on_time / asked), text,
                _("Reports of the latest quarter that is due, received by the due day; of all that were asked for."),
            ),
            frame.Card(
                _("Missing, {quarter}").format(quarter=quarter), number(int((of_quarter == "missing").sum())),
                _("reports"), _("Reports of that quarter that have not come in."),
            ),
        ]  # fmt: skip
    items.append(
        frame.Card(
            _("Stages assessed, {year}").format(year=year), number(assessed),
            _("of {n}").format(n=number(len(AssessedStage))), _("Stages with at least one assessment in the year."),
        )
    )  # fmt: skip
    frame.cards(items)


def _report_grid(reports: pd.DataFrame) -> None:
    if reports.empty:
        frame.empty(
            _("No report was asked for or received in these years. Reports are asked for from the first quarter for "
              "which any came; record the first one below."), ":material/event_busy:",
        )  # fmt: skip
        return
    columns = sorted(set(reports["quarter"]))
    rows = [
        (str(name), {row["quarter"]: _report_cell(row) for row in own.to_dict("records")})
        for name, own in reports.groupby("organisation")
    ]
    title = _("Reports of providers by quarter")
    heat_grid.show(_("Organisation"), columns, rows, title)
    source = _(
        "A report is due {days} days after its quarter ends. ✓ on time, ◔ late, ✕ missing, … not due yet, + came "
        "without being asked for, – nothing was asked. State of {day}."
    ).format(days=number(cached.settings()["report_due_days"]), day=day(state.as_of()))
    frame.source_note(source)
    download(reports, _report_columns(), "report_calendar", title, source)


def _report_cell(row: dict[Any, Any]) -> Cell:
    status = str(row["report_state"])
    text = f"{_SIGNS[status]} {label(ReportState(status))}"
    if status == str(ReportState.LATE):
        late = int(row["late_days"])
        text += ", " + n_("{n} day", "{n} days", late).format(n=number(late))
    return Cell(text, _TONES[status])


def _report_columns() -> list[Column]:
    return [
        Column("organisation", _("Organisation")),
        Column("quarter", _("Quarter")),
        Column("report_state", _("Report"), codes=ReportState),
        Column("received_on", _("Received on"), kind=Kind.DAY),
        Column("late_days", _("Late"), _("days"), Kind.NUMBER),
    ]


# --- Stages -----------------------------------------------------------------------------------------------------------


def _stage_grid(stages: pd.DataFrame, first: int) -> None:
    last = state.as_of().year
    rows = []
    for stage in AssessedStage:
        own = stages[stages["assessed_stage"] == str(stage)]
        cells = {
            str(year): _stage_cell(own[own["assessed_on"].dt.year == year], year) for year in range(first, last + 1)
        }
        rows.append((label(stage), cells))
    title = _("Assessments of stages by year")
    heat_grid.show(_("Stage"), [str(year) for year in range(first, last + 1)], rows, title)
    source = _(
        "✓ assessed: when, and by whom; ✕ not assessed; … not yet in the running year. Assessments of a whole stage, "
        "not of single cases. State of {day}."
    ).format(day=day(state.as_of()))
    frame.source_note(source)
    download(stages, _stage_columns(), "stage_assessments", title, source)


def _stage_cell(own: pd.DataFrame, year: int) -> Cell:
    if own.empty:
        is_running = year == state.as_of().year and (state.as_of().month, state.as_of().day) != (12, 31)
        return Cell("… " + _("Not yet"), "open") if is_running else Cell("✕ " + _("Not assessed"), "bad")
    told = [
        f"{day(row['assessed_on'].date())} ({label(Body(row['body']))})"
        for row in own.sort_values("assessed_on").to_dict("records")
    ]
    asked = own["victims_asked"].dropna()
    people = int(asked.sum())
    more = ["" if asked.empty else n_("{n} victim asked", "{n} victims asked", people).format(n=number(people))]
    return Cell("✓ " + "; ".join([*told, *filter(None, more)]), "good")


def _stage_columns() -> list[Column]:
    return [
        Column("assessed_stage", _("Stage assessed"), codes=AssessedStage),
        Column("assessed_on", _("Assessed on"), kind=Kind.DAY),
        Column("body", _("Body"), codes=Body),
        Column("victims_asked", _("Victims asked"), _("people"), Kind.NUMBER),
        Column("source", _("Source")),
    ]


# --- Entering ---------------------------------------------------------------------------------------------------------


def _entering(key: str, title: str) -> None:
    """The register's form, for who may write it, and the way to its files and to taking an entry back."""
    register = REGISTERS[key]
    if state.scope().role not in register.writers:
        return
    with st.expander(title, icon=":material/add:"):
        registers_form.form(register)
        link(_REGISTERS_PAGE, _("Registers: files, all entries, taking one back"))
