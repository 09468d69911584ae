"""Who needs an alternative to returning home (2.2, 4.6): assessed negatively, or not willing to return."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import streamlit as st

from data.code import Code
from data.errors import N_
from data.vocabulary import AgeGroup, Stage
from queries import cases as ask
from ui import cached, case_words, frame, seen, state
from ui.export import Column, Kind
from ui.tables import table
from ui.text import _, day, n_, number, place_name

_PART: Final = "w_case_part"


class Part(StrEnum):
    LIST = "list"
    ALTERNATIVES = "alternatives"


class Because(Code):
    NEGATIVE = "negative", N_("Negative family assessment")
    UNWILLING = "unwilling", N_("Does not want to return home")


def part() -> Part:
    """Which of the two lists the reader chose; it stands in the URL."""
    now = Part(state.page_value("part", tuple(str(one) for one in Part), str(Part.LIST)))
    names = {Part.LIST: _("All cases"), Part.ALTERNATIVES: _("Alternatives to returning home")}
    state.hold(_PART, str(now))
    st.segmented_control(
        _("List"), [str(one) for one in Part], format_func=lambda one: names[Part(one)], key=_PART,
        label_visibility="collapsed", on_change=_changed,
    )  # fmt: skip
    return now


def _changed() -> None:
    chosen = st.session_state.get(_PART)
    state.set_page_value("part", str(chosen) if chosen == Part.ALTERNATIVES else None)


def show() -> None:
    """The list with its files, and the way to one of the cases."""
    found = ask.alternatives(cached.store(), state.scope(), state.as_of())
    if found.empty:
        frame.empty(_("For nobody whom you see is an alternative to returning home to be found on this day."))
        return
    seen.once("list of alternatives", len(found), tuple(found["case_code"]))
    without = int(found["planned_on"].isna().sum())
    st.markdown(
        n_("**{n} person** cannot or does not want to return home; for {without} no alternative is agreed yet.",
           "**{n} people** cannot or do not want to return home; for {without} no alternative is agreed yet.",
           len(found)).format(n=number(len(found)), without=number(without))
    )  # fmt: skip
    places = {row["ts_pcode"]: place_name(row) for row in cached.townships().to_dict("records")}
    source = _("Source: the register of this installation, records of your role, state of {day}.")
    table(
        found.assign(township=found["ts_pcode"].map(places).astype(object)), _columns(), "alternatives",
        _("Alternatives to returning home"), source.format(day=day(state.as_of())),
    )  # fmt: skip
    _open(list(found["case_code"]))


def _columns() -> list[Column]:
    return [
        Column("case_code", _("Case code")),
        Column("because", _("Because"), codes=Because),
        Column("days", _("Known for"), _("days"), kind=Kind.NUMBER),
        Column("planned_on", _("Alternative agreed on"), kind=Kind.DAY),
        Column("discussed_on", _("Discussed at a meeting on"), kind=Kind.DAY),
        Column("age_group", _("Age"), codes=AgeGroup),
        Column("is_special", _("Special Case"), kind=Kind.YES_NO),
        Column("stage", _("Stage"), codes=Stage),
        Column("township", _("Township of origin")),
    ]


def _open(codes: list[str]) -> None:
    chosen = st.selectbox(
        _("Open the case"), codes, index=None, key="w_case_alternative", placeholder=_("Choose, or type to search")
    )
    if chosen is not None:
        case_words.case_link(chosen)
