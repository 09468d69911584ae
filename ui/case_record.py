"""Recording what happened: one event of those that the role may record, and taking back one that was a mistake.

Events that come with another act (an assignment, an assessment, a flag) have no form of their own here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from data import case_events
from data.case_rules import kinds_for
from data.vocabulary import EventKind as E
from data.vocabulary import Role
from ui import cached, case_forms, case_words, state
from ui.case_story import Event
from ui.text import _, day, label

_AT_SHELTER: Final = frozenset({
    E.SHELTER_IN, E.SHELTER_OUT, E.STAY_OFFERED, E.NEEDS_ASSESSED, E.MEDICAL_INFORMED, E.MEDICAL_ACCEPTED,
    E.MEDICAL_ASSESSED, E.ASSESSMENT_REVIEWED, E.LIFE_PLAN, E.SHELTER_SERVICE, E.KIT_GIVEN, E.ESCAPED,
})  # fmt: skip
_BY_ORGANISATION: Final = frozenset({
    E.SHELTER_SERVICE, E.SERVICE_DECLINED, E.FIRST_VISIT, E.SERVICE_GIVEN, E.FAMILY_CONSULTED, E.HEALTH_REFERRED,
    E.HEALTH_COMPLETED, E.MONITORING_PLAN, E.LEGAL_ACCOMPANIED, E.REVISITED, E.MINIMUM_ACCOMPANIED,
    E.MINIMUM_REUNITED, E.MINIMUM_ASSESSED, E.MINIMUM_ITEMS, E.MINIMUM_TRANSPORT, E.MINIMUM_GRANT,
})  # fmt: skip
_MAY_LACK_DETAIL: Final = frozenset({E.STAY_OFFERED})
_NEEDS_AMOUNT: Final = frozenset({E.KIT_RATED, E.MINIMUM_GRANT})


@dataclass(frozen=True)
class Around:
    """What the form offers: shelters and organisations by their id, and which of them the case is with now."""

    shelters: Mapping[str, str]
    organisations: Mapping[str, str]
    shelter_id: str | None
    organisation_id: str | None


def form(case_code: str, expected: Sequence[E], around: Around) -> None:
    """Draw the form. expected: kinds that the case lacks, which are offered first."""
    reader = state.scope()
    allowed = kinds_for(reader.role)
    first = [kind for kind in expected if kind in allowed]
    kind = st.selectbox(
        _("What happened"), [*first, *(kind for kind in allowed if kind not in first)], index=None, format_func=label,
        key=case_forms.key("kind", case_code), placeholder=_("Choose, or type to search"),
        help=_("What this case lacks stands first. Assignment, closing, readmission, assessments and Special Cases "
               "have their own places."),
    )  # fmt: skip
    if kind is None:
        return
    with st.form(key=case_forms.key(f"event_{kind}", case_code), enter_to_submit=False):
        new = _asked(case_code, kind, around)
        pressed = case_forms.submit(_("Save"))
    if pressed and new is None:
        st.error(_("Fill in every field of the form. Nothing was recorded."), icon=":material/error:")
    elif pressed and new is not None:
        text = _("Recorded: {what}, {day}.").format(what=label(kind), day=day(new.occurred_on))
        case_forms.save(lambda: case_events.record(cached.store(), state.scope(), new), text)


def _asked(case_code: str, kind: E, around: Around) -> case_events.NewEvent | None:
    """The event as the form stands; None where a field that it needs is empty."""
    on = case_forms.day_asked(_("On which day"), f"on_{kind}", case_code)
    detail = _detail(case_code, kind)
    amount = _amount(case_code, kind)
    shelter_id = _one_of(_("Shelter"), around.shelters, around.shelter_id, f"shelter_{kind}", case_code,
                         kind in _AT_SHELTER)  # fmt: skip
    organisation_id = _organisation(case_code, kind, around)
    lacks_detail = kind in case_words.DETAILS and detail is None and kind not in _MAY_LACK_DETAIL
    if lacks_detail or (kind in _NEEDS_AMOUNT and amount is None):
        return None
    return case_events.NewEvent(case_code, kind, on, organisation_id, shelter_id, detail, amount)


def _detail(case_code: str, kind: E) -> str | None:
    if kind not in case_words.DETAILS:
        return None
    chosen = st.radio(
        _("Which"), list(case_words.DETAILS[kind]), index=None, format_func=label, horizontal=True,
        key=case_forms.key(f"detail_{kind}", case_code),
    )  # fmt: skip
    return None if chosen is None else str(chosen)


def _amount(case_code: str, kind: E) -> float | None:
    if kind not in case_words.AMOUNTS:
        return None
    is_points = case_words.AMOUNTS[kind] == case_words.POINTS
    return st.number_input(
        _("Points, from 1 (unfit) to 5 (fits)") if is_points else _("Amount (kyat)"), 1.0 if is_points else 0.0,
        5.0 if is_points else 1e9, None, 1.0 if is_points else 1000.0, "%.0f",
        key=case_forms.key(f"amount_{kind}", case_code), width=260,
    )  # fmt: skip


def _organisation(case_code: str, kind: E, around: Around) -> str | None:
    """Whose act it was: a manager records those of the own organisation."""
    reader = state.scope()
    if kind not in _BY_ORGANISATION:
        return None
    if reader.role is Role.NGO_MANAGER:
        return reader.organisation_id
    return _one_of(
        _("By whom"), around.organisations, around.organisation_id, f"organisation_{kind}", case_code, True
    )  # fmt: skip


def _one_of(
    text: str, names: Mapping[str, str], now: str | None, name: str, case_code: str, is_asked: bool
) -> str | None:
    """One of `names` (id -> words) or none; nothing is drawn where it is not asked or there is nothing to choose."""
    if not is_asked or not names:
        return None
    ids = list(names)
    return st.selectbox(
        text, ids, index=ids.index(now) if now is not None and now in names else None, format_func=names.__getitem__,
        key=case_forms.key(name, case_code), placeholder=_("Not told"),
    )  # fmt: skip


def take_back(case_code: str, events: Sequence[Event], version: str) -> None:
    """The form to take back an event that somebody recorded here by mistake; planners any, others their own.

    version: of the time line, as it is shown; if somebody wrote meanwhile, nothing is taken back.
    """
    reader = state.scope()
    version = case_forms.shown_before("events", case_code, version)
    own = {
        event.event_id: event
        for event in reversed(events)
        if event.by is not None and (reader.role is Role.PLANNER or event.by == reader.actor)
        and event.kind in kinds_for(reader.role)
    }  # fmt: skip
    if not own:
        return
    with (
        st.expander(_("Take a record back"), icon=":material/undo:"),
        st.form(key=case_forms.key("take_back", case_code), enter_to_submit=False),
    ):
        event_id = st.selectbox(
            _("Which record was a mistake"), list(own), index=None, placeholder=_("Choose"),
            format_func=lambda one: f"{day(own[one].on)} · {own[one].words()}",
            key=case_forms.key("take_back_what", case_code),
        )  # fmt: skip
        pressed = st.form_submit_button(_("Take back"), icon=":material/undo:")
    if pressed and event_id is not None:
        gone = own[event_id]
        case_forms.save(
            lambda: case_events.take_back(cached.store(), state.scope(), gone.event_id, version),
            _("Taken back: {what}. The record is kept, and nothing counts it.").format(what=gone.words()),
        )
