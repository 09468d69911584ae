"""Who was formally assigned to a provider, of those who need reintegration support (recommendation 4.4)."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask
from queries.filters import Filters


def assigned_share(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """case_year; needing_people, assigned_people, and of the G-to-G returnees alone g2g_returned_people and
    g2g_assigned_people: people.

    A G-to-G case needs support from its return, every other one from identification; assigned means assigned at any
    time up to the as-of date. The recommendation's own share is that of the G-to-G returnees.
    """
    return ask(store, "assigned_share", scope, **filters.params())


def carried(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """Whom each presence carries on `as_of`: pool_id (its base, or itself), presence_id, ts_pcode of the people (null:
    not known), people. Of each presence they add up to its caseload, for those who see every case.
    """
    return ask(store, "carried", scope, as_of=as_of)
