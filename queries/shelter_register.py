"""The DSW shelter register (2.12): stays, census, completeness of the form, and the annual return (4.4, 4.6).

A stay is an entry and the next leaving. Everything is answered as it was known on the as-of date. Stays and the form
are rows of cases and may not be cached; an officer sees those of the own shelters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask


@dataclass(frozen=True)
class Span:
    """Which stays: those that touch the days first to last, as known on as_of; shelter None: all of the scope."""

    first: date
    last: date
    as_of: date
    shelter: str | None = None

    def params(self) -> dict[str, object]:
        """The bound parameters of the span."""
        return {"first": self.first, "last": self.last, "as_of": self.as_of, "shelter": self.shelter}


def shelter_stays(
    store: Store, scope: Scope, span: Span, search: str | None = None, most: int = 50, skip: int = 0
) -> pd.DataFrame:
    """Rows of cases, latest entry first: case_code, shelter_id, in_on, out_on (null: still there), stay_days, sex,
    age_group, destination, purpose, st_pcode, steps_done (0 to 4). search: part of a case code.
    """
    return ask(store, "shelter_stays", scope, **span.params(), search=search, most=most, skip=skip)


def shelter_stay_count(
    store: Store, scope: Scope, span: Span, long_days: int, search: str | None = None
) -> pd.DataFrame:
    """One row: all_stays; people: entered_people and left_people in the span, present_people at its end, of them
    long_people for more than long_days; typical_days: median stay of those who left.
    """
    return ask(store, "shelter_stay_count", scope, **span.params(), search=search, long_days=long_days)


def shelter_census(store: Store, scope: Scope, span: Span) -> pd.DataFrame:
    """day, shelter_id; people: entered_people, left_people, present_people at the end of the day."""
    return ask(store, "shelter_census", scope, **span.params())


def form_completeness(store: Store, scope: Scope, span: Span) -> pd.DataFrame:
    """shelter_id, field (of the form, or all_fields), filled_people, all_people who entered in the span."""
    return ask(store, "form_completeness", scope, **span.params())


def form_of_case(store: Store, scope: Scope, case_code: str, as_of: date) -> pd.DataFrame:
    """The one-page form of one case, or no row: it is not visible, or was never in a shelter of the scope.

    case_code, victim_type, sex, age_years, ts_pcode, recruitment, identified, returned (months), destination, purpose,
    is_special, family_assessment; of the latest stay shelter_id, date_in, date_out and the days of needs_assessed,
    medical_informed, medical_accepted, medical_assessed; organisation_id, organisation, assigned_on, unassigned_reason.
    """
    return ask(store, "form_of_case", scope, case_code=case_code, as_of=as_of)


def g2g_return(store: Store, scope: Scope, year: int, as_of: date) -> pd.DataFrame:
    """The annual return: part (total, shelter, month, destination, sex, age_group, purpose, state), code, and people.

    returned_people = carried_people + closed_people + unassigned_people + none_people; negative_people; and of the
    unassigned, by reason, no_provider_people, provider_full_people, negative_assessment_people, untraced_people,
    declined_people, not_considered_people.
    """
    return ask(store, "g2g_return", scope, year=year, as_of=as_of)
