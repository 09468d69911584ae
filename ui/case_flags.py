"""Why a case is a Special Case (1.7, 2.10.2, 3.10) and what the person needs: what stands, and the forms for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from data import case_events
from data.vocabulary import Service, SpecialCategory
from ui import cached, case_forms, state
from ui.case_facts import Line, lines
from ui.text import _, day, label


@dataclass(frozen=True)
class Flag:
    """One reason. by: body that found it, or account."""

    category: SpecialCategory
    on: date
    by: str


@dataclass(frozen=True)
class Need:
    """One service that is needed. is_given: a provider or shelter gave it since."""

    service: Service
    on: date
    is_given: bool


def special(case_code: str, flags: Sequence[Flag]) -> None:
    """The reasons that stand, and the form to add or take back one."""
    st.subheader(_("Special Case"), anchor=False)
    if flags:
        told = _("since {day}, found by {who}")
        lines([Line(label(f.category), told.format(day=day(f.on), who=f.by), "plain") for f in flags],
              _("Why this is a Special Case"))  # fmt: skip
    else:
        st.caption(_("No special need is recorded."))
    _flag_form(case_code, flags)
    _unflag_form(case_code, flags)


def _flag_form(case_code: str, flags: Sequence[Flag]) -> None:
    standing = {flag.category for flag in flags}
    left = [category for category in SpecialCategory if category not in standing]
    if not left:
        return
    with st.form(key=case_forms.key("flag", case_code), enter_to_submit=False):
        category = st.selectbox(
            _("Special need found"), left, index=None, format_func=label, key=case_forms.key("flag_what", case_code),
            placeholder=_("Choose"),
        )  # fmt: skip
        on = case_forms.day_asked(_("Found on"), "flag_on", case_code)
        pressed = case_forms.submit(_("Flag as a Special Case"))
    if pressed and category is None:
        st.error(_("Choose the special need that was found."), icon=":material/error:")
    elif pressed and category is not None:
        case_forms.save(
            lambda: case_events.flag_special(cached.store(), state.scope(), case_code, category, on),
            _("Flagged as a Special Case: {what}.").format(what=label(category)),
        )


def _unflag_form(case_code: str, flags: Sequence[Flag]) -> None:
    if not flags:
        return
    with st.expander(_("Take a special need back")), st.form(key=case_forms.key("unflag", case_code)):
        categories = [flag.category for flag in flags]
        category = st.selectbox(
            _("Recorded by mistake, or no longer so"), categories, format_func=label,
            key=case_forms.key("unflag_what", case_code),
        )  # fmt: skip
        pressed = st.form_submit_button(_("Take back"), icon=":material/undo:")
    if pressed and category is not None:
        case_forms.save(
            lambda: case_events.unflag(cached.store(), state.scope(), case_code, category),
            _("Taken back: {what}. The record is kept, and nothing counts it.").format(what=label(category)),
        )


def needs(case_code: str, found: Sequence[Need]) -> None:
    """What the person needs, what of it was given since, and the forms."""
    st.subheader(_("Needs"), anchor=False)
    if found:
        lines([Line(label(need.service), _need_words(need), "past" if need.is_given else "plain") for need in found],
              _("Needs"))  # fmt: skip
    else:
        st.caption(_("No need is noted."))
    _need_form(case_code, found)
    _no_need_form(case_code, found)


def _need_words(need: Need) -> str:
    noted = _("noted on {day}").format(day=day(need.on))
    return noted + " · " + (_("given since") if need.is_given else _("not given yet"))


def _need_form(case_code: str, found: Sequence[Need]) -> None:
    standing = {need.service for need in found}
    left = [service for service in Service if service not in standing]
    if not left:
        return
    with st.form(key=case_forms.key("need", case_code), enter_to_submit=False):
        service = st.selectbox(
            _("Service that is needed"), left, index=None, format_func=label,
            key=case_forms.key("need_what", case_code), placeholder=_("Choose"),
        )  # fmt: skip
        on = case_forms.day_asked(_("Noted on"), "need_on", case_code)
        pressed = case_forms.submit(_("Note the need"))
    if pressed and service is None:
        st.error(_("Choose the service that is needed."), icon=":material/error:")
    elif pressed and service is not None:
        case_forms.save(
            lambda: case_events.note_need(cached.store(), state.scope(), case_code, service, on),
            _("Need noted: {what}.").format(what=label(service)),
        )


def _no_need_form(case_code: str, found: Sequence[Need]) -> None:
    if not found:
        return
    with st.expander(_("Take a need back")), st.form(key=case_forms.key("no_need", case_code)):
        services = [need.service for need in found]
        service = st.selectbox(
            _("Noted by mistake, or no longer needed"), services, format_func=label,
            key=case_forms.key("no_need_what", case_code),
        )  # fmt: skip
        pressed = st.form_submit_button(_("Take back"), icon=":material/undo:")
    if pressed and service is not None:
        case_forms.save(
            lambda: case_events.drop_need(cached.store(), state.scope(), case_code, service),
            _("Taken back: {what}. The record is kept, and nothing counts it.").format(what=label(service)),
        )
