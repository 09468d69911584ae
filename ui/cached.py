"""The one store of this process, and the answers that visits share: aggregates only, never a row that is one case.

Each answer is kept under what it depends on: role, organisation, shelters, filters and the version of the data.
The name of the reader is no part of it, and nothing here can be reached with a wider scope than it was asked with.
"""

# ruff: noqa: ARG001 (arguments that only tell cached answers apart)

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from analysis.coverage import Coverage
from analysis.coverage import coverage as find_coverage
from data import reference
from data.backup_command import attend
from data.fingerprint import fingerprint
from data.indicator_files import Indicator
from data.scope import Scope
from data.store import Store, open_store
from data.vocabulary import Role
from data.vocabulary_indicators import Dimension, Period
from queries import (
    assigned,
    cases,
    durations,
    hotspot_lists,
    indicators,
    loads,
    matching,
    meetings,
    places,
    plans,
    providers,
    publications,
    quality,
    recommendations,
    registers,
    unassigned,
    victims,
)
from queries import caseload as who_carries
from queries.filters import Filters

Key = tuple[object, ...]
Question = Callable[..., pd.DataFrame]

# Questions about cases in a scope and a filter; each takes (store, scope, filters, **more).
_ABOUT_CASES: Final[dict[str, Question]] = {
    question.__name__: question
    for question in (
        victims.victims_by_township,
        victims.victims_by_township_year,
        victims.victims_by_year,
        victims.victims_of_township,
        victims.register_totals,
        victims.yearly_totals,
        victims.register_completeness,
        unassigned.unassigned_by_township,
        unassigned.unassigned_by_reason,
        unassigned.unassigned_by_state,
        unassigned.unassigned_by_wait,
        unassigned.unassigned_by_year,
        unassigned.waiting_demand,
        assigned.assigned_share,
        quality.completeness_by_agency,
        quality.unplaced_by_agency,
        quality.agency_comparison,
        durations.durations,
        durations.cohort_reached,
        durations.cohort_steps,
    )
}
# Questions about providers at a date; each takes (store, scope, as_of, **more).
_ABOUT_PROVIDERS: Final[dict[str, Question]] = {
    question.__name__: question
    for question in (
        providers.presences_at,
        providers.directory,
        providers.completeness,
        providers.freshness,
        providers.presences_by_year,
        assigned.carried,
        registers.health_sites_at,
        registers.reports_received,
        cases.due_counts,
        meetings.agenda_counts,
        who_carries.caseload,
        who_carries.caseload_by_worker,
        who_carries.due_by_worker,
        who_carries.caseload_by_month,
        who_carries.support_by_township,
        matching.places_to_go,
    )
}
# What meetings agreed on and planners saved; each takes (store, scope, **more).
_KEPT: Final[dict[str, Question]] = {
    question.__name__: question
    for question in (
        hotspot_lists.lists,
        hotspot_lists.entries,
        plans.plans,
        plans.plan,
        publications.publications,
        publications.publication_figures,
        registers.indicator_targets,
        recommendations.recommendation_states,
        recommendations.recommendation_history,
    )
}
_PLACES: Final[dict[str, Question]] = {q.__name__: q for q in (places.townships, places.dsw_offices, places.shelters)}


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The register, opened once; the shell may ask for a backup from then on. Raises as data.store.open_store does."""
    opened = open_store()
    attend(opened)
    return opened


def version() -> Key:
    """Changes whenever the register or a setting has changed."""
    return store().data_version


def _who(scope: Scope) -> Key:
    return str(scope.role), scope.organisation_id, scope.shelter_ids


@st.cache_data(show_spinner=False, max_entries=512)
def _about_cases(
    question: str, who: Key, filters: Filters, version: Key, more: tuple[tuple[str, object], ...], _scope: Scope
) -> pd.DataFrame:
    return _ABOUT_CASES[question](store(), _scope, filters, **dict(more))


@st.cache_data(show_spinner=False, max_entries=128)
def _about_providers(
    question: str, who: Key, as_of: date, version: Key, more: tuple[tuple[str, object], ...], _scope: Scope
) -> pd.DataFrame:
    return _ABOUT_PROVIDERS[question](store(), _scope, as_of, **dict(more))


@st.cache_data(show_spinner=False, max_entries=64)
def _about_kept(
    question: str, who: Key, version: Key, more: tuple[tuple[str, object], ...], _scope: Scope
) -> pd.DataFrame:
    return _KEPT[question](store(), _scope, **dict(more))


@st.cache_data(show_spinner=False, max_entries=16)
def _places(question: str, version: Key) -> pd.DataFrame:
    return _PLACES[question](store())


def _cases(question: str, scope: Scope, filters: Filters, **more: object) -> pd.DataFrame:
    return _about_cases(question, _who(scope), filters, version(), tuple(sorted(more.items())), scope)


def _providers(question: str, scope: Scope, as_of: date, **more: object) -> pd.DataFrame:
    return _about_providers(question, _who(scope), as_of, version(), tuple(sorted(more.items())), scope)


def _kept(question: str, scope: Scope, **more: object) -> pd.DataFrame:
    return _about_kept(question, _who(scope), version(), tuple(sorted(more.items())), scope)


# The answers by name, with the arguments of the question of the same name in queries, less the store.
victims_by_township = partial(_cases, "victims_by_township")
victims_by_township_year = partial(_cases, "victims_by_township_year")
victims_by_year = partial(_cases, "victims_by_year")
victims_of_township = partial(_cases, "victims_of_township")
register_totals = partial(_cases, "register_totals")
yearly_totals = partial(_cases, "yearly_totals")
register_completeness = partial(_cases, "register_completeness")
unassigned_by_township = partial(_cases, "unassigned_by_township")
unassigned_by_reason = partial(_cases, "unassigned_by_reason")
unassigned_by_state = partial(_cases, "unassigned_by_state")
unassigned_by_wait = partial(_cases, "unassigned_by_wait")
unassigned_by_year = partial(_cases, "unassigned_by_year")
waiting_demand = partial(_cases, "waiting_demand")
assigned_share = partial(_cases, "assigned_share")
completeness_by_agency = partial(_cases, "completeness_by_agency")
unplaced_by_agency = partial(_cases, "unplaced_by_agency")
agency_comparison = partial(_cases, "agency_comparison")
spells = partial(_cases, "durations")
cohort_reached = partial(_cases, "cohort_reached")
cohort_steps = partial(_cases, "cohort_steps")
presences_at = partial(_providers, "presences_at")
directory = partial(_providers, "directory")
completeness = partial(_providers, "completeness")
freshness = partial(_providers, "freshness")
presences_by_year = partial(_providers, "presences_by_year")
carried = partial(_providers, "carried")
due_counts = partial(_providers, "due_counts")
agenda_counts = partial(_providers, "agenda_counts")
caseload = partial(_providers, "caseload")
caseload_by_worker = partial(_providers, "caseload_by_worker")
due_by_worker = partial(_providers, "due_by_worker")
caseload_by_month = partial(_providers, "caseload_by_month")
support_by_township = partial(_providers, "support_by_township")
places_to_go = partial(_providers, "places_to_go")
health_sites_at = partial(_providers, "health_sites_at")
reports_received = partial(_providers, "reports_received")
hotspot_lists_frozen = partial(_kept, "lists")
hotspot_entries = partial(_kept, "entries")
saved_plans = partial(_kept, "plans")
saved_plan = partial(_kept, "plan")
publications_made = partial(_kept, "publications")
publication_figures = partial(_kept, "publication_figures")
indicator_targets = partial(_kept, "indicator_targets")
recommendation_states = partial(_kept, "recommendation_states")
recommendation_history = partial(_kept, "recommendation_history")


Defined = tuple[tuple[str, str], ...]
"""What the answers of indicators depend on besides: key and file of each, whose statement may change."""


@st.cache_data(show_spinner=False, max_entries=64)
def _indicators(
    who: Key, filters: Filters, version: Key, defined: Defined, dimension: str | None, period: str,
    _scope: Scope, _chosen: tuple[Indicator, ...],
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    kept = None if dimension is None else Dimension(dimension)
    asked = (store(), _scope, filters, _chosen, kept, Period(period))
    return indicators.values(*asked), indicators.spells(*asked)


def indicator_answers(
    scope: Scope, filters: Filters, chosen: tuple[Indicator, ...], dimension: Dimension | None, period: Period
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Values and, of medians, the lengths behind them: numbers of people, no case. See queries.indicators."""
    defined = tuple((one.key, f"{one.kind} {one.unit} {one.periods} {one.dimensions} {one.sql}") for one in chosen)
    kept = None if dimension is None else str(dimension)
    return _indicators(_who(scope), filters, version(), defined, kept, str(period), scope, chosen)


def register_fingerprint() -> str:
    """The state of the register as one short text; see data.fingerprint. Lists and plans say it with what they keep."""
    return _fingerprint(version())


@st.cache_data(show_spinner=False, max_entries=4)
def _fingerprint(version: Key) -> str:
    return fingerprint(store())


def townships() -> pd.DataFrame:
    """The 330 townships; see queries.places.townships."""
    return _places("townships", version())


def dsw_offices() -> pd.DataFrame:
    """DSW offices; see queries.places.dsw_offices."""
    return _places("dsw_offices", version())


def shelters() -> pd.DataFrame:
    """DSW shelters; see queries.places.shelters."""
    return _places("shelters", version())


def border_crossings() -> pd.DataFrame:
    """Border towns; see data.reference.border_crossings."""
    return reference.border_crossings()


def settings() -> dict[str, float]:
    """Every setting's present value, in its unit."""
    return dict(_settings(version()))


@st.cache_data(show_spinner=False, max_entries=4)
def _settings(version: Key) -> tuple[tuple[str, float], ...]:
    return tuple(store().settings().items())


def coverage(scope: Scope, as_of: date) -> Coverage:
    """Who is in reach of each township on a day; see analysis.coverage.coverage. Computed once for a role."""
    return _coverage(_who(scope), as_of, version(), tuple(sorted(settings().items())), scope)


@st.cache_data(show_spinner=False, max_entries=64)
def _coverage(who: Key, as_of: date, version: Key, settings: tuple[tuple[str, float], ...], _scope: Scope) -> Coverage:
    presences = presences_at(_scope, as_of)
    return find_coverage(townships(), presences, dsw_offices(), as_of, dict(settings)["dsw_reach_km"])


@st.cache_data(show_spinner=False, max_entries=4)
def register_span(version: Key, today: date) -> tuple[int, int, date]:
    """First and last case year and the last recorded day of the whole register: the bounds of the filters.

    The same for every role, so that two readers of one address see the same day. Three dates; no count leaves here.
    """
    whole = Scope(Role.PLANNER, actor="atlas")
    found = victims.register_totals(store(), whole, Filters(as_of=today)).iloc[0]
    if pd.isna(found["last_recorded_on"]):
        return today.year, today.year, today
    last = min(pd.Timestamp(found["last_recorded_on"]).date(), today)
    return int(found["first_year"]), int(found["last_year"]), last


@st.cache_data(show_spinner=False, max_entries=4)
def open_span(version: Key, today: date) -> tuple[int, int, date]:
    """The same for those who see no cases, from publications and the directory alone: no case table is opened."""
    found = publications.open_span(store()).iloc[0]
    last = today if pd.isna(found["last_day"]) else min(pd.Timestamp(found["last_day"]).date(), today)
    if pd.isna(found["first_year"]):
        return last.year, last.year, last
    return int(found["first_year"]), int(found["last_year"]), last


@st.cache_data(show_spinner=False, max_entries=16)
def recent_loads(version: Key, _scope: Scope, most: int = 10) -> pd.DataFrame:
    """The latest files brought in; see queries.loads.recent_loads. No case in it."""
    return loads.recent_loads(store(), _scope, most)
