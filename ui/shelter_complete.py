"""How complete the one-page form is: each minimum field, of those who entered a DSW shelter in the year."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from queries import shelter_register as ask
from queries.shelter_register import Span
from ui import cached, charts, palette, shelter_span, state
from ui import shelter_words as words
from ui.export import Column, Kind
from ui.frame import empty
from ui.tables import table
from ui.text import _, number, percent

ALL = "all_fields"


def show() -> None:
    """The part of the page."""
    span = shelter_span.choose()
    rows = ask.form_completeness(cached.store(), state.scope(), span)
    if rows.empty:
        empty(_("Nobody entered a DSW shelter in this year, as far as the register knows."))
        return
    fields = rows.groupby("field", as_index=False)[["filled_people", "all_people"]].sum()
    fields["share"] = fields["filled_people"] / fields["all_people"]
    _figure(fields, span)
    st.subheader(_("By shelter: forms with all minimum fields"), anchor=False)
    whole = rows[rows["field"] == ALL].assign(share=lambda f: f["filled_people"] / f["all_people"])
    table(
        words.named_shelters(whole), _columns("shelter", _("DSW shelter")), "shelter_forms",
        _("Forms with all minimum fields, by shelter"), words.source(span.as_of),
    )  # fmt: skip
    st.subheader(_("By field"), anchor=False)
    named = fields.sort_values("share").assign(field=lambda f: f["field"].map(words.field))
    table(
        named, _columns("field", _("Field")), "shelter_fields", _("Minimum fields of the one-page form"),
        words.source(span.as_of),
    )  # fmt: skip


def _figure(fields: pd.DataFrame, span: Span) -> None:
    whole = fields[fields["field"] == ALL].iloc[0]
    said = _("{filled} of {all} forms have all minimum fields: {share} (2.12).").format(
        filled=number(whole["filled_people"]), all=number(whole["all_people"]), share=percent(whole["share"])
    )
    shown = fields[fields["field"] != ALL].sort_values("share", ascending=False)
    series = [charts.Series(_("filled"), tuple(shown["share"]), palette.PRIMARY)]
    names = [words.field(key) for key in shown["field"]]
    charts.show(charts.paired_bars(names, series, ""), said, words.source(span.as_of), "figure_shelter_fields")


def _columns(key: str, title: str) -> list[Column]:
    return [
        Column(key, title),
        Column("filled_people", _("Filled"), _("people"), Kind.NUMBER),
        Column("all_people", _("Entered"), _("people"), Kind.NUMBER),
        Column("share", _("Share"), "%", Kind.SHARE),
    ]
