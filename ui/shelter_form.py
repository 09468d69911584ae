"""The one-page case form: a new person, a person who is there already, and the page to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import streamlit as st

from data.errors import AtlasError
from data.load import LoadReport
from data.shelter_form import check_form, record_form
from data.validate import Options
from data.vocabulary import (
    Code,
    Destination,
    FamilyAssessment,
    OrganisationKind,
    Purpose,
    RegisterKind,
    Sex,
    SpecialCategory,
    VictimType,
)
from geo.gazetteer import default_gazetteer
from ui import cached, failures, shelter_days, shelter_faults, state
from ui import shelter_words as words
from ui.text import _, label, place_name, plain

_ROUND: Final = "atlas_shelter_form"
_CHOICE: Final = "w_shelter_form_which"
_DAYS: Final = ("date_in", "date_out", "needs_assessed", "medical_informed", "medical_accepted", "medical_assessed")


def show() -> None:
    """The part of the page."""
    shelter_faults.show_said()
    options = {"new": _("A new person"), "known": _("A person in the register")}
    chosen = st.segmented_control(
        _("Whose form"), list(options), key=_CHOICE, default="new", format_func=options.__getitem__
    )
    if chosen == "known":
        shelter_days.show()
    else:
        _new()


def _new() -> None:
    st.markdown(
        _(
            "One form for each person who enters a DSW shelter. No name, address, telephone or identity number: the "
            "reference code stands for the person. What is not known stays blank."
        )
    )
    shelter_days.blank_download()
    key = f"w_form_{st.session_state.setdefault(_ROUND, 0)}"
    with st.form(key=key, border=True, enter_to_submit=False):
        told = _person(key) | _trafficking(key) | _stay(key) | _referral(key)
        invented = _invented(key)
        pressed = st.form_submit_button(_("Keep this form"), type="primary", icon=":material/save:")
    if pressed:
        _keep(told, invented)


# --- The fields -------------------------------------------------------------------------------------------------------


def _person(key: str) -> dict[str, str]:
    st.markdown(f"**{_('The person')}**")
    left, right = st.columns(2)
    with left:
        told = {"reference": _text("reference", key, _("The shelter's own code, with a digit in it; never a name."))}
        told["sex"] = _code("sex", Sex, key)
        told["age_years"] = _text("age_years", key, _("Years at identification, 0 to 110."))
    with right:
        told["victim_type"] = _code("victim_type", VictimType, key, VictimType.G2G)
        told["township_pcode"] = _township(key)
        several = st.multiselect(
            words.field("special_category"), list(SpecialCategory), format_func=label, key=f"{key}_special",
            placeholder=_("None"),
        )  # fmt: skip
    return told | {"special_category": "; ".join(map(str, several))}


def _trafficking(key: str) -> dict[str, str]:
    st.markdown(f"**{_('Trafficking and return')}**")
    left, right = st.columns(2)
    month = _("Month and year, as 2024-12.")
    with left:
        told = {"recruitment": _text("recruitment", key, month), "returned": _text("returned", key, month)}
        told["family_assessment"] = _code("family_assessment", FamilyAssessment, key)
    with right:
        told["destination"] = _code("destination", Destination, key)
        told["purpose"] = _code("purpose", Purpose, key)
    return told


def _stay(key: str) -> dict[str, str]:
    st.markdown(f"**{_('In the shelter')}**")
    offered = words.shelters(state.scope())
    left, right = st.columns(2)
    with left:
        chosen = st.selectbox(
            words.field("shelter_id"), list(offered), index=None, format_func=lambda code: offered[code],
            key=f"{key}_shelter", placeholder=_("choose"),
        )  # fmt: skip
        told = {each: _day(each, key) for each in _DAYS[:2]}
    with right:
        told |= {each: _day(each, key) for each in _DAYS[2:]}
    return told | {"shelter_id": (chosen or "").removeprefix("SH-")}


def _referral(key: str) -> dict[str, str]:
    st.markdown(f"**{_('Referral')}**")
    directory = cached.directory(state.scope(), state.as_of())
    carrying = directory[directory["is_reintegration"] & (directory["kind"] != str(OrganisationKind.MAAF))]
    left, right = st.columns(2)
    with left:
        chosen = st.selectbox(
            words.plain_field("assigned_to"), sorted(carrying["organisation"].unique()), index=None,
            key=f"{key}_assigned", placeholder=_("nobody yet"),
        )  # fmt: skip
    with right:
        told = {"assigned_on": _day("assigned_on", key)}
    return told | {"assigned_to": chosen or ""}


def _text(field: str, key: str, help: str) -> str:
    return st.text_input(words.field(field), key=f"{key}_{field}", help=help, max_chars=60, autocomplete="off")


def _code(field: str, codes: type[Code], key: str, default: Code | None = None) -> str:
    offered: list[Any] = list(codes)
    chosen = st.selectbox(
        words.field(field), offered, index=offered.index(default) if default else None, format_func=label,
        key=f"{key}_{field}", placeholder=_("not known"),
    )  # fmt: skip
    return str(chosen) if chosen else ""


def _day(field: str, key: str) -> str:
    chosen = st.date_input(
        words.plain_field(field), value=None, key=f"{key}_{field}", format="YYYY-MM-DD",
        min_value=date(state.FIRST_YEAR, 1, 1), max_value=state.bounds().today,
    )  # fmt: skip
    return chosen.isoformat() if isinstance(chosen, date) else ""


def _township(key: str) -> str:
    names = {
        str(row["ts_pcode"]): f"{place_name(row)}, {place_name(row, 'st')}"
        for row in cached.townships().to_dict("records")
    }
    chosen = st.selectbox(
        words.field("township"), sorted(names, key=names.__getitem__), index=None, format_func=names.__getitem__,
        key=f"{key}_township", placeholder=_("not known"),
    )  # fmt: skip
    return chosen or ""


def _invented(key: str) -> bool:
    """A demonstration register takes invented people only, and only where a person says so."""
    if cached.store().kind() is not RegisterKind.DEMONSTRATION:
        return False
    return st.checkbox(_("This person is invented"), key=f"{key}_invented")


# --- Keeping ----------------------------------------------------------------------------------------------------------


def _keep(told: Mapping[str, str], invented: bool) -> None:
    """Check and write the form; a form that was kept is replaced by an empty one, one at fault stays as it is."""
    try:
        options = replace(Options(today=state.bounds().today), synthetic=invented)
        checked = check_form(told, default_gazetteer(), options)
        report = record_form(cached.store(), state.scope(), checked)
    except AtlasError as error:
        failures.show(error)
        return
    if report.batch_id is None:
        _faults(report)
        return
    shelter_faults.say(_done(report))
    st.session_state[_ROUND] += 1
    st.rerun()


def _done(report: LoadReport) -> str:
    text = _("The form was kept. It can be taken back as a whole on the page Data quality, under Past loads.")
    if report.alike:
        text += " " + _("It looks like a record of another agency: a planner decides whether it is one person.")
    return text


def _faults(report: LoadReport) -> None:
    """Why the form was not kept, field by field."""
    if report.doubles:
        st.error(_("A person with this reference code is already there: {code}. Nothing was written.").format(
            code=plain(next(iter(report.doubles.values()))))
        )  # fmt: skip
    for fault in report.rejects:
        st.error(shelter_faults.words_of(fault))
