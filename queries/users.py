"""Who may sign in and which settings were changed: for administrators; other roles get no row."""

from __future__ import annotations

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask


def app_users(store: Store, scope: Scope) -> pd.DataFrame:
    """Each account as it is now: account, revision, role, organisation_id, organisation, shelter_ids, shelters,
    is_active, changed_by, changed_at_utc.
    """
    return ask(store, "app_users", scope)


def app_user_history(store: Store, scope: Scope, account: str) -> pd.DataFrame:
    """Every revision of an account, newest first: account, revision, role, organisation, shelters, is_active,
    changed_by, changed_at_utc.
    """
    return ask(store, "app_user_history", scope, account=account)


def settings_changed(store: Store, scope: Scope) -> pd.DataFrame:
    """Settings with a value of their own: key, value (text, in the setting's unit), updated_by, updated_at_utc."""
    return ask(store, "settings_changed", scope)


def setting_history(store: Store, scope: Scope, key: str) -> pd.DataFrame:
    """Every change of a setting, newest first: at_utc, actor, reason (what it was and became)."""
    return ask(store, "setting_history", scope, key=key)
