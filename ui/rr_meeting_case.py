"""One case in a sitting: how it stands, who could take it, and the decision, which is carried out as it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from analysis.matching import Candidate, Person, candidates, people_of, places_of
from data import meetings
from data.assignment_rules import MINIMUM_STEPS
from data.errors import AtlasError
from data.lines import LONGEST
from data.meetings import NewDecision
from data.vocabulary import AssignmentState, EventKind, Stage, UnassignedReason
from data.vocabulary_work import AgendaItem, Decision
from queries import matching
from ui import assign_values, assign_words, cached, case_forms, case_words, failures, frame, seen, state
from ui import rr_meeting_words as words
from ui.text import _, label, plain

if TYPE_CHECKING:
    from ui.rr_meeting_sitting import Sitting

_SAID: Final = "atlas_rr_said"
_TIMES: Final = "atlas_rr_times"
_FIRST: Final = 6


def said() -> None:
    """What came of the last decision, once."""
    text = st.session_state.pop(_SAID, None)
    if text:
        st.success(text, icon=":material/check_circle:")


def open_case(case_code: str | None) -> None:
    """Show a case of the sitting, or its agenda."""
    state.set_page_value("case", case_code)


def key(name: str, case_code: str) -> str:
    """A widget's key: of one case, and a new one after each decision."""
    return f"w_rr_{name}_{case_code}_{st.session_state.get(_TIMES, 0)}"


def show(sitting: Sitting, case_code: str) -> None:
    """The case, if it stands on the agenda of this sitting."""
    st.button(_("Back to the agenda"), icon=":material/arrow_back:", on_click=open_case, args=(None,),
              key="w_rr_agenda")  # fmt: skip
    found = sitting.agenda(case_code=case_code)
    if found.empty:
        frame.empty(_("Case {code} does not stand on the agenda of this meeting.").format(code=plain(case_code)))
        return
    row = found.iloc[0].to_dict()
    seen.once(f"case {case_code}", 1, case_code)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.subheader(plain(case_code), anchor=False, width="content")
        case_words.case_link(case_code, _("The whole case"))
    st.html(words.case_line(row, sitting.places, sitting.decided(case_code)))
    now = f"{_assignment(row)} {sitting.decided(case_code)}"
    if _shown_before(case_code, now) != now:
        case_forms.changed_meanwhile(case_code)
        return
    left = [item for item in words.items_of(row) if not _is_decided(sitting, case_code, item)]
    if left:
        _decide(sitting, row, left)
    else:
        st.info(_("Decided in this sitting. To decide otherwise, take the decision back in the minutes first."))


def _shown_before(case_code: str, now: str) -> str:
    """The period and the decisions that this visit showed last of the case."""
    name = f"atlas_rr_shown_{case_code}_{st.session_state.get(_TIMES, 0)}"
    before = str(st.session_state.get(name, now))
    st.session_state[name] = now
    return before


def _assignment(row: words.Row) -> str:
    return str(row["assignment_id"]) if isinstance(row["assignment_id"], str) else ""


def _is_decided(sitting: Sitting, case_code: str, item: AgendaItem) -> bool:
    rows = sitting.decisions
    return bool(((rows["case_code"] == case_code) & (rows["agenda_item"] == str(item))).any())


def possible(row: words.Row) -> list[Decision]:
    """Decisions that can be carried out on a case as it stands."""
    closed = row["stage"] == Stage.CLOSED
    waits = row["assignment_state"] == AssignmentState.UNASSIGNED
    offered = {
        Decision.ASSIGN: waits, Decision.REFER: waits, Decision.MINIMUM_MODEL: waits, Decision.KEEP_WAITING: waits,
        Decision.ALTERNATIVE: not closed, Decision.REVISIT: closed, Decision.DISCUSSED: True,
    }  # fmt: skip
    return [decision for decision in Decision if offered[decision]]


def _decide(sitting: Sitting, row: words.Row, items: Sequence[AgendaItem]) -> None:
    code = str(row["case_code"])
    decision = st.selectbox(
        _("Decision"), possible(row), index=None, format_func=label, key=key("decision", code),
        placeholder=_("Choose"),
    )  # fmt: skip
    if decision is None:
        return
    with st.form(key=key(f"form_{decision}", code)):
        item = items[0] if len(items) == 1 else st.radio(
            _("Under which item"), list(items), format_func=label, key=key("item", code), horizontal=True
        )  # fmt: skip
        asked = NewDecision(sitting.meeting_id, code, AgendaItem(str(item)), decision, _assignment(row) or None)
        new = _asked(sitting, row, asked)
        note = st.text_input(
            _("Note"), key=key(f"note_{decision}", code), max_chars=LONGEST,
            placeholder=_("One line, without names; may stay empty"),
        )  # fmt: skip
        pressed = st.form_submit_button(
            _("Write the decision"), type="primary", icon=":material/gavel:", disabled=new is None
        )
    if pressed and new is not None:
        _write(replace(new, note=note.strip() or None))


def _asked(sitting: Sitting, row: words.Row, new: NewDecision) -> NewDecision | None:
    """The decision with what it takes; None where it cannot be taken."""
    code = new.case_code
    match new.decision:
        case Decision.ASSIGN | Decision.REFER:
            return _with_provider(sitting, new)
        case Decision.KEEP_WAITING:
            reasons = list(UnassignedReason)
            now = row["unassigned_reason"]
            at = reasons.index(UnassignedReason(now)) if isinstance(now, str) else 0
            reason = st.selectbox(_("Reason why nobody carries the person"), reasons, at, label, key("reason", code))
            return replace(new, reason=UnassignedReason(str(reason)))
        case Decision.MINIMUM_MODEL:
            return _with_step(row, new)
        case _:
            return new


def _with_step(row: words.Row, new: NewDecision) -> NewDecision:
    """The step of the minimum model that was given at once, if any, with its cost."""
    ages = [row["age_group"]] if row["age_group"] in MINIMUM_STEPS else list(MINIMUM_STEPS)
    steps = [step for age in ages for step in MINIMUM_STEPS[age]]
    step = st.selectbox(
        _("Step given"), steps, index=None, format_func=label, key=key("step", new.case_code),
        placeholder=_("None yet: it is arranged"),
    )  # fmt: skip
    cost = st.number_input(_("Cost (kyat)"), 0.0, 1e9, None, 1000.0, "%.0f", key("cost", new.case_code))
    return replace(new, step=EventKind(str(step)) if step else None, amount_mmk=cost if step else None)


def _with_provider(sitting: Sitting, new: NewDecision) -> NewDecision | None:
    found = _candidates(sitting, new.case_code)
    if not found:
        st.warning(_("No provider that takes part is in reach of this person. The minimum model (4.5), or keep waiting "
                     "with the reason."), icon=":material/location_off:")  # fmt: skip
        return None
    known = assign_words.names()
    by_id = {one.presence_id: one for one in found}
    chosen = st.radio(
        _("Provider"), list(by_id), key=key(f"place_{new.decision}", new.case_code),
        format_func=lambda one: assign_words.candidate_title(by_id[one], known),
        captions=[plain(assign_words.sentence(one.why, known)) for one in found],
    )  # fmt: skip
    over = False
    if new.decision is Decision.ASSIGN and any(one.room_people == 0 for one in found):
        over = st.checkbox(_("Assign although the provider is full"), key=key("over", new.case_code))
    return replace(new, presence_id=str(chosen), over_capacity=over)


def _candidates(sitting: Sitting, case_code: str) -> list[Candidate]:
    """Who could take the person on the day of the sitting, the best first."""
    store, reader = cached.store(), state.scope()
    waiting = matching.waiting_people(store, reader, sitting.held_on, case_code=case_code)
    people: Sequence[Person] = people_of(waiting)
    if not people:
        return []
    places = places_of(cached.places_to_go(reader, sitting.held_on), cached.townships())
    found = candidates(people[0], places, assign_values.rule(includes_held=True))
    return [one for one in found if assign_words.can_be_asked(one)][:_FIRST]


def _write(new: NewDecision) -> None:
    try:
        meetings.decide(cached.store(), state.scope(), new)
    except AtlasError as error:
        failures.show(error)
        return
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1
    told = _("{code}: {decision}. Written and carried out; it can be taken back in the minutes.")
    st.session_state[_SAID] = told.format(code=plain(new.case_code), decision=label(new.decision))
    open_case(None)
    st.rerun()
