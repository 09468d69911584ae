"""Who needs an alternative to returning home (2.2, 4.6): assessed negatively, or not willing to return."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import pandas as pd
import streamlit as st

from data.code import Code
from data.errors import N_
from data.vocabulary import AgeGroup, Stage
from queries import cases as ask
from ui import cached, case_pages, case_words, export, frame, seen, state
from ui.export import Column, Kind
from ui.tables import shown
from ui.text import _, day, label, n_, number, place_name

_PART: Final = "w_case_part"


class Part(StrEnum):
    LIST = "list"
    ALTERNATIVES = "alternatives"


class Because(Code):
    NEGATIVE = "negative", N_("Negative family assessment")
    UNWILLING = "unwilling", N_("Does not want to return home")


def chosen() -> Part:
    """Which of the two lists the URL asks for."""
    return Part(state.page_value("part", tuple(str(one) for one in Part), str(Part.LIST)))


def part() -> Part:
    """Which of the two lists the reader chose; it stands in the URL."""
    now = chosen()
    names = {Part.LIST: _("All cases"), Part.ALTERNATIVES: _("Alternatives to returning home")}
    state.hold(_PART, str(now))
    st.segmented_control(
        _("List"), [str(one) for one in Part], format_func=lambda one: names[Part(one)], key=_PART,
        label_visibility="collapsed", on_change=_changed,
    )  # fmt: skip
    return now


def _changed() -> None:
    wanted = st.session_state.get(_PART)
    case_pages.go_to(0)
    state.set_page_value("part", str(wanted) if wanted == Part.ALTERNATIVES else None)


def show() -> None:
    """The list with its files, and the way to one of the cases."""
    rows, first = _page()
    if rows.empty:
        frame.empty(_("For nobody whom you see is an alternative to returning home to be found on this day."))
        return
    seen.once("list of alternatives", len(rows), tuple(rows["case_code"]))
    found, without = int(rows["all_people"].iloc[0]), int(rows["without_people"].iloc[0])
    st.markdown(
        n_("**{n} person** cannot or does not want to return home; for {without} no alternative is agreed yet.",
           "**{n} people** cannot or do not want to return home; for {without} no alternative is agreed yet.",
           found).format(n=number(found), without=number(without))
    )  # fmt: skip
    source = _("Source: the register of this installation, records of your role, state of {day}.").format(
        day=day(state.as_of())
    )
    shown(_named(rows, _places()), _columns(), "alternatives", _("Alternatives to returning home"), source)
    case_pages.buttons(first, found)
    _downloads(found, source)
    _open(list(rows["case_code"]))


def _page() -> tuple[pd.DataFrame, int]:
    """The page that the address asks for, or the last one where the list has become shorter; its first row, from 0."""
    store, reader, as_of, rows = cached.store(), state.scope(), state.as_of(), case_pages.ROWS
    first = case_pages.asked_row()
    found = ask.alternatives(store, reader, as_of, rows, first)
    if found.empty and first:
        whole = ask.alternatives(store, reader, as_of, 1)
        first = 0 if whole.empty else case_pages.first_row(int(whole["all_people"].iloc[0]))
        found = ask.alternatives(store, reader, as_of, rows, first)
    return found, first


def _places() -> dict[str, str]:
    return {str(row["ts_pcode"]): place_name(row) for row in cached.townships().to_dict("records")}


def _named(rows: pd.DataFrame, places: dict[str, str]) -> pd.DataFrame:
    return rows.assign(township=rows["ts_pcode"].map(places).astype(object))


def _downloads(found: int, source: str) -> None:
    """The whole list, read when the button is pressed: outside the visit, so its words are those of the page."""
    store, reader, as_of, places, told = cached.store(), state.scope(), state.as_of(), _places(), _columns()
    cover = export.cover_of(_("Alternatives to returning home"), source)
    labels = {c.key: {str(code): label(code) for code in c.codes} for c in told if c.codes is not None}
    answers = {True: _("yes"), False: _("no")}

    def rows() -> pd.DataFrame:
        whole = _named(ask.alternatives(store, reader, as_of), places)
        worded = {key: whole[key].map(words).astype(object) for key, words in labels.items()}
        return whole.assign(**worded, is_special=whole["is_special"].map(answers).astype(object))

    made: dict[str, tuple[Callable[[], bytes], str]] = {
        "csv": (lambda: export.to_csv(rows(), told), "text/csv"),
        "xlsx": (lambda: export.to_xlsx(rows(), told, cover), export.XLSX_MIME),
    }
    with st.container(horizontal=True, gap="small"):
        for ending, (make, mime) in made.items():
            export.download_file(
                make, f"alternatives_{as_of.isoformat()}.{ending}", mime,
                _("Download {format}").format(format=ending.upper()),
                _("{n} rows; the download is recorded.").format(n=number(found)), found,
            )  # fmt: skip


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
    code = st.selectbox(
        _("Open the case"), codes, index=None, key="w_case_alternative", placeholder=_("Choose, or type to search")
    )
    if code is not None:
        case_words.case_link(code)
