"""The cases behind an indicator, a page of them at a time, for those who may see cases; each look is recorded."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from data.errors import N_
from data.indicator_files import Indicator
from data.vocabulary import Code
from data.vocabulary_indicators import Dimension, Period
from queries import indicators as ask
from ui import cached, frame, kept, seen, state
from ui import indicator_words as say
from ui.export import Column, Kind, download
from ui.indicator_choice import Periods
from ui.indicator_values import answers, last_day
from ui.tables import shown
from ui.text import _, day, n_, number

ROWS: Final = 50
_CASES: Final = "pages/track/cases.py"


class Outcome(Code):
    """How a record counts."""

    MET = "met", N_("Counted in the numerator")
    NOT_MET = "not_met", N_("In the denominator alone")
    INSIDE = "inside", N_("Still in time or waiting")
    MISSING = "missing", N_("Missing: cannot answer")


def behind(one: Indicator, each: Period, when: Periods) -> None:
    """The cases of the period, and of a part of the dimension where one is chosen, on demand."""
    if not one.counts_cases:
        return
    st.markdown("#### " + _("Cases behind the number"))
    if not st.toggle(_("Show the cases (each look is recorded)"), key="w_indicator_behind"):
        return
    dimension = _dimension(one)
    part = _part(one, each, dimension)
    last = None if when.at is None else pd.Timestamp(last_day(when.at, each))
    rows = ask.cases_behind(
        cached.store(), state.scope(), state.filters(), one, dimension if part else None, part, when.at, last
    )
    if rows.empty:
        frame.empty(_("No case stands behind this number in this period."))
        return
    _show(one, rows)


def _dimension(one: Indicator) -> Dimension | None:
    words = {str(code): code for code in one.dimensions}
    return words.get(state.page_value("by", tuple(words), str(one.dimensions[0])))


def _part(one: Indicator, each: Period, dimension: Dimension | None) -> str | None:
    """The part that the URL names; None: everybody."""
    if dimension is None:
        return None
    found = answers(state.scope(), state.filters(), (one,), each, dimension)
    names = kept.places(list(say.part_names(dimension, found.parts(one.key)).items()))
    return kept.one("part", _("Of which part"), names, _("Everybody"))


def _show(one: Indicator, rows: pd.DataFrame) -> None:
    """A page of rows, told to the audit log."""
    pages = max(1, -(-len(rows) // ROWS))
    page = 1
    if pages > 1:
        page = int(st.number_input(_("Page of {n}").format(n=number(pages)), 1, pages, 1, key="w_indicator_page"))
    part = rows.iloc[(page - 1) * ROWS : page * ROWS]
    seen.once(f"indicator {one.key}", len(part), tuple(part["case_code"]))
    st.caption(n_("{n} record", "{n} records", len(rows)).format(n=number(len(rows))))
    heads = [column for column in _columns(one) if column.key in rows.columns]
    source = _("Source: the register of this installation, records of your role, state of {day}.").format(
        day=day(state.as_of())
    )
    shown(part, heads, "indicator_behind", _("Cases behind the number"), source)
    download(rows, heads, f"indicator_{one.key}_cases", _("Cases behind the number"), source)
    chosen = st.selectbox(
        _("Open a case"), [None, *dict.fromkeys(part["case_code"])], key="w_indicator_case",
        format_func=lambda code: _("choose one") if code is None else code,
    )  # fmt: skip
    if chosen and st.button(_("Go to the case"), icon=":material/arrow_forward:", key="w_indicator_go"):
        state.set_page_value("case", str(chosen))
        st.switch_page(_CASES)


def _columns(one: Indicator) -> list[Column]:
    return [
        Column("case_code", _("Case code")),
        Column("on_day", _("Month"), kind=Kind.MONTH),
        Column("outcome", _("Counts as"), codes=Outcome),
        Column("days", _("Days"), _("days"), Kind.NUMBER),
        Column("amount", _("Amount"), say.unit(one), Kind.DECIMAL),
    ]
