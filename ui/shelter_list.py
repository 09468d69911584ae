"""Who came in and who left, shelter by shelter: the headline of a year, the list page by page, and its download."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd
import streamlit as st

from data.vocabulary import AgeGroup, Destination, Purpose, Sex
from queries import shelter_register as ask
from queries.shelter_register import Span
from ui import cached, export, frame, seen, shelter_span, state
from ui import shelter_words as words
from ui.export import Column, Kind
from ui.tables import shown
from ui.text import _, label, number

_PAGE_ROWS: Final = 50
_MOST_ROWS: Final = 100_000  # of a download
_SEARCH, _PAGE = "w_shelter_search", "w_shelter_page"


def show() -> None:
    """The part of the page."""
    span = shelter_span.choose()
    counts = _counts(span, None)
    frame.cards(_headline(counts), 4)
    left, right = st.columns(2)
    with left:
        search = st.text_input(_("Part of a case code"), key=_SEARCH, max_chars=40).strip() or None
    found = int((_counts(span, search) if search else counts)["all_stays"])
    if not found:
        frame.empty(_("No stay in a DSW shelter fits. Choose another year or shelter, or another part of a code."))
        return
    with right:
        skip = _skip(found)
    rows = ask.shelter_stays(cached.store(), state.scope(), span, search, _PAGE_ROWS, skip)
    seen.once("shelter register", len(rows), (span, search, tuple(rows["case_code"])))
    _rows(rows, span, found)
    _downloads(span, search, found)


def _counts(span: Span, search: str | None) -> pd.Series:
    long_days = int(cached.settings()["shelter_stay_days"])
    return ask.shelter_stay_count(cached.store(), state.scope(), span, long_days, search).iloc[0]


def _headline(counts: pd.Series) -> list[frame.Card]:
    long_days = number(cached.settings()["shelter_stay_days"])
    typical = counts["typical_days"]
    return [
        frame.Card(_("Entered"), number(counts["entered_people"]), _("people"), _("Entries in the year.")),
        frame.Card(_("Left"), number(counts["left_people"]), _("people"), _("Leavings in the year.")),
        frame.Card(
            _("There at the end"), number(counts["present_people"]), _("people"),
            _("Of them for more than {days} days: {n}. The number of days is a setting.").format(
                days=long_days, n=number(counts["long_people"])
            ),
        ),
        frame.Card(
            _("Typical stay"), number(None if pd.isna(typical) else float(typical)), _("days"),
            _("Half of those who left in the year had stayed for no longer."),
        ),
    ]  # fmt: skip


def _skip(found: int) -> int:
    """Rows before the chosen page; a chooser stands there where there are several pages."""
    pages = math.ceil(found / _PAGE_ROWS)
    if pages == 1:
        return 0
    state.hold(_PAGE, min(int(st.session_state.get(_PAGE, 1)), pages))
    chosen = st.number_input(
        _("Page of the list (1 to {last})").format(last=number(pages)), min_value=1, max_value=pages, step=1, key=_PAGE
    )
    return (int(chosen) - 1) * _PAGE_ROWS


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    states = words.states()
    return words.named_shelters(rows).assign(state=rows["st_pcode"].map(states))


def _columns() -> list[Column]:
    return [
        Column("case_code", _("Case code")),
        Column("shelter", _("DSW shelter")),
        Column("in_on", _("Entered"), kind=Kind.DAY),
        Column("out_on", _("Left"), kind=Kind.DAY),
        Column("stay_days", _("Stay"), _("days"), Kind.NUMBER),
        Column("sex", _("Sex"), codes=Sex),
        Column("age_group", _("Age group"), codes=AgeGroup),
        Column("destination", _("Country"), codes=Destination),
        Column("purpose", _("Purpose"), codes=Purpose),
        Column("state", _("State or region of origin")),
        Column("steps_done", _("Steps of the form with a day"), _("of 4"), Kind.NUMBER),
    ]


def _rows(rows: pd.DataFrame, span: Span, found: int) -> None:
    text = _("{found} stays; latest entry first. Without a day of leaving: still there on the as-of date.")
    source = text.format(found=number(found)) + " " + words.source(span.as_of)
    shown(_named(rows), _columns(), "shelter_register", _("In and out of DSW shelters"), source)


def _downloads(span: Span, search: str | None, found: int) -> None:
    """The whole list, read when the button is pressed."""
    register, reader = cached.store(), state.scope()
    columns, title = _columns(), _("In and out of DSW shelters")
    cover = export.cover_of(title, words.source(span.as_of))
    labels = {c.key: {str(code): label(code) for code in c.codes} for c in columns if c.codes is not None}
    shelters, states = words.shelters(reader), words.states()

    def rows() -> pd.DataFrame:
        """Made outside the visit, where the reader's language is not known: the words are those of the page."""
        whole = ask.shelter_stays(register, reader, span, search, _MOST_ROWS)
        whole = whole.assign(shelter=whole["shelter_id"].map(shelters), state=whole["st_pcode"].map(states))
        return whole.assign(**{key: whole[key].map(known) for key, known in labels.items()})

    made = {"csv": (lambda: export.to_csv(rows(), columns), "text/csv"),
            "xlsx": (lambda: export.to_xlsx(rows(), columns, cover), export.XLSX_MIME)}  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for ending, (make, mime) in made.items():
            name = f"shelter_register_{span.first.year}.{ending}"
            text = _("Download {format}").format(format=ending.upper())
            export.download_file(make, name, mime, text, _("{n} rows; the download is recorded.").format(
                n=number(found)), records=found)  # fmt: skip
