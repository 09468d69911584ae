"""The minimum model (4.5) for somebody whom no provider reaches: its steps by age, with day and cost."""

from __future__ import annotations

import streamlit as st

from analysis.matching import Person
from data import assignments
from data.assignment_rules import MINIMUM_STEPS
from data.assignments import MinimumStep
from data.vocabulary import EventKind
from queries import matching
from ui import assign_values, cached, state
from ui.assign_say import decide, times
from ui.text import _, day, label, number, plain


def steps_of(person: Person) -> tuple[EventKind, ...]:
    """The steps for the person's age; all where no age is recorded."""
    if person.is_child is None:
        return tuple(step for steps in MINIMUM_STEPS.values() for step in steps)
    return MINIMUM_STEPS["child" if person.is_child else "adult"]


def show(person: Person, is_open: bool) -> None:
    """The steps given so far, and the form for the next."""
    known_on = state.bounds().today if assign_values.decides_now() else state.as_of()
    found = matching.minimum_steps(cached.store(), state.scope(), known_on, person.case_code)
    with st.expander(_("Minimum model"), expanded=is_open, icon=":material/luggage:"):
        st.caption(
            _("For those whom no provider reaches: a child is accompanied home, reunited, assessed on the spot and "
              "given what is needed (4.5.1); an adult gets transport and a cash grant (4.5.2). No follow-up visits.")
        )  # fmt: skip
        told: dict[str, list[str]] = {}
        for row in found.to_dict("records"):
            told.setdefault(str(row["event_kind"]), []).append(_given(row))
        for step in steps_of(person):
            given = told.get(str(step))
            icon = ":material/check_circle:" if given else ":material/radio_button_unchecked:"
            st.markdown(f"{icon} {plain(label(step))}: " + ("; ".join(given) if given else _("not given yet")))
        if assign_values.decides_now():
            _form(person)


def _given(row: dict[str, object]) -> str:
    amount = row["amount_mmk"]
    on = day(row["occurred_on"])  # type: ignore[arg-type]
    if amount is None or amount != amount:
        return _("{day}, cost not told").format(day=on)
    return _("{day}, {n} kyat").format(day=on, n=number(float(str(amount))))


def _form(person: Person) -> None:
    keys = {name: f"w_asg_min_{name}_{person.case_code}_{times()}" for name in ("step", "day", "cost")}
    today = state.bounds().today
    with st.form(key=f"asg_minimum_{person.case_code}", border=False):
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            st.selectbox(_("Step given"), steps_of(person), format_func=label, key=keys["step"], width=300)
            st.date_input(
                _("Day"), min(assign_values.usual_day(), today), min_value=state.EARLIEST_AS_OF, max_value=today,
                format="YYYY-MM-DD", key=keys["day"], width=160,
            )  # fmt: skip
            st.number_input(
                _("Cost (kyat)"), 0, 100_000_000, None, 1000, key=keys["cost"], width=180,
                placeholder=_("not told"),
            )  # fmt: skip
        st.form_submit_button(_("Record the step"), icon=":material/save:", on_click=_record, args=(person, keys))


def _record(person: Person, keys: dict[str, str]) -> None:
    step, on = EventKind(st.session_state[keys["step"]]), st.session_state[keys["day"]]
    cost = st.session_state[keys["cost"]]
    given = MinimumStep(person.case_code, step, on, person.assignment_id, None if cost is None else float(cost))
    said = _("{step}: recorded for {code}.").format(step=plain(label(step)), code=plain(person.case_code))
    decide(lambda: assignments.give_minimum(cached.store(), state.scope(), given), said, on, can_undo=False)
