"""Those who wait, longest first, a page at a time: narrowed by reason, place and code, each a way to the person."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from analysis.matching import people_of
from data.vocabulary import FamilyAssessment, Service, UnassignedReason
from queries.matching import Narrowed
from ui import assign_values, assign_words, cached, case_pages, kept, state
from ui.export import Column, Kind, download
from ui.frame import Card, cards, empty
from ui.text import _, label, number, place_name

CASE: Final = "case"
_NARROWED: Final = "atlas_assign_narrowed"


def headline() -> None:
    """How many wait, how long, and who among them."""
    found, days = assign_values.counts(), int(cached.settings()["waiting_long_days"])
    people = _("people")
    four_cards(
        (
            Card(_("People not assigned"), number(found["waiting_people"]), people,
                 _("Everybody who needs support and whom nobody carries (4.4).")),
            Card(_("Waiting for long"), number(found["waiting_long_people"]), people,
                 _("Unassigned for {n} days or longer.").format(n=number(days))),
            Card(_("Children"), number(found["children_people"]), people, _("Under 18 at identification.")),
            Card(_("Special Cases"), number(found["special_people"]), people,
                 _("Flagged with a special need (1.7, 2.10.2, 3.10).")),
        )
    )  # fmt: skip


def four_cards(items: tuple[Card, ...]) -> None:
    """Four numbers beside each other; on a phone two and two."""
    with st.container(key="atlas_counts"):
        cards(items, per_row=4)


def part() -> str:
    """Which part of the page is shown: list, all (the proposal) or asked; it stands in the URL."""
    titles = {"list": _("Who waits"), "all": _("Propose for all"), "asked": _("Requests")}
    now = state.page_value("part", tuple(titles), "list")
    state.hold("w_asg_part", now)

    def changed() -> None:
        chosen = st.session_state["w_asg_part"] or now
        state.set_page_value("part", None if chosen == "list" else chosen)
        case_pages.go_to(0)

    st.segmented_control(
        _("Part of the page"), list(titles), format_func=titles.__getitem__, key="w_asg_part", on_change=changed,
        label_visibility="collapsed",
    )  # fmt: skip
    return now


def narrowing() -> Narrowed:
    """What the reader looks for; reason and place stand in the URL."""
    first, second, third = st.columns([1, 1, 1], vertical_alignment="bottom")
    with first:
        reasons = {str(reason): label(reason) for reason in UnassignedReason}
        reason = kept.one("purpose", _("Reason"), reasons, _("All reasons"))
    with second:
        records = cached.townships().drop_duplicates("st_pcode").to_dict("records")
        states = kept.places([(row["st_pcode"], place_name(row, "st")) for row in records])
        st_pcode = kept.one("state", _("State or region"), states, _("Whole country"))
    with third:
        text = st.text_input(_("Case code"), key="w_asg_text", max_chars=40, placeholder=_("Part of the code"))
    return Narrowed(reason, st_pcode, text.strip() or None)


def show() -> None:
    """The list with its pages and its download."""
    st.html(assign_words.STYLE)
    headline()
    narrowed = narrowing()
    if st.session_state.setdefault(_NARROWED, narrowed) != narrowed:
        st.session_state[_NARROWED] = narrowed
        case_pages.go_to(0)
    total = assign_values.counts(narrowed)["waiting_people"]
    if not total:
        empty(_("Nobody of this kind is waiting for a provider on this day."), ":material/check_circle:")
        return
    first = case_pages.first_row(total, assign_values.ROWS)
    rows = assign_values.page_of(narrowed, first)
    known = assign_words.names()
    for person in people_of(rows):
        with st.container(key=f"asg_row_{person.case_code}"):
            left, right = st.columns([1.2, 5], gap="small", vertical_alignment="center")
            left.button(
                person.case_code, key=f"w_asg_open_{person.case_code}", on_click=choose, args=(person.case_code,),
                icon=":material/person_search:", help=_("Who could take this person, and what to decide"),
                width="stretch",
            )  # fmt: skip
            right.html(assign_words.person_html(person, known))
    case_pages.buttons(first, total, assign_values.ROWS)
    with st.expander(_("Take the list along"), icon=":material/download:"):
        _downloads(narrowed)


def choose(case_code: str | None) -> None:
    """Open the person, or go back to the list."""
    state.set_page_value(CASE, case_code)


def _downloads(narrowed: Narrowed) -> None:
    st.caption(_("The whole list with the narrowing above; the download is recorded."))
    if st.toggle(_("Prepare the files"), key="w_asg_prepare"):
        rows = assign_values.everybody(narrowed)
        title = _("People not assigned")
        download(worded(rows), columns(), "waiting_people", title, _("Register of this installation"))


def worded(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the township's name beside its code."""
    known = assign_words.names()
    return rows.assign(township=[known.get(str(code), "") for code in rows["ts_pcode"]])


def columns() -> list[Column]:
    """The columns of a list of those who wait."""
    return [
        Column("case_code", _("Case code")),
        Column("township", _("Township")),
        Column("is_child", _("Child"), kind=Kind.YES_NO),
        Column("is_special", _("Special Case"), kind=Kind.YES_NO),
        Column("needs", _("Services needed"), codes=Service),
        Column("unassigned_reason", _("Reason"), codes=UnassignedReason),
        Column("days_waiting", _("Waits"), _("days"), Kind.NUMBER),
        Column("family_assessment", _("Family assessment"), codes=FamilyAssessment),
    ]
