"""One person who waits: who could take them and why, and the decisions: assign, ask, keep waiting, minimum model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from analysis.matching import Candidate, Person, candidates
from analysis.matching_propose import stays
from data import assignments
from data.assignments import Change, NewAssignment, NewReferral
from data.lines import LONGEST
from data.paths import ROOT
from data.vocabulary import UnassignedReason
from ui import assign_list, assign_minimum, assign_values, assign_words, cached, state
from ui.assign_say import decide, times
from ui.frame import empty
from ui.navigation import can_open
from ui.text import _, label, number, plain

CASE_PAGE: Final = "pages/track/cases.py"
FIRST: Final = 6


def show(case_code: str) -> None:
    """The person and the decisions; a code of nobody who waits is told like one that does not exist."""
    st.html(assign_words.STYLE)
    st.button(_("Back to the list"), icon=":material/arrow_back:", on_click=assign_list.choose, args=(None,),
              key="w_asg_back")  # fmt: skip
    person = assign_values.one(case_code)
    if person is None:
        empty(_("Nobody with the code {code} waits for a provider among those you see.").format(code=plain(case_code)))
        return
    known = assign_words.names()
    st.subheader(plain(person.case_code), anchor=False)
    st.html(assign_words.person_html(person, known))
    if can_open(CASE_PAGE):
        st.page_link(ROOT / CASE_PAGE, label=_("The whole case"), icon=":material/arrow_forward:",
                     query_params={"case": person.case_code})  # fmt: skip
    rule = assign_values.rule(includes_held=True)
    found = candidates(person, assign_values.places(), rule)
    said = stays(person, assign_values.places(), assign_values.rule())
    if said is not None:
        st.warning(plain(assign_words.sentence(said.why, known)), icon=":material/info:")
    _places(person, [one for one in found if assign_words.can_be_asked(one)], known)
    _others([one for one in found if not assign_words.can_be_asked(one)], known)
    _keep_waiting(person)
    assign_minimum.show(person, is_open=not found)


def _places(person: Person, found: Sequence[Candidate], known: dict[str, str]) -> None:
    if not found:
        return
    st.markdown("#### " + _("Who could take this person"))
    st.caption(
        _("Best first: services needed, then how near, then whether the provider says to take this age and was "
          "confirmed lately. Distances are straight lines between towns.")
    )  # fmt: skip
    shown = list(found)
    if len(found) > FIRST and not st.toggle(_("Show all {n}").format(n=number(len(found))), key="w_asg_all"):
        shown = shown[:FIRST]
    if not assign_values.decides_now():
        for one in shown:
            st.markdown(f"- {assign_words.candidate_title(one, known)}: {_why(one, known)}")
        return
    _form(person, shown, known)


def _why(one: Candidate, known: dict[str, str]) -> str:
    return plain(assign_words.sentence(one.why, known))


def _form(person: Person, shown: Sequence[Candidate], known: dict[str, str]) -> None:
    keys = {name: f"w_asg_{name}_{person.case_code}_{times()}" for name in ("place", "day", "note", "over")}
    by_id = {one.presence_id: one for one in shown}
    with st.form(key=f"asg_form_{person.case_code}"):
        st.radio(
            _("Provider"), list(by_id), key=keys["place"],
            format_func=lambda found: assign_words.candidate_title(by_id[found], known),
            captions=[_why(one, known) for one in shown],
        )  # fmt: skip
        day_and_note(keys["day"], keys["note"])
        if any(one.room_people == 0 for one in shown):
            st.checkbox(_("Assign although the provider is full"), key=keys["over"])
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                _("Assign"), type="primary", icon=":material/person_add:", on_click=_assign, args=(person, by_id, keys)
            )
            st.form_submit_button(
                _("Ask the provider first"), icon=":material/outgoing_mail:", on_click=_ask, args=(person, by_id, keys),
                disabled=bool(person.requests_open),
                help=_("A provider was asked already and has not answered.") if person.requests_open else None,
            )  # fmt: skip


def day_and_note(day_key: str, note_key: str) -> None:
    """The day of a decision, and one line on it."""
    today = state.bounds().today
    first, second = st.columns([1, 3], gap="small")  # on a phone one below the other
    with first:
        st.date_input(
            _("Day of the decision"), min(assign_values.usual_day(), today), min_value=state.EARLIEST_AS_OF,
            max_value=today, format="YYYY-MM-DD", key=day_key,
        )  # fmt: skip
    with second:
        st.text_input(
            _("Note"), key=note_key, max_chars=LONGEST, placeholder=_("One line, without names; may stay empty")
        )


def given(keys: dict[str, str]) -> tuple[date, str | None]:
    """What day_and_note holds."""
    note = str(st.session_state.get(keys["note"], "")).strip()
    return st.session_state[keys["day"]], note or None


def _chosen(by_id: dict[str, Candidate], keys: dict[str, str]) -> Candidate:
    return by_id.get(str(st.session_state[keys["place"]])) or next(iter(by_id.values()))


def _assign(person: Person, by_id: dict[str, Candidate], keys: dict[str, str]) -> None:
    one, (on, note) = _chosen(by_id, keys), given(keys)
    new = NewAssignment(
        person.case_code, one.presence_id, on, person.assignment_id, note=note,
        over_capacity=bool(st.session_state.get(keys["over"], False)),
    )  # fmt: skip
    said = _("{code} is assigned to {organisation}.")
    decide(
        lambda: assignments.assign(cached.store(), state.scope(), new),
        said.format(code=plain(person.case_code), organisation=plain(one.organisation)),
        on,
    )


def _ask(person: Person, by_id: dict[str, Candidate], keys: dict[str, str]) -> None:
    one, (on, note) = _chosen(by_id, keys), given(keys)
    new = NewReferral(person.case_code, one.presence_id, on, person.assignment_id, note=note)
    said = _("{organisation} is asked to take {code}; the person waits until the answer.")
    decide(
        lambda: assignments.refer(cached.store(), state.scope(), new),
        said.format(code=plain(person.case_code), organisation=plain(one.organisation)),
        on,
        can_undo=False,
    )


def _others(found: Sequence[Candidate], known: dict[str, str]) -> None:
    if not found:
        return
    title = _("{n} more in reach that do not suit").format(n=number(len(found)))
    with st.expander(title, icon=":material/block:"):
        for one in found:
            st.markdown(f"- {assign_words.candidate_title(one, known)}: {_why(one, known)}")


def _keep_waiting(person: Person) -> None:
    if not assign_values.decides_now():
        return
    keys = {name: f"w_asg_{name}_{person.case_code}_{times()}" for name in ("reason", "reason_day", "reason_note")}
    with (
        st.expander(_("Keep waiting, and say why"), icon=":material/hourglass_empty:"),
        st.form(key=f"asg_reason_{person.case_code}", border=False),
    ):
        reasons = [reason for reason in UnassignedReason if reason != person.reason]
        st.selectbox(_("Reason why nobody carries the person"), reasons, format_func=label, key=keys["reason"])
        day_and_note(keys["reason_day"], keys["reason_note"])
        st.form_submit_button(_("Write the reason down"), icon=":material/save:", on_click=_set_reason,
                              args=(person, keys))  # fmt: skip


def _set_reason(person: Person, keys: dict[str, str]) -> None:
    reason = UnassignedReason(st.session_state[keys["reason"]])
    on, note = given({"day": keys["reason_day"], "note": keys["reason_note"]})
    change = Change(person.case_code, on, person.assignment_id, reason=reason, note=note)
    said = _("{code} keeps waiting: {reason}. The wait goes on unbroken.")
    decide(
        lambda: assignments.set_reason(cached.store(), state.scope(), change),
        said.format(code=plain(person.case_code), reason=plain(label(reason))),
        on,
    )
