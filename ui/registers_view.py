"""One small register on the page: what it says, its table, its form, its files."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from data import audit
from data.registers import Register, readable
from data.vocabulary import Body, MeetingKind, Role, TrainingTopic
from queries import registers as questions
from ui import cached, registers_file, registers_form, registers_words, state
from ui.export import download
from ui.frame import empty
from ui.tables import Column, Kind, shown, table
from ui.text import _, label, n_, number, percent

_MOST_SHOWN: Final = 500
_LOOKED: Final = "atlas_register_looked"


def choose() -> Register:
    """The register that the reader wants to see; kept in the address."""
    there = {register.key: register for register in readable(state.scope().role)}
    now = state.page_value("register", tuple(there), next(iter(there)))
    state.hold("w_register", now)

    def changed() -> None:
        state.set_page_value("register", st.session_state["w_register"])

    st.selectbox(
        _("Register"),
        list(there),
        format_func=lambda key: _(there[key].title) if key in there else key,
        key="w_register",
        on_change=changed,
    )
    return there[now]


def show(register: Register) -> None:
    """The register: what it holds, then the table and what one may do with it."""
    st.markdown(_(register.about))
    registers_form.said()
    scope = state.scope()
    rows = registers_words.with_names(questions.QUESTION_OF[register.key](cached.store(), scope, questions.ALL_ROWS))
    _record_look(register, rows)
    _headline(register, rows)
    may_write = scope.role in register.writers
    titles = [_("Entries"), *([_("New entry")] if may_write else [])]
    titles += [_("Bring in a file")] if scope.role is Role.PLANNER else []
    titles += [_("Take back")] if may_write else []
    tabs = dict(zip(titles, st.tabs(titles), strict=True))
    with tabs[_("Entries")]:
        _entries(register, rows)
    if may_write:
        with tabs[_("New entry")]:
            registers_form.form(register)
        with tabs[_("Take back")]:
            registers_form.taking_back(register, rows.head(_MOST_SHOWN))
    if scope.role is Role.PLANNER:
        with tabs[_("Bring in a file")]:
            registers_file.show(register)


def _record_look(register: Register, rows: pd.DataFrame) -> None:
    """Rows of single cases were looked at: an audit row for each visit and each state of the register."""
    if not register.about_cases or rows.empty:
        return
    looked = (register.key, state.scope(), cached.version())
    if st.session_state.get(_LOOKED) == looked:
        return
    audit.seen(cached.store(), state.scope(), register.key, len(rows))
    st.session_state[_LOOKED] = looked


def _entries(register: Register, rows: pd.DataFrame) -> None:
    if rows.empty:
        empty(_("This register has no entry yet. Enter one, or bring in a file."))
    columns = registers_words.columns(register)
    title, name = _(register.title), f"register_{register.key}"
    source = n_("{n} entry of the register.", "{n} entries of the register.", len(rows)).format(n=number(len(rows)))
    if len(rows) > _MOST_SHOWN:
        source += " " + _("The newest {n} are shown; the download holds all.").format(n=number(_MOST_SHOWN))
    heads = [column for column, _tag in columns]
    if not rows.empty:
        shown(rows.head(_MOST_SHOWN), heads, name, title, source)
    tags = {column.key: tag for column, tag in columns}
    download(rows, heads, name, title, source, tags=tags)


def _headline(register: Register, rows: pd.DataFrame) -> None:
    """What the entries come to, where a recommendation asks for it."""
    if register.key == "training":
        _trained()
    elif register.key == "meeting":
        _held(rows)
    elif register.key == "joint_visit":
        exact = int(rows["is_exact"].sum())
        st.markdown(
            _("**{exact} of {all} visits** had exactly one member of DSW and one of an NGO (3.9).").format(
                exact=number(exact), all=number(len(rows))
            )
        )
    elif register.key == "fund_entry" and len(rows):
        sums = rows.groupby("fund_entry_kind")["amount_mmk"].sum()
        st.markdown(
            _("**{received} kyat** received, **{paid} kyat** paid out to support **{people} people** (2.13).").format(
                received=number(sums.get("received", 0)),
                paid=number(sums.get("paid", 0)),
                people=number(rows["people"].sum()),
            )
        )


def _trained() -> None:
    rows = questions.trained_against_target(cached.store(), state.scope(), state.as_of())
    rows["share"] = rows["trained_people"] / rows["target_people"]
    if rows.empty:
        return
    with st.expander(_("Trained against the targets, by year, topic and body"), icon=":material/target:"):
        table(
            rows,
            [
                Column("target_year", _("Year")),
                Column("training_topic", _("Topic"), codes=TrainingTopic),
                Column("body", _("Body"), codes=Body),
                Column("trained_people", _("Trained"), _("people"), Kind.NUMBER),
                Column("target_people", _("Target"), _("people"), Kind.NUMBER),
                Column("share", _("Share of the target"), kind=Kind.SHARE),
            ],
            "trained_against_target",
            _("Trained against the targets"),
            _("Trainings up to the as-of date; targets of the year."),
        )


def _held(rows: pd.DataFrame) -> None:
    """Of the meetings planned up to the as-of date, how many were held: the same day counts for both."""
    day = pd.Timestamp(state.as_of())
    planned = rows[pd.to_datetime(rows["planned_on"]) <= day]
    for kind in MeetingKind:
        of_kind = planned[planned["meeting_kind"] == str(kind)]
        if len(of_kind):
            held = int((pd.to_datetime(of_kind["held_on"]) <= day).sum())
            st.markdown(
                _("{kind}: **{held} of {planned} planned were held** ({share}).").format(
                    kind=label(kind),
                    held=number(held),
                    planned=number(len(of_kind)),
                    share=percent(held / len(of_kind)),
                )
            )
