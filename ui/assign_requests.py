"""Requests to take a case that wait for an answer: managers answer, others may take them back."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data import assignments
from data.lines import LONGEST
from data.vocabulary import AgeGroup, Role, Service
from ui import assign_values, assign_words, cached, state
from ui.assign_say import decide, times
from ui.frame import empty
from ui.text import _, day, label, n_, number, plain

MOST: Final = 50


def show() -> None:
    """The requests, longest first, each with what the reader may do."""
    st.html(assign_words.STYLE)
    rows = assign_values.requests()
    if rows.empty:
        empty(_("No request waits for an answer."), ":material/mark_email_read:")
        return
    said = n_("{n} request waits for an answer.", "{n} requests wait for an answer.", len(rows))
    st.markdown(said.format(n=number(len(rows))))
    if len(rows) > MOST:
        st.caption(_("The {n} that wait longest are shown.").format(n=number(MOST)))
    known = assign_words.names()
    for row in rows.head(MOST).to_dict("records"):
        with st.container(border=True, key=f"asg_request_{row['referral_id']}"):
            _request(row, known)


def _request(row: dict[str, object], known: dict[str, str]) -> None:
    asked, code = known.get(str(row["presence_ts_pcode"]), ""), plain(row["case_code"])
    st.markdown(f"**{code}** → **{plain(row['organisation'])}**, {plain(asked)}")
    facts = [assign_words.township(str(row["ts_pcode"]), known), label(AgeGroup(str(row["age_group"])))]
    if row["is_special"]:
        facts.append(_("Special Case"))
    if row["needs"] is not None and row["needs"] == row["needs"]:
        listed = ", ".join(label(Service(need)) for need in str(row["needs"]).split("; "))
        facts.append(_("Needs: {list}").format(list=listed))
    st.markdown(plain(" · ".join(facts)))
    on = day(row["referred_on"])  # type: ignore[arg-type]
    told = _("Asked on {day} by {who}, {n} days ago").format(
        day=on, who=plain(row["referred_by"]), n=number(float(str(row["days_open"])))
    )
    note = f" · {plain(row['note'])}" if row["note"] is not None and row["note"] == row["note"] else ""
    st.caption(told + note)
    if assign_values.decides_now():
        _answers(row)


def _answers(row: dict[str, object]) -> None:
    reader, referral_id = state.scope(), str(row["referral_id"])
    if reader.role in (Role.NGO_MANAGER, Role.PLANNER):
        _answer_form(row)
    if reader.role is Role.PLANNER or row["referred_by"] == reader.actor:
        st.button(_("Take the request back"), icon=":material/undo:", key=f"w_asg_withdraw_{referral_id}",
                  on_click=_take_back, args=(row,))  # fmt: skip


def _answer_form(row: dict[str, object]) -> None:
    referral_id, today = str(row["referral_id"]), state.bounds().today
    keys = {name: f"w_asg_{name}_{referral_id}_{times()}" for name in ("answer_day", "why", "beyond")}
    with st.form(key=f"asg_answer_{referral_id}", border=False):
        first, second = st.columns([1, 3], gap="small")
        with first:
            st.date_input(
                _("Takes the case from"), min(assign_values.usual_day(), today), min_value=state.EARLIEST_AS_OF,
                max_value=today, format="YYYY-MM-DD", key=keys["answer_day"],
            )  # fmt: skip
        with second:
            st.text_input(_("Why it is declined"), key=keys["why"], max_chars=LONGEST,
                          placeholder=_("One line, without names; only where you decline"))  # fmt: skip
        st.checkbox(_("Accept although there is no room left"), key=keys["beyond"])
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(_("Accept"), type="primary", icon=":material/check:", on_click=_answer,
                                  args=(row, keys, True), key=f"w_asg_yes_{referral_id}")  # fmt: skip
            st.form_submit_button(_("Decline"), icon=":material/close:", on_click=_answer, args=(row, keys, False),
                                  key=f"w_asg_no_{referral_id}")  # fmt: skip


def _answer(row: dict[str, object], keys: dict[str, str], accept: bool) -> None:
    on, why = st.session_state[keys["answer_day"]], str(st.session_state[keys["why"]]).strip()
    said = _("{code} is assigned to {organisation}.") if accept else _("Declined: {code} stays as it is.")
    beyond = bool(st.session_state[keys["beyond"]])
    decide(
        lambda: assignments.answer_referral(
            cached.store(), state.scope(), str(row["referral_id"]), accept, why or None, on=on, over_capacity=beyond
        ),
        said.format(code=plain(row["case_code"]), organisation=plain(row["organisation"])),
        on if accept else state.as_of(),
    )


def _take_back(row: dict[str, object]) -> None:
    said = _("The request about {code} is taken back.").format(code=plain(row["case_code"]))
    decide(
        lambda: assignments.take_back_referral(cached.store(), state.scope(), str(row["referral_id"])),
        said,
        state.as_of(),
        can_undo=False,
    )
