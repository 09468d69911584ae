"""The page Users: the table, one account to change or a new one, and its history."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from data import users
from data.errors import N_, AtlasError
from data.scope import Scope
from data.users import NewUser
from data.vocabulary import Role
from queries import users as ask
from ui import cached, failures, sign_in, state
from ui.export import Column, Kind
from ui.frame import empty
from ui.tables import shown, table
from ui.text import _, label, plain

_SAID: Final = "atlas_user_said"
_ACTIVE: Final = "w_user_active_"
_NEW: Final = "+"
_SOURCE: Final = N_("Source: the register's table of users; nothing of it is ever overwritten.")


def show(scope: Scope) -> None:
    """The whole page."""
    said = st.session_state.pop(_SAID, None)
    if isinstance(said, AtlasError):
        failures.show(said)
    elif said:
        st.success(plain(said), icon=":material/check_circle:")
    if not sign_in.is_configured():
        st.info(
            _("No sign-in is configured here, so nobody has to sign in. What you write counts once it is (README)."),
            icon=":material/info:",
        )
    rows = ask.app_users(cached.store(), scope)
    if rows.empty:
        empty(_("No account has been given a role yet. Add the first one below; begin with an administrator."))
    else:
        table(rows, _columns(), "users", _("Users"), _(_SOURCE))
    _form(scope, rows)


def _columns() -> list[Column]:
    return [
        Column("account", _("Account"), width="medium"),
        Column("role", _("Role"), codes=Role),
        Column("organisation", _("Organisation")),
        Column("shelters", _("Shelters")),
        Column("is_active", _("May sign in"), kind=Kind.YES_NO),
        Column("revision", _("Revision"), kind=Kind.PLAIN),
        Column("changed_by", _("Changed by")),
        Column("changed_at_utc", _("Changed on"), kind=Kind.DAY),
    ]


def _form(scope: Scope, rows: pd.DataFrame) -> None:
    st.subheader(_("Add or change a user"), anchor=False)
    accounts = [_NEW, *rows["account"]]
    names = {_NEW: _("A new account")}
    chosen = st.selectbox(_("Account"), accounts, format_func=lambda one: names.get(one, one), key="w_user_account")
    now = None if chosen == _NEW else rows[rows["account"] == chosen].iloc[0]
    key = "new" if now is None else f"{chosen}_{now['revision']}"
    account = str(chosen)
    if now is None:
        account = st.text_input(
            _("Account as the identity provider tells it, usually an e-mail address"), key="w_user_new",
            max_chars=users.LONGEST,
        )  # fmt: skip
    role = st.selectbox(
        _("Role"), list(Role), format_func=label, key=f"w_user_role_{key}",
        index=0 if now is None else list(Role).index(Role(now["role"])),
    )  # fmt: skip
    organisation = _organisation(scope, now, key) if role is Role.NGO_MANAGER else None
    shelters = _shelters(now, key) if role is Role.DSW_OFFICER else ()
    is_active = st.toggle(_("May sign in"), value=now is None or bool(now["is_active"]), key=_ACTIVE + key)
    new = NewUser(account, role or Role.DONOR, organisation, shelters, is_active)
    seen = 0 if now is None else int(now["revision"])
    words = _("Add the user") if now is None else _("Save the change")
    st.button(words, type="primary", icon=":material/save:", key="w_user_save", on_click=_save, args=(new, seen, key))
    if now is not None:
        _history(scope, account)


def _organisation(scope: Scope, now: pd.Series | None, key: str) -> str | None:
    found = cached.presences_at(scope, state.as_of()).drop_duplicates("organisation_id").sort_values("organisation")
    names = dict(zip(found["organisation_id"], found["organisation"], strict=True))
    held = None if now is None or pd.isna(now["organisation_id"]) else str(now["organisation_id"])
    if held and held not in names and now is not None:
        names[held] = str(now["organisation"])
    return st.selectbox(
        _("Organisation"), list(names), format_func=lambda one: names[one], key=f"w_user_organisation_{key}",
        index=list(names).index(held) if held in names else None, placeholder=_("Choose one"),
    )  # fmt: skip


def _shelters(now: pd.Series | None, key: str) -> tuple[str, ...]:
    known = cached.shelters().sort_values("place")
    names = dict(zip(known["shelter_id"], known["place"], strict=True))
    held = [] if now is None else [one for one in str(now["shelter_ids"]).split(",") if one in names]
    return tuple(
        st.multiselect(
            _("Shelters"),
            list(names),
            format_func=lambda one: names[one],
            key=f"w_user_shelters_{key}",
            default=held,
            placeholder=_("None"),
            help=_("Without a shelter an officer sees the national list of the unassigned only."),
        )
    )


def _save(new: NewUser, seen: int, key: str) -> None:
    """key: of the form's fields. Whether the account may sign in is read as it stands now: who is quicker than the page
    must not be told that nothing changed.
    """
    new = replace(new, is_active=bool(st.session_state.get(_ACTIVE + key, new.is_active)))
    try:
        made = users.change(cached.store(), state.scope(), new, seen)
    except AtlasError as error:
        st.session_state[_SAID] = error
        return
    words = _("{account} may sign in as {role}.") if made.is_active else _("{account} may not sign in any more.")
    st.session_state[_SAID] = words.format(account=made.account, role=label(made.role))
    st.session_state["w_user_account"] = made.account
    st.session_state.pop("w_user_new", None)


def _history(scope: Scope, account: str) -> None:
    with st.expander(_("History of this account"), icon=":material/history:"):
        rows = ask.app_user_history(cached.store(), scope, account)
        shown(rows, _columns()[1:], "user_history", _("History of this account"), _(_SOURCE), pin_first=False)
