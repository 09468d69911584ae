"""Who has nobody: people with an unassigned period open at the as-of date (recommendation 4.4).

Days waiting run from the first day of the unbroken wait to the as-of date.
"""

from __future__ import annotations

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask
from queries.filters import Filters

WAIT_BANDS = ("0-30", "31-90", "91-180", "181-365", "366+")


def unassigned_by_township(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """ts_pcode (null: township not known), unassigned_people, waiting_days (people-days), longest_wait_days (days)."""
    return ask(store, "unassigned_by_township", scope, **filters.params())


def unassigned_by_reason(store: Store, scope: Scope, filters: Filters, ts_pcode: str | None = None) -> pd.DataFrame:
    """unassigned_reason (code), unassigned_people, waiting_days (people-days); of one township if it is given."""
    return ask(store, "unassigned_by_reason", scope, ts_pcode=ts_pcode, **filters.params())


def unassigned_by_state(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """st_pcode (18 units; null: township not known), unassigned_reason (code), unassigned_people (people)."""
    return ask(store, "unassigned_by_state", scope, **filters.params())


def unassigned_by_wait(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """wait_band (one of WAIT_BANDS, days, in order), unassigned_reason (code), unassigned_people (people)."""
    return ask(store, "unassigned_by_wait", scope, **filters.params())


def unassigned_by_year(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The trend: at_on (31 December of each year, then the as-of date), unassigned_people, waiting_days (people-days).

    Each row is what unassigned_by_township gave, or would have given, with that day as its as-of date.
    """
    return ask(store, "unassigned_by_year", scope, **filters.params())


def waiting_demand(store: Store, scope: Scope, filters: Filters, cap_days: int) -> pd.DataFrame:
    """What those who wait ask of a plan; each person stands in one row, so that the people add up.

    ts_pcode (null: township not known), is_child (null: age not recorded), corridor (code), is_special; people;
    waiting_days (people-days; nobody's wait counts for more than `cap_days`).
    """
    return ask(store, "waiting_demand", scope, cap_days=cap_days, **filters.params())
