"""The door: who has not signed in, has no role or was signed out sees one plain page and nothing else."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data.errors import N_
from data.vocabulary import Role
from ui import accounts, filters, look, navigation, sign_in, state
from ui.sign_in import Standing
from ui.text import _, number, plain

_LOOK_EVERY_S: Final = 20
_TITLES: Final = {
    Standing.NOBODY: N_("Sign in"),
    Standing.IDLE: N_("You have been signed out"),
    Standing.LEFT: N_("You are signed out"),
    Standing.NO_ROLE: N_("No access"),
    Standing.UNVERIFIED: N_("No access"),
    Standing.UNUSABLE: N_("No access"),
}
_SENTENCES: Final = {
    Standing.NOBODY: N_("The atlas holds data about people who were harmed. Sign in with the account of your agency."),
    Standing.IDLE: N_(
        "Nothing was done for {minutes} minutes, so the atlas signed you out in all its tabs. What was not "
        "saved is gone."
    ),
    Standing.LEFT: N_("You signed out here or in another tab. Close the browser if others use this computer."),
    Standing.NO_ROLE: N_(
        "You are signed in as {account}, but nobody has given this account a role in the atlas, or it was taken away. "
        "Ask an administrator of the atlas; tell them this account."
    ),
    Standing.UNVERIFIED: N_(
        "You are signed in as {account}, but your identity provider says that this e-mail address is not verified. "
        "Have it verified there, then sign in again."
    ),
    Standing.UNUSABLE: N_(
        "Your identity provider does not tell the atlas who you are, or when you signed in. Whoever runs the atlas "
        "must check the name of the claim that holds the account (README, Signing in)."
    ),
}


def pass_through() -> None:
    """Let the visit go on with its reader, or show why not and end it; once a run, before anything else is drawn."""
    if not sign_in.is_configured():
        if not state.has_reader():
            state.let_in(accounts.demonstration(Role.PLANNER))
        return
    now = sign_in.visit(acts=True)
    if now.scope is None:
        _closed(now)
        st.stop()
    state.let_in(now.scope)
    _watch()


def _closed(now: sign_in.Visit) -> None:
    navigation.hidden()
    _forget()
    with st.sidebar:
        filters.language_choice()
    look.apply()
    st.title(_(_TITLES[now.standing]), anchor=False)
    minutes = number(int(sign_in.idle_minutes()))
    st.markdown(_(_SENTENCES[now.standing]).format(account=plain(now.account), minutes=minutes))
    if lacking := sign_in.missing():
        st.error(_("The section [auth] of the secrets lacks: {keys}.").format(keys=plain(", ".join(lacking))))
        return
    if now.standing in (Standing.NOBODY, Standing.IDLE, Standing.LEFT):
        st.button(_("Sign in"), type="primary", icon=":material/login:", key="w_sign_in", on_click=st.login)
    else:
        st.button(_("Sign out"), icon=":material/logout:", key="w_sign_out", on_click=sign_in.leave)


def _forget() -> None:
    """Nothing of the visit stays in this tab but the language."""
    for key in [str(key) for key in st.session_state if str(key) not in state.STAYS]:
        if not key.startswith("w_"):
            del st.session_state[key]


@st.fragment(run_every=_LOOK_EVERY_S)
def _watch() -> None:
    """Look whether the sign-in has ended, so that an idle screen is cleared; this is not counted as doing something."""
    if sign_in.visit().scope is None:
        st.rerun()
