"""The page of one case: where it stands, its time line, what is due and what is missing, and the forms beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import streamlit as st

from analysis.case_missing import Happened, Missing, Person, missing
from data import case_rules
from data.assignment_rules import Held
from data.vocabulary import AgeGroup, AssessmentOutcome, Destination, EventKind, Stage
from ui import (
    case_assessment,
    case_assessment_form,
    case_assignment,
    case_facts,
    case_flags,
    case_forms,
    case_read,
    case_record,
    case_story,
    case_timeline,
    case_words,
    frame,
    seen,
    state,
)
from ui.case_facts import Fact, Line
from ui.case_read import Case, DueThing
from ui.case_story import Event
from ui.case_timeline import Mark
from ui.navigation import link
from ui.text import _, day, label, month, n_, number

ASSIGNMENTS: Final = "pages/manage/assignments.py"
_PAST_SHOWN: Final = 6


def show(case_code: str) -> None:
    """Draw the page of a case; a code that the reader may not see is as unknown as one that does not exist."""
    st.button(_("All cases"), icon=":material/arrow_back:", on_click=_close, key="w_case_back")
    found = case_read.of_case(case_code)
    if found is None:
        frame.empty(
            _("There is no case {code} among those that you work with on this day. Check the code, or choose a later "
              "day.").format(code=case_code)
        )  # fmt: skip
        return
    seen.once("case " + found.case_code, 1, found.case_code)
    _head(found)
    if found.is_earlier:
        _say_earlier(found)
    _time(found)
    story, record, family, special, carried = st.tabs(
        [_("What happened"), _("Record an event"), _("Family assessment"), _("Special Case and needs"), _("Assignment")]
    )
    with story:
        case_story.show(found.events)
        case_record.take_back(found.case_code, found.events, found.version)
    with record:
        case_record.form(found.case_code, [one.kind for one in _missing(found)], found.around)
    with family:
        _family(found)
    with special:
        case_flags.special(found.case_code, found.flags)
        case_flags.needs(found.case_code, found.needs)
    with carried:
        case_assignment.show(found.periods, found.as_of)
        if found.is_earlier:
            st.caption(_("Decisions are taken on the state of today: show it first."))
        else:
            case_assignment.form(found)
        if case_assignment.held(found.periods) is Held.WAITING:
            link(ASSIGNMENTS, _("Find a provider on the page Assignments"))


def _close() -> None:
    state.set_page_value(case_words.KEY, None)


def _say_earlier(found: Case) -> None:
    told = n_("This is the state of {day}. {n} later event is not shown.",
              "This is the state of {day}. {n} later events are not shown.", found.events_later)  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(told.format(day=day(found.as_of), n=number(found.events_later)), width="content")
        st.button(_("Show the state of today"), icon=":material/today:", on_click=_show_today, key="w_case_today")


def _show_today() -> None:
    state.change(as_of=state.bounds().today)


def _head(found: Case) -> None:
    since = ""
    if found.since is not None:
        since = _("since {day}, {time}").format(
            day=day(found.since), time=case_words.how_long(found.since, found.as_of)
        )
    case_facts.head(found.case_code, found.stage, since, found.is_special, _facts(found))


def _facts(found: Case) -> list[Fact]:
    age = None if found.age_years is None else n_("{n} year", "{n} years", found.age_years)
    carrier = found.periods[-1] if found.periods and found.periods[-1].end is None else None
    return [
        Fact(_("Type"), label(found.victim_type)),
        Fact(_("Township of origin"), found.township),
        Fact(_("Sex"), label(found.sex) if found.sex else None),
        Fact(_("Age at identification"), age and age.format(n=number(found.age_years))),
        Fact(_("Country of exploitation"), label(found.destination) if found.destination else None),
        Fact(_("Purpose"), label(found.purpose) if found.purpose else None),
        Fact(_("Identified"), month(found.identified_month)),
        Fact(_("Returned"), month(found.return_month) if found.return_month else None),
        Fact(_("Family assessment"), label(found.family_assessment)),
        Fact(_("Carried by"), carrier.words() if carrier else _("nobody at present")),
    ]


# --- Time -------------------------------------------------------------------------------------------------------------


def _time(found: Case) -> None:
    line, beside = st.columns([2.6, 1], gap="large")
    with line:
        st.subheader(_("Time line"), anchor=False)
        st.html(case_timeline.html(_drawing(found)))
    with beside:
        st.subheader(_("What is due"), anchor=False)
        _due(found.due)
        _missing_lists(_missing(found))


def _drawing(found: Case) -> case_timeline.Drawing:
    last = _last_day(found)
    due = [Mark(None, one.on, _due_words(one), one.days_left < 0) for one in found.due if one.on is not None]
    within = [mark for mark in due if mark.on <= found.as_of + timedelta(days=200)]
    return case_timeline.framed(
        case_story.stage_spans(found.events, stage_of, last), case_story.carried_spans(found.periods, last),
        case_story.marks(found.events), within, found.as_of,
    )  # fmt: skip


def _last_day(found: Case) -> date:
    """Until when the case is drawn: today, or the last event of a closed one."""
    if found.stage is Stage.CLOSED and found.events and not found.due:
        return found.events[-1].on
    return found.as_of


def stage_of(events: Sequence[Event]) -> Stage:
    """The one rule, asked of these events."""
    return case_rules.stage(case_rules.Event(e.kind, e.on, e.event_id, None, e.detail) for e in events)


def _due(due: Sequence[DueThing]) -> None:
    if not due:
        st.caption(_("Nothing is due."))
        return
    told = [Line(label(one.kind), _due_words(one), "late" if one.days_left < 0 else "soon") for one in due]
    case_facts.lines(told, _("What is due"))


def _due_words(one: DueThing) -> str:
    late = n_("{day}: {n} day overdue", "{day}: {n} days overdue", -one.days_left)
    left = n_("{day}: {n} day left", "{day}: {n} days left", one.days_left)
    return (late if one.days_left < 0 else left).format(day=day(one.on), n=number(abs(one.days_left)))


# --- What is missing --------------------------------------------------------------------------------------------------


def _missing(found: Case) -> list[Missing]:
    person = Person(
        is_child=None if found.age_group is AgeGroup.UNKNOWN else found.age_group is AgeGroup.CHILD,
        age_years=found.age_years,
        is_special=found.is_special,
        from_china=found.destination is Destination.CHINA,
        assessed_negative=any(
            e.kind is EventKind.FAMILY_ASSESSED and e.detail == AssessmentOutcome.NEGATIVE for e in found.events
        ),
    )
    told = [Happened(event.kind, event.on, event.detail) for event in found.events]
    begun = [Happened(EventKind.ASSIGNED, period.begin) for period in found.periods if period.organisation]
    return missing(person, [*told, *begun], found.stage)


def _missing_lists(found: Sequence[Missing]) -> None:
    now = [Line(label(one.kind), _why(one), "plain") for one in found if one.is_open]
    past = [Line(label(one.kind), _why(one), "past") for one in found if not one.is_open]
    st.subheader(_("What is missing"), anchor=False)
    if now:
        case_facts.lines(now, _("What is missing"))
    else:
        st.caption(_("No step of this stage is missing."))
    if past:
        with st.expander(_("Never recorded in earlier stages · {n}").format(n=number(len(past)))):
            case_facts.lines(past, _("Never recorded in earlier stages"))


def _why(one: Missing) -> str:
    return _("recommendation {number}").format(number=one.why) if one.why else ""


# --- Family -----------------------------------------------------------------------------------------------------------


def _family(found: Case) -> None:
    if found.assessments:
        homecomings = [event.on for event in found.events if event.kind is EventKind.RETURNED_HOME]
        case_assessment.show(found.assessments, found.as_of, found.stale_days, min(homecomings, default=None))
        case_assessment_form.take_back(found.case_code, found.assessments, found.version)
    else:
        st.caption(_("No assessment with ranked risks is recorded."))
    is_child = None if found.age_group is AgeGroup.UNKNOWN else found.age_group is AgeGroup.CHILD
    with st.expander(_("Record a family assessment"), icon=":material/add:"):
        case_assessment_form.form(found.case_code, is_child)


__all__ = ["case_forms", "show", "stage_of"]
