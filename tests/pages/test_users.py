"""Page Users: what an administrator changes is what stands on the page, however quick the hand."""

from __future__ import annotations

import pytest

from data.scope import Scope
from data.users import NewUser, change
from data.vocabulary import Role
from tests.pages.visit import register, visit, words
from ui import cached

ADMINISTRATOR = Scope(Role.ADMINISTRATOR, "boss")
LEAVING = "leaving@example.org"


@pytest.fixture
def one_user(tmp_path, monkeypatch):
    def fill(store):
        change(store, ADMINISTRATOR, NewUser(LEAVING, Role.PLANNER), 0)

    with register(tmp_path, monkeypatch, fill):
        yield


def test_a_switch_and_save_in_one_breath_take_the_access_away(one_user):
    at = visit("pages/administer/users.py", Role.ADMINISTRATOR)
    at.selectbox(key="w_user_account").select(LEAVING).run()
    switch = next(one for one in at.toggle if str(one.key).startswith("w_user_active_"))
    switch.set_value(False)
    at.button(key="w_user_save").click()
    at.run()
    assert not at.exception
    assert f"{LEAVING} may not sign in any more." in words(at).replace("\\", "")
    standing = cached.store().read(f"SELECT is_active FROM app_user WHERE account = '{LEAVING}' ORDER BY revision DESC")
    assert not standing["is_active"].iloc[0]
