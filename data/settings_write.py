"""Change a setting: within its bounds, by an administrator, with its audit row; what it was before stands there."""

from __future__ import annotations

import math
from typing import Final

from data import audit
from data.frozen import now
from data.permissions import Action, require
from data.scope import Scope
from data.settings import SETTINGS
from data.store import Store
from data.user_errors import SettingChangedMeanwhile, SettingOutside, SettingUnknown

ACTION: Final = "change setting"


def change(store: Store, scope: Scope, key: str, value: float, seen: float) -> None:
    """Give a setting another value, in its unit. seen: the value on which the change rests.

    Raises NotAllowed, SettingUnknown, SettingOutside, SettingChangedMeanwhile; nothing is written then. The value that
    stands already changes nothing.
    """
    require(store, scope, Action.CHANGE_SETTINGS)
    one = SETTINGS.get(key)
    if one is None:
        raise SettingUnknown(key=key)
    if not math.isfinite(value) or not one.minimum <= value <= one.maximum:
        raise SettingOutside(key=one.label, value=value, minimum=one.minimum, maximum=one.maximum)
    if value == seen == store.setting(key):
        return
    with store.transaction() as cursor:
        row = cursor.execute("SELECT value FROM setting WHERE key = ?", [key]).fetchone()
        before = float(row[0]) if row else float(one.default)
        if before != seen:
            raise SettingChangedMeanwhile(key=one.label, value=before)
        cursor.execute(
            "INSERT INTO setting VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, "
            "updated_by = excluded.updated_by, updated_at_utc = excluded.updated_at_utc",
            [key, f"{value:.12g}", scope.actor, now()],
        )
        audit.append(cursor, scope, ACTION, key, 1, f"{before:.12g} to {value:.12g} {one.unit}")
