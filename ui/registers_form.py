"""The form of a small register: one field a column, checked as a whole when it is sent; and taking an entry back."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from data.errors import AtlasError
from data.indicator_files import indicators
from data.registers import FIRST_YEAR, LAST_YEAR, Cell, Register, RegisterColumn
from data.registers_write import NAME_LONGEST, add, take_back
from data.validate_cells import EARLIEST
from data.vocabulary import Role
from queries import registers as questions
from ui import cached, failures, registers_words, state
from ui.text import _, label, n_, number, plain

_SAID: Final = "atlas_register_said"
_PER_ROW: Final = 3


def said() -> None:
    """What came of the last change, once."""
    text = st.session_state.pop(_SAID, None)
    if text:
        st.success(text, icon=":material/check:")


def form(register: Register) -> None:
    """Fields for a new entry; what was typed stays until it is right."""
    with st.form(key=f"register_form_{register.key}", clear_on_submit=False, border=True):
        values: dict[str, Any] = {}
        own = [column for column in register.columns if column.body is None]
        came = [column for column in register.columns if column.body is not None]
        _fields(register, own, values)
        if came:
            st.markdown(f"**{_('Who came (people; leave blank where nobody came)')}**")
            _fields(register, came, values)
        st.caption(_("Fields with * must be filled in. Never write a person's name."))
        sent = st.form_submit_button(_("Enter"), type="primary", icon=":material/add:")
    if sent:
        _send(register, values)


def _fields(register: Register, columns: list[RegisterColumn], values: dict[str, Any]) -> None:
    for start in range(0, len(columns), _PER_ROW):
        for place, column in zip(st.columns(_PER_ROW), columns[start : start + _PER_ROW], strict=False):
            with place:
                values[column.key] = _field(register, column)


def _field(register: Register, column: RegisterColumn) -> Any:
    key = f"w_register_{register.key}_{column.key}_{_round(register)}"
    title = _(column.label) + (f" ({_(column.unit)})" if column.unit else "") + (" *" if column.is_required else "")
    match column.cell:
        case Cell.DAY:
            return st.date_input(
                title, None, min_value=EARLIEST, max_value=state.bounds().today, key=key, format="YYYY-MM-DD"
            )
        case Cell.PLANNED:
            return st.date_input(title, None, min_value=EARLIEST, key=key, format="YYYY-MM-DD")
        case Cell.NUMBER:
            return st.number_input(title, column.least, column.most, None, 1, key=key)
        case Cell.DECIMAL:
            return st.number_input(title, 0.0, None, None, 0.05, format="%.4g", key=key)
        case Cell.YEAR:
            return st.number_input(title, FIRST_YEAR, LAST_YEAR, None, 1, key=key)
        case Cell.TEXT | Cell.CASE:
            return st.text_input(title, key=key, max_chars=200)
        case Cell.NAME:
            return st.text_input(title, key=key, max_chars=NAME_LONGEST)
    options = _options(column)
    return st.selectbox(
        title,
        list(options),
        index=None,
        format_func=lambda code: options.get(code, str(code)),
        key=key,
        placeholder=_("Choose"),
    )


def _options(column: RegisterColumn) -> dict[str, str]:
    """Code -> words, of a field that is chosen from a list."""
    if column.codes is not None:
        return {str(code): label(code) for code in column.codes}
    if column.cell is Cell.STATE:
        return registers_words.state_names()
    if column.cell is Cell.TOWNSHIP:
        return registers_words.township_names()
    if column.cell is Cell.INDICATOR:
        titles = registers_words.indicator_titles()
        numbers = {one.key: ", ".join(one.recommendations) for one in indicators()}
        return {key: f"{numbers[key]} · {title}" for key, title in titles.items()}
    found = questions.organisations(cached.store())
    return dict(zip(found["organisation_id"], found["name"], strict=True))


def _round(register: Register) -> int:
    """Counts the entries of this visit, so that the form is empty after each."""
    return int(st.session_state.get(_round_key(register), 0))


def _round_key(register: Register) -> str:
    return "_".join(("atlas_register_round", register.key))


def _send(register: Register, values: dict[str, Any]) -> None:
    try:
        entry = add(cached.store(), state.scope(), register, values, state.bounds().today)
    except AtlasError as error:
        failures.show(error)
        return
    st.session_state[_round_key(register)] = _round(register) + 1
    st.session_state[_SAID] = _("Entered as {entry}.").format(entry=plain(entry))
    st.rerun()


def taking_back(register: Register, rows: pd.DataFrame) -> None:
    """Choose an entry and take it back; planners any, others their own. rows: as the table shows them."""
    scope = state.scope()
    own = rows if scope.role is Role.PLANNER else rows[rows["recorded_by"] == scope.actor]
    if own.empty:
        st.caption(_("There is no entry that you may take back; planners may take back every one."))
        return
    names = {str(row["record_id"]): _line(register, row) for row in own.to_dict("records")}
    key = f"w_register_back_{register.key}_{_round(register)}"
    chosen = st.selectbox(
        _("Entry to take back"),
        list(names),
        index=None,
        format_func=lambda entry: names.get(entry, str(entry)),
        key=key,
        placeholder=_("Choose"),
        help=n_("{n} entry to choose from", "{n} entries to choose from", len(names)).format(n=number(len(names))),
    )
    st.caption(_("It stays in the register, marked as taken back, and nothing counts it any more."))
    if st.button(_("Take back"), key=f"b_register_back_{register.key}", icon=":material/undo:", disabled=not chosen):
        _take(register, str(chosen))


def _line(register: Register, row: dict[Any, Any]) -> str:
    """An entry in a line: its first cells, worded."""
    parts = []
    for column, _tag in registers_words.columns(register)[:4]:
        value = row.get(column.key)
        if value is None or pd.isna(value):
            continue
        words = {str(code): label(code) for code in column.codes} if column.codes else {}
        told = value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
        parts.append(words.get(told, told))
    return " · ".join([*parts, str(row["record_id"])])


def _take(register: Register, entry: str) -> None:
    try:
        take_back(cached.store(), state.scope(), register, entry)
    except AtlasError as error:
        failures.show(error)
        return
    st.session_state[_round_key(register)] = _round(register) + 1
    st.session_state[_SAID] = _("Taken back: {entry}.").format(entry=plain(entry))
    st.rerun()
