"""Where the recommendations stand: the state of each that holds, and the states before it."""

from __future__ import annotations

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask


def recommendation_states(store: Store, scope: Scope) -> pd.DataFrame:
    """The state of each recommendation that holds: state_id, recommendation, recommendation_status, owner_body, due_on,
    evidence, note, version, recorded_by, recorded_at_utc. None for a recommendation of which nothing was said.

    A donor reads neither notes nor who wrote them.
    """
    return ask(store, "recommendation_states", scope)


def recommendation_history(store: Store, scope: Scope) -> pd.DataFrame:
    """Every state of every recommendation, the newest first: state_id, recommendation, version, recommendation_status,
    owner_body, due_on, evidence, note, recorded_by, recorded_at_utc. Nothing for a donor."""
    return ask(store, "recommendation_history", scope)
