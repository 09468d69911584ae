"""Census of the DSW shelters: who was there at the end of each day of a year, and the count of one day."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from queries import shelter_register as ask
from queries.shelter_register import Span
from ui import cached, charts, palette, shelter_span, state
from ui import shelter_words as words
from ui.export import Column, Kind
from ui.frame import empty
from ui.tables import table
from ui.text import _, day, number

_DAY: Final = "w_shelter_day"


def show() -> None:
    """The part of the page."""
    span = shelter_span.choose()
    census = ask.shelter_census(cached.store(), state.scope(), span)
    if census.empty:
        empty(_("Nobody was in a DSW shelter in this year, as far as the register knows."))
        return
    _figure(census, span)
    _one_day(census, span)
    st.subheader(_("Every day of the year"), anchor=False)
    table(
        words.named_shelters(census), _columns(), "shelter_census", _("Census of DSW shelters by day"),
        words.source(span.as_of),
    )  # fmt: skip


def _figure(census: pd.DataFrame, span: Span) -> None:
    whole = census.pivot_table(index="day", columns="shelter_id", values="present_people", aggfunc="sum")
    most = whole.sum(axis=1)
    said = _("At most {n} people were in DSW shelters at once, on {day}; at the end there were {last}.").format(
        n=number(int(most.max())), day=day(most.idxmax().date()), last=number(int(most.iloc[-1]))
    )
    colours = palette.sequential(max(len(whole.columns), 2))
    series = [
        charts.Series(words.shelter(code), tuple(whole[code]), colours[place])
        for place, code in enumerate(whole.columns)
        if whole[code].any()
    ]
    figure = charts.stacked_days(list(whole.index), series, _("people at the end of the day"))
    charts.show(figure, said, words.source(span.as_of), "figure_shelter_census")


def _one_day(census: pd.DataFrame, span: Span) -> None:
    first, last = span.first, span.last
    chosen = st.date_input(
        _("Census of one day"), value=last, min_value=first, max_value=last, key=f"{_DAY}_{first.year}_{last}",
        format="YYYY-MM-DD",
    )  # fmt: skip
    on = chosen if isinstance(chosen, date) else last
    rows = census[pd.to_datetime(census["day"]).dt.date == on]
    sums = rows[["entered_people", "left_people", "present_people"]].sum()
    st.markdown(
        _("On **{day}**: **{present}** people at the end of the day; {entered} entered and {left} left on it.").format(
            day=day(on), present=number(sums["present_people"]), entered=number(sums["entered_people"]),
            left=number(sums["left_people"]),
        )
    )  # fmt: skip
    lines = [
        (words.shelter(row["shelter_id"]), number(row["present_people"]))
        for row in rows[rows["present_people"] > 0].to_dict("records")
    ]
    if lines:
        st.markdown(" · ".join(f"{name}: {people}" for name, people in lines))


def _columns() -> list[Column]:
    people = _("people")
    return [
        Column("day", _("Day"), kind=Kind.DAY),
        Column("shelter", _("DSW shelter")),
        Column("present_people", _("There at the end of the day"), people, Kind.NUMBER),
        Column("entered_people", _("Entered"), people, Kind.NUMBER),
        Column("left_people", _("Left"), people, Kind.NUMBER),
    ]
