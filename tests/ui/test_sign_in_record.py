"""Sign-ins, refusals at the door and ends stand in the audit log, each once."""

from __future__ import annotations

import pytest
import streamlit as st

from data import users
from data.scope import Scope
from data.store import Store, memory_store
from data.users import NewUser, change
from data.vocabulary import Role
from ui import cached, sign_in
from ui.seats import Seats
from ui.sign_in import Standing

KNOWN = "planner@example.org"
BEGUN_S = 1_700_000_000


@pytest.fixture
def store(monkeypatch) -> Store:
    """A register with one planner, and a door at which nobody stands yet."""
    made = memory_store()
    change(made, Scope(Role.ADMINISTRATOR, "test"), NewUser(KNOWN, Role.PLANNER), 0)
    st.cache_data.clear()
    monkeypatch.setattr(cached, "store", lambda: made)
    monkeypatch.setattr(cached, "version", lambda: made.data_version)
    monkeypatch.setattr(sign_in, "SEATS", Seats(lambda: BEGUN_S + 60.0))
    return made


def comes(monkeypatch, account: str) -> Standing:
    told = {
        "is_logged_in": True,
        "iss": "here",
        "sub": account,
        "email": account,
        "iat": BEGUN_S,
        "email_verified": True,
    }
    monkeypatch.setattr(sign_in, "identity", lambda: told)
    return sign_in.visit().standing


def on_record(store: Store) -> list[tuple[str, str]]:
    rows = store.read("SELECT actor, action FROM audit_log ORDER BY seq")
    return [row for row in rows.itertuples(index=False, name=None) if row[0] != "test"]


def test_a_sign_in_is_on_record_once_however_often_the_person_clicks(store, monkeypatch):
    assert [comes(monkeypatch, KNOWN) for _ in range(3)] == [Standing.SIGNED_IN] * 3
    assert on_record(store) == [(KNOWN, users.SIGN_IN)]


def test_an_account_without_a_role_is_on_record_as_refused(store, monkeypatch):
    assert comes(monkeypatch, "stranger@example.org") is Standing.NO_ROLE
    assert on_record(store) == [("stranger@example.org", "refused")]
