"""The page Audit: filters, the entries page by page, a file of all that fit, and whether the record is whole."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from data import audit_verify
from data.permissions import Action, require
from data.scope import Scope
from data.vocabulary import Role
from queries import audit as ask
from queries.audit import Chosen
from ui import cached, leafing
from ui.export import Column, Kind, download
from ui.frame import empty
from ui.tables import shown
from ui.text import _, label, number, plain

_ROWS: Final = 50
_MOST_IN_FILE: Final = 100_000
_NAME: Final = "audit_log"


def show(scope: Scope) -> None:
    """The whole page."""
    if st.button(_("Is the record whole?"), icon=":material/fact_check:", key="w_audit_verify"):
        _verify(scope)
    chosen = _choose(scope)
    total = ask.audit_total(cached.store(), scope, chosen).iloc[0]
    entries = int(total["entries"])
    if not entries:
        empty(_("No entry of the audit log fits this choice."))
        return
    st.caption(_("{n} entries fit.").format(n=number(entries)))
    first = leafing.first_row(_NAME, entries, _ROWS)
    found = ask.audit_rows(cached.store(), scope, chosen, _ROWS, first)
    source = _("Source: the audit log; each entry bears a fingerprint of the one before.")
    shown(_worded(found), _columns(), _NAME, _("Audit log"), source)
    leafing.buttons(_NAME, entries, _ROWS)
    if st.toggle(_("Prepare a file of all that fit"), key="w_audit_file"):
        whole = ask.audit_rows(cached.store(), scope, chosen, _MOST_IN_FILE, 0)
        if entries > _MOST_IN_FILE:
            st.caption(_("The file holds the latest {n}; choose fewer days for the others.").format(
                n=number(_MOST_IN_FILE)
            ))  # fmt: skip
        download(_worded(whole), _columns(), _NAME, _("Audit log"), source)


def _verify(scope: Scope) -> None:
    """Every entry held against its neighbours and against the end that is kept outside the register."""
    require(cached.store(), scope, Action.SEE_AUDIT)
    with st.spinner(_("Looking at every entry…")):
        found = audit_verify.verify(cached.store())
    if found.whole:
        st.success(
            _("The record is whole: {n} entries, none edited, deleted or cut off.").format(n=number(found.entries)),
            icon=":material/check_circle:",
        )
        return
    st.error(
        "\n".join(
            [_("The record is not whole:"), "", *(f"- {plain(finding.sentence(_))}" for finding in found.findings)]
        ),
        icon=":material/error:",
    )


def _choose(scope: Scope) -> Chosen:
    first, second, third = st.columns(3, gap="medium")
    with first:
        days = st.date_input(
            _("Days (UTC)"), value=[], max_value="today", format="YYYY-MM-DD", key="w_audit_days",
            help=_("The first and the last day; nothing chosen means all."),
        )  # fmt: skip
    with second:
        actor = st.text_input(_("Account, or part of it"), key="w_audit_actor", max_chars=120).strip()
    with third:
        role = st.selectbox(
            _("Role"),
            [None, *Role],
            format_func=lambda one: _("All") if one is None else label(one),
            key="w_audit_role",
        )
    kinds = ask.audit_actions(cached.store(), scope)
    actions = st.multiselect(_("What was done"), list(kinds["action"]), key="w_audit_actions", placeholder=_("All"))
    begin, end = _span(days)
    return Chosen(begin, end, actor or None, tuple(actions) or None, None if role is None else str(role))


def _span(days: object) -> tuple[date | None, date | None]:
    """First and last day; one alone is the first."""
    told = [one for one in (days if isinstance(days, list | tuple) else [days]) if isinstance(one, date)]
    return (told[0] if told else None), (told[1] if len(told) > 1 else None)


def _worded(found: pd.DataFrame) -> pd.DataFrame:
    at = pd.to_datetime(found["at_utc"]).dt.strftime("%Y-%m-%d %H:%M:%S")
    roles = {str(role): label(role) for role in Role}
    return found.assign(at_utc=at, acting_role=[roles.get(role, role) for role in found["acting_role"]])


def _columns() -> list[Column]:
    return [
        Column("seq", _("Number"), kind=Kind.PLAIN),
        Column("at_utc", _("When"), _("UTC")),
        Column("actor", _("Who")),
        Column("acting_role", _("Role")),
        Column("organisation_id", _("Organisation")),
        Column("action", _("What was done")),
        Column("subject", _("To what"), width="medium"),
        Column("records", _("How many"), _("records"), Kind.NUMBER),
        Column("reason", _("Why")),
    ]
