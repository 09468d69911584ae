"""Published tables for donors, and for planners the counts that they are made from; no case row leaves here."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask


def publications(store: Store, scope: Scope) -> pd.DataFrame:
    """Newest first: publication_id, version, first_year, last_year, as_of, least_shown, rounded_to (people), rules,
    withheld (JSON), figures, note (null: none), content_sha256, published_at_utc; for planners alone, else null: audit
    (JSON), published_by.
    """
    return ask(store, "publications", scope)


def publication_figures(store: Store, scope: Scope, publication_id: str) -> pd.DataFrame:
    """One row a figure: table_name, level, place, from_year, to_year, purpose_group, corridor, sex, age_group, people
    (null: withheld, or cannot occur), figure_status, is_finest. Nothing for an unknown publication.
    """
    return ask(store, "publication_figures", scope, publication_id=publication_id)


def publications_released(store: Store, scope: Scope) -> pd.DataFrame:
    """version, released (JSON of shown counts before rounding), oldest first; nothing for anybody but planners."""
    return ask(store, "publications_released", scope)


def publication_people(store: Store, scope: Scope, as_of: date, first_year: int, last_year: int) -> pd.DataFrame:
    """True counts: ts_pcode, year, purpose, corridor, sex, age_group ('unknown': not recorded), people.

    Nothing for anybody but planners.
    """
    return ask(store, "publication_people", scope, as_of=as_of, first_year=first_year, last_year=last_year)


def publication_known(store: Store, scope: Scope, as_of: date, first_year: int, last_year: int) -> pd.DataFrame:
    """By provider: ts_pcode, year, purpose, corridor, sex, age_group, people that the organisation has ever carried.

    Nothing for anybody but planners.
    """
    return ask(store, "publication_known", scope, as_of=as_of, first_year=first_year, last_year=last_year)


def open_span(store: Store) -> pd.DataFrame:
    """One row, of what everybody may know: first_year, last_year (null: nothing published), last_day (null: none)."""
    return ask(store, "open_span")
