"""Cases for those who work with them: the list in pages, one case with its time line, and what is due for whom.

Rows of cases: never cached, and each look at them is told to the audit log by the caller (data.audit.seen).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask
from queries.filters import Filters

REVISIT_MISSED_DAYS = 365
"""A revisit that is later than this after its window is missed, and no longer on the list of what is due."""

_LIMITS = (
    "abroad_most_days", "assessment_stale_days", "shelter_stay_days", "first_visit_days", "revisit_from_days",
    "revisit_to_days", "health_referral_days", "due_soon_days",
)  # fmt: skip


@dataclass(frozen=True)
class Narrowed:
    """What narrows the list of cases beside the filters; None: no narrowing.

    stage: Stage. search: stands in the code, in any case of letters. due_kind: DueKind. late: something is late (True)
    or due and not late (False). carrier: organisation that carries the case. assignment_state: assigned or unassigned.
    st_pcode: one of the 18 states and regions.
    """

    stage: str | None = None
    search: str | None = None
    due_kind: str | None = None
    late: bool | None = None
    carrier: str | None = None
    assignment_state: str | None = None
    st_pcode: str | None = None

    def params(self) -> dict[str, object]:
        """The bound parameters, as case_list and case_count declare them."""
        codes = ("stage", "search", "due_kind", "carrier", "assignment_state", "st_pcode")
        told = {name: getattr(self, name) for name in codes}
        return {"late": self.late} | {name: str(value) if value else None for name, value in told.items()}


@dataclass(frozen=True)
class DueOf:
    """What narrows the list of due things; None: no narrowing. late: late ones (True), or others (False)."""

    due_kind: str | None = None
    late: bool | None = None
    carrier: str | None = None
    presence_id: str | None = None

    def params(self) -> dict[str, object]:
        """The bound parameters, as due and due_counts declare them."""
        kind = str(self.due_kind) if self.due_kind else None
        return {"due_kind": kind, "late": self.late, "carrier": self.carrier, "presence_id": self.presence_id}


def limits(store: Store) -> dict[str, int]:
    """The days of the settings by which things are due (days)."""
    return {key: int(store.setting(key)) for key in _LIMITS} | {"revisit_missed_days": REVISIT_MISSED_DAYS}


def case_list(
    store: Store, scope: Scope, filters: Filters, within: Narrowed = Narrowed(), limit: int = 50, offset: int = 0
) -> pd.DataFrame:
    """A page of cases by code: `limit` rows after the first `offset`.

    case_code, victim_type, sex, age_group, ts_pcode, destination, is_special, family_assessment, identified_month,
    return_month, stage, since (null: nothing recorded); of the open period assignment_state, organisation_id,
    organisation, unassigned_reason, waiting_since (all null: none); next_due_kind, next_due_on, next_days_left (days;
    null: nothing due), things_due (things).
    """
    return ask(
        store, "case_list", scope, **filters.params(), **within.params(), limits=limits(store), limit=limit,
        offset=offset,
    )  # fmt: skip


def case_count(store: Store, scope: Scope, filters: Filters, within: Narrowed = Narrowed()) -> pd.DataFrame:
    """How many cases the whole list holds, in one row: cases (people)."""
    return ask(store, "case_count", scope, **filters.params(), **within.params(), limits=limits(store))


def case(store: Store, scope: Scope, case_code: str, as_of: date) -> pd.DataFrame:
    """One row on a case; no row where there is none, or none that the reader sees: the two are not told apart.

    case_code, victim_type, source_agency, sex, age_years (years), age_group, ts_pcode, destination, corridor, purpose,
    recruitment_month, identified_month, return_month, is_special, family_assessment, shelter_id, recorded_on; stage,
    since (null: nothing recorded); version (what data.case_events.take_back asks as `seen`), events_later (events that
    `as_of` does not see); of the open period assignment_id, assignment_state, presence_id, organisation_id,
    organisation, worker_id, unassigned_reason, waiting_since (all null: none).
    """
    return ask(store, "case", scope, case_code=case_code, as_of=as_of)


def timeline(store: Store, scope: Scope, case_code: str, as_of: date) -> pd.DataFrame:
    """Events in order: event_id, event_kind, occurred_on, recorded_on, organisation_id, organisation, shelter_id,
    detail, amount (unit of the kind), recorded_by (null: a load or the demonstration).
    """
    return ask(store, "timeline", scope, case_code=case_code, as_of=as_of)


def case_flags(store: Store, scope: Scope, case_code: str, as_of: date) -> pd.DataFrame:
    """Why the case is a Special Case: special_category, flagged_on, flagged_by."""
    return ask(store, "case_flags", scope, case_code=case_code, as_of=as_of)


def case_needs(store: Store, scope: Scope, case_code: str, as_of: date) -> pd.DataFrame:
    """What the person needs: service, noted_on, noted_by."""
    return ask(store, "case_needs", scope, case_code=case_code, as_of=as_of)


def assessments(store: Store, scope: Scope, case_code: str, as_of: date) -> pd.DataFrame:
    """Family assessments, the latest first: assessment_id, assessed_on, recorded_on, organisation_id, organisation,
    outcome, wants_return (null: not asked), is_child, recorded_by.
    """
    return ask(store, "assessments", scope, case_code=case_code, as_of=as_of)


def risks(store: Store, scope: Scope, case_code: str) -> pd.DataFrame:
    """The ranks in all assessments of the case: assessment_id, risk_item, risk_rank."""
    return ask(store, "risks", scope, case_code=case_code)


def due(
    store: Store, scope: Scope, as_of: date, things: DueOf = DueOf(), limit: int | None = None, offset: int = 0
) -> pd.DataFrame:
    """One row a thing due, the longest overdue first; `limit` rows after the first `offset`, all where it is None.

    case_code, due_kind (DueKind), due_from, due_on, days_left (days; below 0: late), organisation_id, organisation,
    presence_id (null: nobody carries the case), worker_id (null: not told), ts_pcode (null: not known), is_special.
    """
    return ask(
        store, "due", scope, as_of=as_of, limits=limits(store), limit=limit, offset=offset, **things.params()
    )  # fmt: skip


def due_counts(store: Store, scope: Scope, as_of: date, things: DueOf = DueOf()) -> pd.DataFrame:
    """due_kind, organisation_id, presence_id (null: nobody), things, late: how many things are due, and late."""
    return ask(store, "due_counts", scope, as_of=as_of, limits=limits(store), **things.params())


def due_of_case(store: Store, scope: Scope, case_code: str, as_of: date) -> pd.DataFrame:
    """What is due for one case: due_kind, due_from, due_on, days_left (days), organisation_id, presence_id."""
    return ask(store, "due_of_case", scope, case_code=case_code, as_of=as_of, limits=limits(store))


def alternatives(store: Store, scope: Scope, as_of: date, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """People for whom an alternative to returning home is to be found (2.2, 4.6), the longest known first; `limit` rows
    after the first `offset`, all where it is None.

    case_code, because (negative or unwilling), known_on, days (days), planned_on (null: none yet), discussed_on (null:
    not yet), ts_pcode, age_group, is_special, stage; of the whole list, in each row, all_people and without_people (no
    alternative agreed).
    """
    return ask(store, "alternatives", scope, as_of=as_of, limit=limit, offset=offset)
