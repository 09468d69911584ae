"""How good the data are: what is missing, what contradicts itself, what waits for a person, and who holds what.

Aggregates may be cached; unplaced_records, impossible_sequences and pairs are rows of cases and may not.
"""

from __future__ import annotations

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask
from queries.filters import Filters


def completeness_by_agency(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """field (column name), agency (that recorded the case first), filled_people, all_people: people."""
    return ask(store, "completeness_by_agency", scope, **filters.params())


def unplaced_by_agency(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """case_year, agency; unplaced_people: their township of origin is not known; all_people."""
    return ask(store, "unplaced_by_agency", scope, **filters.params())


def unplaced_records(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Rows of cases: case_code, agency, victim_type, identified_month, recorded_on."""
    return ask(store, "unplaced_records", scope, **filters.params())


def impossible_sequences(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Rows of cases: rule (code), case_code, agency, first_on, second_on (null: none). A case may break several."""
    return ask(store, "impossible_sequences", scope, **filters.params())


def agency_comparison(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """case_year, victim_type, st_pcode (null: township not known) and people: all_people, atu_people, dsw_people,
    ngo_people (each holds a record), atu_and_dsw_people, atu_not_dsw_people, dsw_not_atu_people, only_ngo_people.
    """
    return ask(store, "agency_comparison", scope, **filters.params())


def pairs(store: Store, scope: Scope) -> pd.DataFrame:
    """Rows of cases: proposed pairs side by side, likeliest first: pair_id, state, score, why, decided_by,
    decided_at_utc; then of each of the two records case_code_a, agency_a, victim_type_a, sex_a, age_years_a,
    ts_pcode_a, destination_a, purpose_a, identified_month_a, return_month_a, and the same with _b.
    """
    return ask(store, "pairs", scope)


def place_questions(store: Store, scope: Scope) -> pd.DataFrame:
    """written, asked_rows (rows rejected for it), files, last_asked; whether somebody has answered is not looked at."""
    return ask(store, "place_questions", scope)


def place_answers(store: Store, scope: Scope) -> pd.DataFrame:
    """written, ts_pcode, source (the file), confirmed_by, confirmed_at_utc; latest first."""
    return ask(store, "place_answers", scope)


def all_loads(store: Store, scope: Scope) -> pd.DataFrame:
    """Every load, undone ones too, newest first: batch_id, import_format, file_name, file_sha256, loaded_by,
    loaded_at_utc, rows_in_file, rows_loaded, rows_rejected, rows_double, undone_at_utc (null: it stands).
    """
    return ask(store, "all_loads", scope)


def rejects_of_load(store: Store, scope: Scope, batch: str) -> pd.DataFrame:
    """row_no, column_name, written_value, reason_code, reason (in English, as it was said then), facts (JSON)."""
    return ask(store, "rejects_of_load", scope, batch=batch)
