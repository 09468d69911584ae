"""Who waits, person by person, and where they could go: what a matching of people and providers is made of (4.4, 4.5).

Rows of people are for those who decide about them: never cached, each look at them is recorded by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask
from queries.providers import presences_at


@dataclass(frozen=True)
class Narrowed:
    """Which of those who wait; None means no narrowing.

    reason: UnassignedReason. st_pcode: one of the 18 states and regions. text: stands in the code, in any case.
    """

    reason: str | None = None
    st_pcode: str | None = None
    text: str | None = None

    def params(self) -> dict[str, object]:
        """The bound parameters, as waiting_people and waiting_count declare them."""
        return {"reason": self.reason, "st_pcode": self.st_pcode, "text": self.text}


def waiting_people(
    store: Store,
    scope: Scope,
    as_of: date,
    narrowed: Narrowed = Narrowed(),
    case_code: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> pd.DataFrame:
    """One row a waiting person, longest wait first; `limit` rows after the first `offset`, all where it is None.

    case_code, assignment_id (of the open period), ts_pcode (null: not known), is_child (null: age not recorded),
    is_special, needs (codes of Service joined by "; "; null: none noted), unassigned_reason, waiting_since,
    days_waiting (days), family_assessment, corridor, requests_open (requests that wait for an answer).
    """
    return ask(
        store,
        "waiting_people",
        scope,
        as_of=as_of,
        case_code=case_code,
        limit=limit,
        offset=offset,
        **narrowed.params(),
    )


def waiting_count(
    store: Store, scope: Scope, as_of: date, long_days: int, narrowed: Narrowed = Narrowed()
) -> pd.DataFrame:
    """One row: waiting_people, waiting_long_people (`long_days` days or longer), children_people, special_people."""
    return ask(store, "waiting_count", scope, as_of=as_of, long_days=long_days, **narrowed.params())


def minimum_steps(store: Store, scope: Scope, as_of: date, case_code: str) -> pd.DataFrame:
    """Steps of the minimum model given to one person: event_id, event_kind, occurred_on, amount_mmk (kyat)."""
    return ask(store, "minimum_steps", scope, as_of=as_of, case_code=case_code)


def requests_waiting(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """Requests to take a case that wait for an answer, longest first; by whom: see the statement.

    referral_id, case_code, presence_id, organisation, presence_ts_pcode (who is asked), ts_pcode (of the person; null:
    not known), age_group, is_special, needs (codes joined by "; "), referred_on, days_open (days up to `as_of`),
    referred_by, note.
    """
    return ask(store, "requests_waiting", scope, as_of=as_of)


def places_to_go(store: Store, scope: Scope, as_of: date) -> pd.DataFrame:
    """The presences that take people on for reintegration on that day; columns as queries.providers.presences_at.

    Projects that are not specific to trafficking are left out: people are referred to them, not assigned (3.7).
    """
    found = presences_at(store, scope, as_of)
    return found[found["is_reintegration"]].reset_index(drop=True)
