"""The sections of the Stages page: how far the people of a year are, and how long each way takes."""

from __future__ import annotations

from typing import Final, TypeVar

import pandas as pd
import streamlit as st

from analysis.cohort import STEPS, Cohort
from analysis.intervals import Interval, share
from analysis.survival import LEAST_COMPARED_OVER, LEAST_COMPARED_PEOPLE, Curve, LogRank
from data.vocabulary import Code
from ui import charts, stages_values, state
from ui.export import Column, Kind, download
from ui.frame import empty, source_note
from ui.stage_figures import cohort_figure, curves_figure
from ui.stages_values import Split, Way, Ways
from ui.tables import table
from ui.text import _, day, label, n_, number

C = TypeVar("C", bound=Code)
ALL_YEARS: Final = "all"
_SURE_BELOW: Final = 0.001


# --- Controls ---------------------------------------------------------------------------------------------------------


def chosen_years(years: tuple[int, ...]) -> tuple[int, ...]:
    """The year of return that is shown, kept in the URL; "all" stands for all of them. years: at least one."""
    options = (ALL_YEARS, *(str(year) for year in reversed(years)))
    now = state.page_value("cohort", options, stages_values.default_year(years, state.as_of()))
    state.hold("w_stages_cohort", now)

    def changed() -> None:
        state.set_page_value("cohort", st.session_state["w_stages_cohort"])

    st.selectbox(
        _("Returned in"), options, format_func=lambda one: _("All years") if one == ALL_YEARS else one,
        key="w_stages_cohort", on_change=changed, width=240,
    )  # fmt: skip
    return years if now == ALL_YEARS else (int(now),)


def chosen(key: str, title: str, codes: tuple[C, ...]) -> C:
    """One of some codes, the first unless the URL names another."""
    words = {str(code): code for code in codes}
    now = words[state.page_value(key, tuple(words), str(codes[0]))]
    widget = f"w_stages_{key}"
    state.hold(widget, now)

    def changed() -> None:
        found = str(st.session_state[widget] or now)
        state.set_page_value(key, None if found == codes[0] or found not in words else found)

    st.segmented_control(title, codes, required=True, format_func=label, key=widget, on_change=changed, wrap=True)
    return now


# --- How far ----------------------------------------------------------------------------------------------------------


def cohort_section(source: str) -> None:
    """The way of those who returned in a year."""
    scope, filters = state.scope(), state.filters()
    years = stages_values.cohort_years(scope, filters)
    if not years:
        empty(_("None of the cases that you may see has a day of return yet."))
        return
    found = stages_values.cohort_of(scope, filters, chosen_years(years))
    charts.show(cohort_figure(found), cohort_title(found), source, "stages_cohort")
    notes = _("Stop here: the last step that is recorded so far; some of them are still on their way. Days: median "
              "from the recorded step before, with its 95 % interval; those who wait for the step are counted with "
              "their wait so far (Kaplan–Meier).")  # fmt: skip
    rows = cohort_rows(found)
    table(rows, cohort_columns(), "stages_cohort", _("How far those who returned are"), f"{notes} {source}")


def cohort_title(found: Cohort) -> str:
    """How many are home and closed, and where most of the others stop."""
    home, closed = found.steps[1], found.steps[5]
    stops = max(found.steps[:5], key=lambda step: (step.stopped_people, step.position))
    years = str(found.first_year)
    if found.first_year != found.last_year:
        years = _("{first} to {last}").format(first=found.first_year, last=found.last_year)
    text = n_(
        "Of {n} person who returned in {years}: home {home}, closed {closed}; most of the others stop at “{step}” "
        "({stopped})",
        "Of {n} people who returned in {years}: home {home}, closed {closed}; most of the others stop at “{step}” "
        "({stopped})",
        found.people,
    )
    return text.format(
        n=number(found.people), years=years, home=number(home.reached_people), closed=number(closed.reached_people),
        step=_(stops.name), stopped=number(stops.stopped_people),
    )  # fmt: skip


def cohort_rows(found: Cohort) -> pd.DataFrame:
    """A row a step; columns as in cohort_columns."""
    return pd.DataFrame([
        {
            "step": _(STEPS[step.position]), "reached_people": step.reached_people,
            "share_0_1": share(step.reached_people, found.people).value,
            "passed_over_people": step.passed_over_people, "before_people": step.before_people,
            "stopped_people": step.stopped_people, "median_days": step.days.value,
            "interval": "" if step.position == 0 else days_words(step.days), "timed_people": step.timed_people or None,
        }
        for step in found.steps
    ]).astype({"median_days": "Float64", "timed_people": "Int64"})  # fmt: skip


def cohort_columns() -> list[Column]:
    """The columns of cohort_rows."""
    people = _("people")
    return [
        Column("step", _("Step")),
        Column("reached_people", _("Reached"), people, Kind.NUMBER),
        Column("share_0_1", _("Share of all"), kind=Kind.SHARE),
        Column("stopped_people", _("Stop here"), people, Kind.NUMBER),
        Column(
            "passed_over_people", _("Passed over"), people, Kind.NUMBER, help=_("Not recorded, but a later step is")
        ),
        Column("before_people", _("Not so far"), people, Kind.NUMBER),
        Column("median_days", _("Median from the step before"), _("days"), Kind.NUMBER),
        Column("interval", _("95 % interval")),
        Column("timed_people", _("Rests on"), people, Kind.NUMBER),
    ]


def days_words(found: Interval) -> str:
    """The bounds of a median; what is not reached is said."""
    if found.low is None or found.high is None:
        return _("n/a")
    if found.low == float("inf"):
        return _("not reached")
    low, high = (_("not reached") if bound == float("inf") else number(bound) for bound in (found.low, found.high))
    return _("{low} to {high}").format(low=low, high=high)


# --- How long ---------------------------------------------------------------------------------------------------------


def ways_section(source: str) -> None:
    """The curves of one way, grouped."""
    scope, filters = state.scope(), state.filters()
    way = chosen("way", _("What is waited for"), stages_values.ways_of(scope))
    split = chosen("split", _("Grouped"), tuple(Split))
    found = stages_values.ways(scope, filters, way, split)
    if not found.curves.curves:
        empty(_("None of the cases that you may see is on this way or has gone it."))
        return
    figure = curves_figure(found.curves, found.names, _("still waiting"))
    charts.show(figure, ways_title(found), f"{way_notes(found)} {source}", "stages_ways")
    table(median_rows(found), median_columns(), "stages_medians", _("Median of each group"), source)
    source_note(compared_words(found.curves.comparison, found.names))
    with st.expander(_("Every day of the curves"), icon=":material/table_view:"):
        download(curve_rows(found), curve_columns(), "stages_curves", _("Curves of those who still wait"), source)


def ways_title(found: Ways) -> str:
    """The way, with the median of each group."""
    told = [_("{group}: {days}").format(group=found.names[c.part], days=median_words(c)) for c in found.curves.curves]
    return _("{way}, median – {groups}").format(way=label(found.way), groups="; ".join(told))


def median_words(curve: Curve) -> str:
    """The median in days, or that half of the group still wait."""
    middle = curve.median_days.value
    return _("not reached") if middle is None else n_("{n} day", "{n} days", int(middle)).format(n=number(middle))


def way_notes(found: Ways) -> str:
    """What is measured, the band, and who is left out."""
    what = {
        Way.REPATRIATION: _("From admission to a shelter abroad to repatriation."),
        Way.SHELTER: _("From entering a DSW shelter to leaving it, each stay by itself."),
        Way.FIRST_VISIT: _("From the return home to the first visit there; a case that was closed without one was last "
                           "seen waiting on that day."),
        Way.CLOSURE: _("From the return home to the closure of the case."),
    }[found.way]  # fmt: skip
    band = _("Those still waiting on {day} are counted with their wait so far (censored). Pale: 95 % band (exponential "
             "Greenwood).").format(day=day(state.as_of()))  # fmt: skip
    left = found.unusable_people
    out = n_("Left out: {n} person whose days cannot be right, or one of which is lacking.",
             "Left out: {n} people whose days cannot be right, or one of which is lacking.", left)  # fmt: skip
    return " ".join([what, band, *([out.format(n=number(left))] if left else [])])


def compared_words(found: LogRank | None, names: dict[str, str]) -> str:
    """The log-rank test with its limits."""
    limits = _("The test compares whole curves; it is weak where they cross, says nothing on how much longer a group "
               "waits, and whoever tries several groupings finds a difference by chance in one of twenty.")  # fmt: skip
    if found is None:
        return _("No log-rank test: it takes two groups of at least {people} people each, {over} of whom are over "
                 "it.").format(people=LEAST_COMPARED_PEOPLE, over=LEAST_COMPARED_OVER)  # fmt: skip
    p = _("p < {p}").format(p=_SURE_BELOW) if found.p_0_1 < _SURE_BELOW else _("p = {p}").format(
        p=number(found.p_0_1, 3))  # fmt: skip
    told = _("Log-rank test, do all groups wait equally long: chi-squared {chi} with {df} degrees of freedom, {p}.")
    told = told.format(chi=number(found.chi_squared, 1), df=len(found.parts) - 1, p=p)
    out = [_("Too small to be compared: {groups}.").format(groups=", ".join(names[one] for one in found.left_out))]
    return " ".join([told, *(out if found.left_out else []), limits])


def median_rows(found: Ways) -> pd.DataFrame:
    """A row a group; columns as in median_columns."""
    return pd.DataFrame([
        {
            "group": found.names[curve.part], "people": curve.people, "over_people": curve.over_people,
            "waiting_people": curve.waiting_people, "median_days": curve.median_days.value,
            "interval": days_words(curve.median_days),
        }
        for curve in found.curves.curves
    ]).astype({"median_days": "Float64"})  # fmt: skip


def median_columns() -> list[Column]:
    """The columns of median_rows."""
    people = _("people")
    return [
        Column("group", _("Group")),
        Column("people", _("All"), people, Kind.NUMBER),
        Column("over_people", _("Over"), people, Kind.NUMBER),
        Column("waiting_people", _("Still waiting"), people, Kind.NUMBER),
        Column("median_days", _("Median"), _("days"), Kind.NUMBER),
        Column("interval", _("95 % interval of the median")),
    ]


def curve_rows(found: Ways) -> pd.DataFrame:
    """Every step of every curve; columns as in curve_columns."""
    return pd.concat([
        pd.DataFrame({
            "group": found.names[curve.part], "days": curve.days, "waiting_0_1": curve.waiting_0_1,
            "low_0_1": curve.low_0_1, "high_0_1": curve.high_0_1,
        })
        for curve in found.curves.curves
    ], ignore_index=True)  # fmt: skip


def curve_columns() -> list[Column]:
    """The columns of curve_rows."""
    return [
        Column("group", _("Group")),
        Column("days", _("After"), _("days"), Kind.NUMBER),
        Column("waiting_0_1", _("Still waiting"), kind=Kind.SHARE),
        Column("low_0_1", _("95 % band, lower"), kind=Kind.SHARE),
        Column("high_0_1", _("95 % band, upper"), kind=Kind.SHARE),
    ]
