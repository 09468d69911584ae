"""Forms for case workers: record one by code, let one leave, give a carried case to one; all work by keyboard alone.

Lists of cases are read page by page; each look at one leaves an audit row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from data import case_workers
from data.case_workers import NewWorker
from data.errors import AtlasError
from data.vocabulary import AgeGroup
from queries.caseload import carried_cases
from ui import cached, case_pages, failures, kept, seen, state
from ui import caseload_view as view
from ui.export import Column, Kind
from ui.frame import empty
from ui.tables import shown
from ui.text import _, plain

_SAID: Final = "atlas_caseload_said"
_WRONG: Final = "atlas_caseload_wrong"
_TIMES: Final = "atlas_caseload_times"


def section(loads: pd.DataFrame, workers: pd.DataFrame, source: str) -> None:
    """Choose a provider; see whom it carries, and give cases to its workers. loads: Picture.loads."""
    own = {str(row["pool_id"]): row for row in loads.to_dict("records") if view.keeps_workers(row)}
    if not own:
        return
    st.subheader(_("Workers and cases of one provider"), anchor=False)
    names = dict(sorted(((code, view.provider_name(row)) for code, row in own.items()), key=lambda pair: pair[1]))
    pool_id = kept.one("pool", _("Provider"), names, _("Choose a provider"))
    _say()
    if pool_id is None:
        return
    there = workers[(workers["pool_id"] == pool_id) & workers["worker_id"].notna() & workers["is_there"]]
    codes = dict(zip(there["worker_id"].astype(str), there["worker_code"].astype(str), strict=True))
    rows = _cases(pool_id, int(own[pool_id]["seen_people"]), source)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        _give_form(rows, codes)
    with middle:
        _add_form(pool_id)
    with right:
        _leave_form(codes)


def _cases(pool_id: str, people: int, source: str) -> pd.DataFrame:
    """A page of the people whom the provider carries, of those whom the reader sees."""
    if not people:
        empty(_("This provider carries nobody whom you may see."))
        return pd.DataFrame()
    first = case_pages.first_row(people)
    reader, as_of = state.scope(), state.as_of()
    rows = carried_cases(cached.store(), reader, as_of, pool_id, limit=case_pages.ROWS, offset=first)
    seen.once("caseload of a provider", len(rows), (pool_id, as_of, tuple(rows["case_code"])))
    shown(view.named(rows), _columns(), "caseload_cases", _("People whom the provider carries"), source)
    case_pages.buttons(first, people)
    return rows


def _columns() -> list[Column]:
    return [
        Column("case_code", _("Case code")),
        Column("worker_code", _("Case worker")),
        Column("carried_from_on", _("Carried since"), kind=Kind.DAY),
        Column("carried_days", _("Carried for"), _("days"), Kind.NUMBER),
        Column("is_special", _("Special Case"), kind=Kind.YES_NO),
        Column("age_group", _("Age group"), codes=AgeGroup),
        Column("place", _("Township of origin")),
    ]


def _give_form(rows: pd.DataFrame, codes: dict[str, str]) -> None:
    """Give one of the cases shown to a worker who is there.

    The button holds the cases as they were drawn: what is written follows from what the person saw, not from what the
    register says by the time of the press.
    """
    cases = {str(row["case_code"]): row for row in rows.to_dict("records")}
    words = {"": _("nobody yet"), **codes}
    case_key, worker_key = _key("case"), _key("worker")

    def give() -> None:
        case_code, worker_id = st.session_state[case_key], st.session_state[worker_key]
        if case_code not in cases or worker_id not in words:
            return
        row = cases[case_code]
        before = row["worker_id"] if isinstance(row["worker_id"], str) else None
        said = _("Case {case} is now with: {worker}.").format(case=plain(case_code), worker=words[worker_id])
        register, reader = cached.store(), state.scope()
        _write(lambda: case_workers.give(register, reader, str(row["assignment_id"]), worker_id or None, before), said)

    with st.form(key=_key("give"), enter_to_submit=False):
        st.markdown("**" + _("Give a case to a case worker") + "**")
        st.selectbox(_("Case"), list(cases), key=case_key, disabled=not cases)
        st.selectbox(_("Case worker"), list(words), format_func=words.__getitem__, key=worker_key)
        st.form_submit_button(_("Give the case"), type="primary", disabled=not cases, on_click=give)


def _add_form(pool_id: str) -> None:
    """Record a worker, by a code alone."""
    code_key, day_key = _key("code"), _key("from")

    def add() -> None:
        new = NewWorker(pool_id, st.session_state[code_key], st.session_state[day_key])
        _write(lambda: case_workers.add(cached.store(), state.scope(), new), _("The case worker was added."))

    with st.form(key=_key("add"), enter_to_submit=True):
        st.markdown("**" + _("Add a case worker") + "**")
        st.text_input(_("Code, such as CW-2; never a name"), max_chars=10, key=code_key)
        st.date_input(
            _("First day (may stay empty)"), None, min_value=case_workers.EARLIEST, max_value=state.bounds().today,
            format="YYYY-MM-DD", key=day_key,
        )  # fmt: skip
        st.form_submit_button(_("Add the case worker"), type="primary", on_click=add)


def _leave_form(codes: dict[str, str]) -> None:
    """Record a worker's last day."""
    who_key, day_key, today = _key("leaver"), _key("to"), state.bounds().today

    def leave() -> None:
        worker_id, on = st.session_state[who_key], st.session_state[day_key]
        if worker_id in codes and on:
            said = _("The last day of {worker} was recorded.").format(worker=codes[worker_id])
            _write(lambda: case_workers.leave(cached.store(), state.scope(), worker_id, on), said)

    with st.form(key=_key("leave"), enter_to_submit=False):
        st.markdown("**" + _("A case worker leaves") + "**")
        st.selectbox(_("Who leaves"), list(codes), format_func=codes.__getitem__, key=who_key)
        st.date_input(
            _("Last day"), today, min_value=case_workers.EARLIEST, max_value=today, format="YYYY-MM-DD", key=day_key
        )
        st.form_submit_button(_("Record the last day"), type="primary", disabled=not codes, on_click=leave)


def _key(name: str) -> str:
    """A widget's key; a new one after each record, so that a saved form stands empty again."""
    return f"w_caseload_{name}_{st.session_state.get(_TIMES, 0)}"


def _write(write: Callable[[], object], said: str) -> None:
    """From a button: do it and show the state of today, in which it stands.

    A refusal is told in words, and the form keeps what was typed.
    """
    try:
        write()
    except AtlasError as error:
        st.session_state[_WRONG] = failures.words(error)
        return
    st.session_state[_SAID] = said
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1
    if state.as_of() < state.bounds().today:
        state.change(as_of=state.bounds().today)


def _say() -> None:
    """What came of the last form, once."""
    said, wrong = st.session_state.pop(_SAID, None), st.session_state.pop(_WRONG, None)
    if said:
        st.success(said, icon=":material/check_circle:")
    if wrong:
        st.error(wrong, icon=":material/error:")
