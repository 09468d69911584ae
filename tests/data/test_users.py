"""Users: revisions that are only added, an administrator who always remains, and nobody who is half one role."""

from __future__ import annotations

import pytest

from data import settings_write, users
from data.errors import NotAllowed
from data.scope import Scope
from data.user_errors import (
    AccountWrong,
    SettingChangedMeanwhile,
    SettingOutside,
    SettingUnknown,
    UserChangedMeanwhile,
    UserLastAdministrator,
    UserSame,
    UserShelterUnknown,
    UserWithoutOrganisation,
)
from data.users import NewUser, change, standing
from data.vocabulary import Role
from queries.users import app_user_history, app_users, setting_history
from tests.small_register import organisation, small_store

BOSS = Scope(Role.ADMINISTRATOR, "boss@example.org")
SHELTER = "SH-MMR015009"


@pytest.fixture
def store():
    found = small_store(organisation=[organisation("A")])
    change(found, BOSS, NewUser("Boss@Example.org ", Role.ADMINISTRATOR), 0)
    return found


def test_an_account_is_kept_in_small_letters_and_found_in_any(store):
    found = standing(store, " BOSS@example.ORG")
    assert found is not None
    assert (found.account, found.revision, found.role) == ("boss@example.org", 1, Role.ADMINISTRATOR)
    assert standing(store, "nobody@example.org") is None


def test_a_change_is_a_new_revision_and_the_old_one_stays(store):
    change(store, BOSS, NewUser("a@b", Role.NGO_MANAGER, "A"), 0)
    change(store, BOSS, NewUser("a@b", Role.DSW_OFFICER, "A", (SHELTER,)), 1)
    change(store, BOSS, NewUser("a@b", Role.DSW_OFFICER, None, (SHELTER,), is_active=False), 2)
    now = standing(store, "a@b")
    assert (now.role, now.organisation_id, now.shelter_ids, now.is_active) == (
        Role.DSW_OFFICER,
        None,
        (SHELTER,),
        False,
    )
    history = app_user_history(store, BOSS, "a@b")
    assert list(history["role"]) == ["dsw_officer", "dsw_officer", "ngo_manager"]
    assert list(history["is_active"]) == [False, True, True]
    assert len(app_users(store, BOSS)) == 2
    told = store.read("SELECT actor, subject, reason FROM audit_log WHERE action = 'change user' ORDER BY seq")
    assert list(told["reason"])[1] == "ngo_manager A, active, revision 1"
    assert set(told["actor"]) == {"boss@example.org"}


def test_the_last_administrator_cannot_be_locked_out(store):
    for lost in (
        NewUser("boss@example.org", Role.PLANNER),
        NewUser("boss@example.org", Role.ADMINISTRATOR, is_active=False),
    ):
        with pytest.raises(UserLastAdministrator):
            change(store, BOSS, lost, 1)
    change(store, BOSS, NewUser("second@example.org", Role.ADMINISTRATOR), 0)
    change(store, BOSS, NewUser("boss@example.org", Role.PLANNER), 1)
    with pytest.raises(UserLastAdministrator):
        change(store, BOSS, NewUser("second@example.org", Role.DONOR), 1)


@pytest.mark.parametrize(
    ("new", "seen", "refusal"),
    [
        (NewUser("two words", Role.DONOR), 0, AccountWrong),
        (NewUser("", Role.DONOR), 0, AccountWrong),
        (NewUser("a" * 121, Role.DONOR), 0, AccountWrong),
        (NewUser("a\u200bb", Role.DONOR), 0, AccountWrong),
        (NewUser("<img>", Role.DONOR), 0, AccountWrong),
        (NewUser("n@b", Role.NGO_MANAGER), 0, UserWithoutOrganisation),
        (NewUser("n@b", Role.NGO_MANAGER, "nowhere"), 0, UserWithoutOrganisation),
        (NewUser("d@b", Role.DSW_OFFICER, None, ("SH-NOWHERE",)), 0, UserShelterUnknown),
        (NewUser("boss@example.org", Role.PLANNER), 0, UserChangedMeanwhile),
        (NewUser("new@b", Role.PLANNER), 1, UserChangedMeanwhile),
        (NewUser("boss@example.org", Role.ADMINISTRATOR), 1, UserSame),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(store, new, seen, refusal):
    before = len(app_users(store, BOSS))
    with pytest.raises(refusal):
        change(store, BOSS, new, seen)
    assert len(app_users(store, BOSS)) == before
    assert standing(store, "boss@example.org").revision == 1


def test_only_administrators_change_users_and_settings(store):
    for role in Role:
        if role is not Role.ADMINISTRATOR:
            with pytest.raises(NotAllowed):
                change(store, Scope(role, "x"), NewUser("x@b", Role.ADMINISTRATOR), 0)
            with pytest.raises(NotAllowed):
                settings_write.change(store, Scope(role, "x"), "idle_minutes", 20, 30)


def test_the_command_makes_the_first_administrator(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / "atlas.duckdb"))
    assert users.main(["add", "first@example.org", "--role", "administrator"]) == 0
    assert "first@example.org may sign in as administrator" in capsys.readouterr().out
    assert users.main(["add", "n@example.org", "--role", "ngo_manager"]) == 1
    assert "does not hold" in capsys.readouterr().err


class TestSettings:
    def test_a_change_counts_and_tells_what_it_was(self, store):
        settings_write.change(store, BOSS, "dsw_reach_km", 60, 50)
        settings_write.change(store, BOSS, "dsw_reach_km", 62.5, 60)
        assert store.setting("dsw_reach_km") == 62.5
        assert list(setting_history(store, BOSS, "dsw_reach_km")["reason"]) == ["60 to 62.5 km", "50 to 60 km"]

    @pytest.mark.parametrize(
        ("key", "value", "seen", "refusal"),
        [
            ("dsw_reach_km", 0.5, 50, SettingOutside),
            ("dsw_reach_km", float("nan"), 50, SettingOutside),
            ("dsw_reach_km", 60, 40, SettingChangedMeanwhile),
            ("register_kind", 1, 0, SettingUnknown),
            ("published_least_people", 4, 10, SettingOutside),
        ],
    )
    def test_what_cannot_be_is_refused(self, store, key, value, seen, refusal):
        with pytest.raises(refusal):
            settings_write.change(store, BOSS, key, value, seen)
        assert store.setting("dsw_reach_km") == 50
