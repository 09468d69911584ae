"""Who carries whom: the caseload of providers and case workers on a day, month by month, and near DSW's offices.

Counts rest on the cases that the reader sees: all of them for a planner, those of the own organisation for its manager,
those of the own shelters and of the national list of the unassigned for a DSW officer.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask
from queries.cases import limits


def caseload(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """One row a provider (a presence with all that shares its room) that is active for reintegration on `as_of`,
    carries somebody then, or closed a case within the 365 days before; of a manager's own organisation alone.

    pool_id, organisation_id, organisation, kind, ts_pcode and presence_type (of the base), covered_townships,
    is_active, is_reintegration, is_confirmed; case_workers, capacity_people (null: not told, or not active);
    caseload_people: everybody whom it carries; seen_people and special_people: of them those whom the reader sees;
    closed_people and other_end_people: periods that ended within the 365 days, by closure and otherwise.
    """
    days = int(store.setting("confirmed_within_days"))
    return ask(store, "caseload", scope, as_of=as_of, confirmed_within_days=days)


def caseload_by_worker(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """One row a case worker, and one (worker_id null) a provider that carries people without a worker.

    pool_id, organisation, ts_pcode (of the base), worker_id, worker_code, from_on, to_on, is_there (on `as_of`);
    people, special_people: whom the worker carries; closed_people: cases closed within the 365 days before. A worker
    without anybody has 0.
    """
    return ask(store, "caseload_by_worker", scope, as_of=as_of)


def due_by_worker(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """worker_id; overdue_steps, soon_steps, of both revisit_steps: what is due for the cases of each case worker."""
    return ask(store, "due_by_worker", scope, as_of=as_of, limits=limits(store))


def caseload_by_month(
    store: Store, scope: Scope, as_of: date, months: int = 24, pool_id: str | None = None
) -> pd.DataFrame:
    """The trend: at_on (last day of each of the `months` last months, the last one `as_of` itself), carried_people and
    special_people on that day; taken_people, closed_people, other_end_people within the month. pool_id: of one alone.
    """
    return ask(store, "caseload_by_month", scope, as_of=as_of, months=months, pool_id=pool_id)


def support_by_township(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """ts_pcode (null: not known); government_people (carried by a Government office), others_people (carried by
    others), unassigned_people: those who need support on `as_of`.
    """
    return ask(store, "support_by_township", scope, as_of=as_of)


def carried_cases(
    store: Store, scope: Scope, as_of: date, pool_id: str, limit: int = 50, offset: int = 0
) -> pd.DataFrame:
    """A page of the cases that a provider carries on `as_of`, those without a case worker first: case_code,
    assignment_id, presence_id, ts_pcode, age_group, is_special, carried_from_on, carried_days, worker_id, worker_code.
    """
    return ask(store, "carried_cases", scope, as_of=as_of, pool_id=pool_id, limit=limit, offset=offset)
