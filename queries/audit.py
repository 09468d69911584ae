"""What the audit log holds, for administrators; other roles get no row. It names accounts and case codes, no case."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask


@dataclass(frozen=True)
class Chosen:
    """Which entries; None: no choice. Days are UTC days. actor: a part of the account's name."""

    first_day: date | None = None
    last_day: date | None = None
    actor: str | None = None
    actions: tuple[str, ...] | None = None
    acting_role: str | None = None

    def params(self) -> dict[str, object]:
        """The bound parameters."""
        return asdict(self) | {"actions": None if self.actions is None else list(self.actions)}


def audit_rows(store: Store, scope: Scope, chosen: Chosen, limit: int, skip: int) -> pd.DataFrame:
    """`limit` entries after `skip`, newest first: seq, at_utc, actor, acting_role, organisation_id, action, subject,
    records, reason.
    """
    return ask(store, "audit_rows", scope, **chosen.params(), limit=limit, skip=skip)


def audit_total(store: Store, scope: Scope, chosen: Chosen) -> pd.DataFrame:
    """One row: entries that fit, first_at_utc, last_at_utc."""
    return ask(store, "audit_total", scope, **chosen.params())


def audit_actions(store: Store, scope: Scope) -> pd.DataFrame:
    """The kinds of entries: action, entries of each."""
    return ask(store, "audit_actions", scope)
