"""Pass a carried case on: who else could take the person, ranked with why; at once, or by asking them first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from analysis.matching import Candidate, Person, candidates
from data import assignments
from data.assignment_rules import Operation
from data.assignments import NewAssignment, NewReferral
from data.vocabulary import AgeGroup, Role
from ui import assign_values, assign_words, cached, case_forms, frame, state
from ui.case_read import Case
from ui.text import _, number, plain

FIRST: Final = 6


def person_of(found: Case) -> Person:
    """The person as the ranking asks for it: where from, child or adult, what is needed."""
    return Person(
        found.case_code,
        found.periods[-1].assignment_id,
        found.ts_pcode,
        None if found.age_group is AgeGroup.UNKNOWN else found.age_group is AgeGroup.CHILD,
        found.is_special,
        tuple(str(need.service) for need in found.needs),
        reason="",
        days_waiting=0,
        family_assessment=str(found.family_assessment),
    )


def form(found: Case, operation: Operation, button: str) -> None:
    """The form; a manager passes on within the own organisation and asks others."""
    offered = _offered(found, operation)
    if not offered:
        frame.empty(
            _("No other provider of your organisation is in reach of this person; ask one of another organisation.")
            if _is_own_only(operation)
            else _("No other provider that takes part is in reach of this person.")
        )
        return
    shown = _shown(found.case_code, offered)
    with st.form(key=case_forms.key(f"decide_{operation}", found.case_code), enter_to_submit=False):
        new = _asked(found, operation, shown)
        pressed = case_forms.submit(button)
    if not pressed:
        return
    to = next(one for one in shown if one.presence_id == new.presence_id)
    facts = {"code": plain(found.case_code), "organisation": plain(to.organisation)}
    if operation is Operation.TRANSFER:
        said = _("{code} is passed on to {organisation}.").format(**facts)
        case_forms.save(lambda: assignments.transfer(cached.store(), state.scope(), new), said, undo=str)
        return
    said = _("{organisation} is asked to take {code}; who carries the case goes on until the answer.").format(**facts)
    asked = NewReferral(new.case_code, new.presence_id, new.on, new.seen, note=new.note)
    case_forms.save(lambda: assignments.refer(cached.store(), state.scope(), asked), said)


def _asked(found: Case, operation: Operation, shown: Sequence[Candidate]) -> NewAssignment:
    """The fields of the form as they stand."""
    known, code = assign_words.names(), found.case_code
    by_id = {one.presence_id: one for one in shown}
    chosen = st.radio(
        _("Provider"), list(by_id), key=case_forms.key(f"place_{operation}", code),
        format_func=lambda one: assign_words.candidate_title(by_id[one], known),
        captions=[plain(assign_words.sentence(one.why, known)) for one in shown],
    )  # fmt: skip
    on = case_forms.day_asked(_("From which day"), f"decide_on_{operation}", code)
    over = False
    if operation is Operation.TRANSFER and any(one.room_people == 0 for one in shown):
        over = st.checkbox(_("Assign although the provider is full"), key=case_forms.key("over", code))
    note = case_forms.note_asked(f"decide_note_{operation}", code)
    return NewAssignment(code, str(chosen), on, found.periods[-1].assignment_id, note=note, over_capacity=over)


def _is_own_only(operation: Operation) -> bool:
    return operation is Operation.TRANSFER and state.scope().role is Role.NGO_MANAGER


def _offered(found: Case, operation: Operation) -> list[Candidate]:
    """Who could take the case, the best first, without who carries it."""
    ranked = candidates(person_of(found), assign_values.places(), assign_values.rule(includes_held=True))
    return [
        one
        for one in ranked
        if assign_words.can_be_asked(one)
        and one.presence_id != found.periods[-1].presence_id
        and (not _is_own_only(operation) or one.organisation_id == state.scope().organisation_id)
    ]


def _shown(case_code: str, offered: Sequence[Candidate]) -> Sequence[Candidate]:
    st.caption(
        _("Best first: services needed, then how near, then whether the provider says to take this age and was "
          "confirmed lately. Distances are straight lines between towns.")
    )  # fmt: skip
    if len(offered) > FIRST and not st.toggle(
        _("Show all {n}").format(n=number(len(offered))), key=case_forms.key("place_all", case_code)
    ):
        return offered[:FIRST]
    return offered
