"""Who helps where: presences at a date with their room, the whole directory, and how complete and fresh it is."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask

CONFIRMED_BANDS = ("0-90", "91-180", "181-365", "366+", "never")


def presences_at(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """One row a presence that is active on `as_of`; what analysis.coverage reads.

    Active: ongoing, begun on or before that day (or no first day told), its last day told as later (or none told).
    Confirmed: within the setting confirmed_within_days before that day, both ends included.
    presence_id, organisation_id, organisation, acronym, kind, ts_pcode, presence_type, is_reintegration, activity,
    services (codes joined by "; "), serves_children, serves_adults; case_workers, capacity_people, people_reached,
    caseload_people: people of this presence alone; pool_id, pool_capacity_people, pool_caseload_people: people of the
    presences that share one capacity (null: capacity not told; caseload not for this role); from_on, to_on,
    last_confirmed_on, source, activity_status, is_active (always true here), is_confirmed.
    """
    days = int(store.setting("confirmed_within_days"))
    return ask(store, "presences_at", scope, as_of=as_of, confirmed_within_days=days)


def directory(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """The whole directory, planned, suspended and ended presences included; no caseload, so for every role.

    presence_id, organisation_id, organisation, acronym, kind, ts_pcode, ts_name_en, ts_name_my, st_pcode, st_name_en,
    st_name_my, presence_type, is_reintegration, activity, services, serves_children, serves_adults, base_presence_id,
    base_ts_pcode, case_workers, capacity_people, people_reached (people), from_on, to_on, last_confirmed_on, source,
    activity_status, is_active, is_confirmed (both on `as_of`).
    """
    days = int(store.setting("confirmed_within_days"))
    return ask(store, "directory", scope, as_of=as_of, confirmed_within_days=days)


def completeness(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """Of the presences active on `as_of`: field (column name), filled_rows, all_rows."""
    return ask(store, "completeness", scope, as_of=as_of)


def freshness(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """Of the presences active on `as_of`: confirmed_band (one of CONFIRMED_BANDS, days, in order), presences,
    organisations.
    """
    return ask(store, "freshness", scope, as_of=as_of)


def presences_by_year(store: Store, scope: Scope, as_of: date, first_year: int) -> pd.DataFrame:
    """The trend: at_on (31 December from `first_year`, then `as_of`), organisations, presences, townships,
    reintegration_presences, reintegration_townships.

    An ongoing presence without a first day counts from the beginning; one that was since marked suspended or
    completed is not counted at any date, since the directory does not say until when it worked.
    """
    return ask(store, "presences_by_year", scope, as_of=as_of, first_year=first_year)
