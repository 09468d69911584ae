"""The small registers as a reader may see them: trainings, meetings, visits, health sites, proceedings, fund …"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask

ALL_ROWS = 1_000_000


def trainings(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Trainings, newest first: record_id, held_on, training_topic, body, people, ts_pcode, source, recorded_by, …"""
    return ask(store, "trainings", scope, most=most)


def training_targets(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Targets: record_id, target_year, training_topic, body, people, recorded_by, recorded_at_utc."""
    return ask(store, "training_targets", scope, most=most)


def trained_against_target(store: Store, scope: Scope, as_of: dt.date) -> pd.DataFrame:
    """target_year, training_topic, body, trained_people, target_people (null: none set), newest year first."""
    return ask(store, "trained_against_target", scope, as_of=as_of)


def meetings_kept(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Meetings: record_id, meeting_kind, meeting_site, st_pcode, planned_on, held_on, note, recorded_by, and how many
    people of each body came: people_dsw, people_attf, people_gad, people_immigration, people_health, …"""
    return ask(store, "meetings_kept", scope, most=most)


def joint_visits(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Joint visits: record_id, visited_on, ts_pcode, organisation_id, organisation, dsw_members, ngo_members, is_exact
    (one of each, 3.9), source, recorded_by."""
    return ask(store, "joint_visits", scope, most=most)


def health_sites(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Health sites: record_id, name, health_site_kind, ts_pcode, from_on, to_on, source, recorded_by."""
    return ask(store, "health_sites", scope, most=most)


def health_sites_at(store: Store, scope: Scope, as_of: dt.date) -> pd.DataFrame:
    """Sites there on a day: site_id, name, health_site_kind, ts_pcode, lat, lon (of the chief town, degrees)."""
    return ask(store, "health_sites_at", scope, as_of=as_of)


def legal_proceedings(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Proceedings of cases in the scope: record_id, case_code, started_on, proceeding_state, ended_on,
    support_organisation_id, organisation, accompanied_on, recorded_by."""
    return ask(store, "legal_proceedings", scope, most=most)


def fund_entries(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """The fund: record_id, entry_on, fund_entry_kind, amount_mmk (kyat), people, source, recorded_by."""
    return ask(store, "fund_entries", scope, most=most)


def shelter_counts_abroad(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Counts abroad: record_id, counted_on, destination, myanmar_people, interpreters, source, recorded_by."""
    return ask(store, "shelter_counts_abroad", scope, most=most)


def provider_reports(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Reports of providers: record_id, organisation_id, organisation, report_year, report_quarter (1 to 4),
    received_on, source, recorded_by, recorded_at_utc."""
    return ask(store, "provider_reports", scope, most=most)


def reports_received(store: Store, scope: Scope, as_of: dt.date) -> pd.DataFrame:
    """The first report of each organisation for each quarter up to a day: organisation_id, quarter_on (its first day),
    received_on, due_on. An organisation's manager reads its own alone."""
    return ask(store, "reports_received", scope, as_of=as_of, report_due_days=int(store.setting("report_due_days")))


def stage_assessments(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Assessments of stages: record_id, assessed_stage, assessed_on, body, victims_asked, source, recorded_by."""
    return ask(store, "stage_assessments", scope, most=most)


def health_advocacies(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Health advocacy: record_id, ts_pcode, held_on, body, source, recorded_by."""
    return ask(store, "health_advocacies", scope, most=most)


def indicator_targets(store: Store, scope: Scope, most: int) -> pd.DataFrame:
    """Targets of indicators: record_id, indicator, target_year, target (in the indicator's unit), recorded_by,
    recorded_at_utc; of one indicator and year the first row holds."""
    return ask(store, "indicator_targets", scope, most=most)


def organisations(store: Store) -> pd.DataFrame:
    """Every organisation by name: organisation_id, name, acronym, kind."""
    return ask(store, "organisations")


QUESTION_OF = {
    "training": trainings,
    "training_target": training_targets,
    "meeting": meetings_kept,
    "joint_visit": joint_visits,
    "health_site": health_sites,
    "legal_proceeding": legal_proceedings,
    "fund_entry": fund_entries,
    "shelter_census_abroad": shelter_counts_abroad,
    "provider_report": provider_reports,
    "stage_assessment": stage_assessments,
    "health_advocacy": health_advocacies,
    "indicator_target": indicator_targets,
}
"""Key of a register -> the question that reads it."""
