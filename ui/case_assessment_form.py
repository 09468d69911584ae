"""The form of a family assessment: every risk of the list for children or adults is asked, none has an answer yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from data import case_events
from data.vocabulary import AssessmentOutcome, RiskItem, RiskRank, Role
from ui import cached, case_forms, state
from ui.case_assessment import PLACES, Assessed, place_words
from ui.text import _, day, label

_WISHES: Final = ("yes", "no", "not_asked")


def form(case_code: str, is_child: bool | None) -> None:
    """Draw the form. is_child: by the age at identification, None where that is not recorded."""
    asked_as_child = _which_list(case_code, is_child)
    with st.form(key=case_forms.key("assessment", case_code), enter_to_submit=False):
        first, second = st.columns(2, gap="large")
        with first:
            on = case_forms.day_asked(_("Day of the assessment"), "assessed_on", case_code)
        with second:
            outcome = _outcome(case_code)
            wants_return = _wish(case_code)
        risks = _risks(case_code, asked_as_child)
        pressed = case_forms.submit(_("Save the assessment"))
    if pressed and outcome is None:
        st.error(_("Say what the assessment came to. Nothing was recorded."), icon=":material/error:")
    elif pressed and outcome is not None:
        reader = state.scope()
        new = case_events.NewAssessment(
            case_code, on, outcome, wants_return, asked_as_child, reader.organisation_id, risks
        )
        case_forms.save(
            lambda: case_events.record_assessment(cached.store(), state.scope(), new),
            _("Recorded: family assessment of {day}, {outcome}.").format(day=day(on), outcome=label(outcome)),
        )


def _which_list(case_code: str, is_child: bool | None) -> bool:
    """The list is asked for where the age is not recorded, and of children, who may have come of age since."""
    if is_child is False:
        return False
    words = {True: _("List for children"), False: _("List for adults")}
    chosen = st.radio(
        _("Which risks to ask about"), list(words), index=0 if is_child else 1, format_func=words.__getitem__,
        key=case_forms.key("which_list", case_code), horizontal=True,
        help=_("A child is anybody under 18 at the assessment."),
    )  # fmt: skip
    return bool(chosen)


def take_back(case_code: str, found: Sequence[Assessed], version: str) -> None:
    """The form to take back an assessment recorded by mistake; planners any, others their own.

    version: of the time line, as it is shown; if somebody wrote meanwhile, nothing is taken back.
    """
    reader = state.scope()
    version = case_forms.shown_before("assessments", case_code, version)
    own = {one.assessment_id: one for one in found if reader.role is Role.PLANNER or one.by == reader.actor}
    if not own:
        return
    with (
        st.expander(_("Take an assessment back"), icon=":material/undo:"),
        st.form(key=case_forms.key("take_assessment_back", case_code), enter_to_submit=False),
    ):
        chosen = st.selectbox(
            _("Which assessment was a mistake"), list(own), index=None, placeholder=_("Choose"),
            format_func=lambda one: f"{day(own[one].on)} · {label(own[one].outcome)}",
            key=case_forms.key("take_assessment_back_what", case_code),
        )  # fmt: skip
        pressed = st.form_submit_button(_("Take back"), icon=":material/undo:")
    if pressed and chosen is not None:
        case_forms.save(
            lambda: case_events.take_back_assessment(cached.store(), state.scope(), chosen, version),
            _("Taken back: {what}. The record is kept, and nothing counts it.").format(what=label(own[chosen].outcome)),
        )


def _outcome(case_code: str) -> AssessmentOutcome | None:
    return st.radio(
        _("What it came to"), list(AssessmentOutcome), index=None, format_func=label,
        key=case_forms.key("outcome", case_code), horizontal=True,
    )  # fmt: skip


def _wish(case_code: str) -> bool | None:
    words = {"yes": _("Yes"), "no": _("No"), "not_asked": _("Not asked")}
    chosen = st.radio(
        _("Does the person want to return home?"), _WISHES, index=2, format_func=words.__getitem__,
        key=case_forms.key("wants_return", case_code), horizontal=True,
    )  # fmt: skip
    return {"yes": True, "no": False}.get(str(chosen))


def _risks(case_code: str, is_child: bool) -> dict[RiskItem, RiskRank]:
    """The ranks given so far; what nobody ranked is not among them."""
    given: dict[RiskItem, RiskRank | None] = {}
    for place, column in zip(PLACES, st.columns(2, gap="large"), strict=True):
        with column:
            st.markdown(f"**{place_words(place)}**")
            for item in (one for one in case_events.risk_items(is_child) if one.place == place):
                given[item] = st.radio(
                    label(item), list(RiskRank), index=None, format_func=label, horizontal=True,
                    key=case_forms.key(f"risk_{item}", case_code),
                )  # fmt: skip
    return {item: rank for item, rank in given.items() if rank is not None}
