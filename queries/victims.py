"""How many victims, from where, when, and how well recorded: aggregates only, never case rows.

Every question takes the reader's scope and the filters of the view; a case recorded after `filters.as_of` is not seen.
"""

from __future__ import annotations

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask
from queries.filters import Filters


def victims_by_township(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """One row a source township that has victims.

    ts_pcode (null: township not known); victims_people, children_people, special_people, and by corridor china_people,
    thailand_people, other_abroad_people, internal_people, unknown_destination_people: people.
    """
    return ask(store, "victims_by_township", scope, **filters.params())


def victims_by_year(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """case_year (year of identification), corridor (code), victims_people: people."""
    return ask(store, "victims_by_year", scope, **filters.params())


def victims_by_township_year(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """ts_pcode (null: township not known), case_year, victims_people: people."""
    return ask(store, "victims_by_township_year", scope, **filters.params())


def victims_of_township(store: Store, scope: Scope, filters: Filters, ts_pcode: str) -> pd.DataFrame:
    """Of one township: case_year; victims_people, children_people: people. Years without victims have no row."""
    return ask(store, "victims_of_township", scope, ts_pcode=ts_pcode, **filters.params())


def register_totals(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """One row, also for an empty register.

    victims_people, without_township_people, children_people, special_people, china_people, thailand_people,
    other_abroad_people, internal_people, unknown_destination_people: people; townships_with_victims: townships;
    first_year, last_year, last_identified_month, last_recorded_on: null where no case is seen.
    """
    return ask(store, "register_totals", scope, **filters.params())


def yearly_totals(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The headline counts by case_year: victims_people, without_township_people, children_people, special_people,
    g2g_people, china_people, thailand_people: people.
    """
    return ask(store, "yearly_totals", scope, **filters.params())


def register_completeness(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How well the fields of the national spreadsheet (4.8) are filled: field (column), filled_people, all_people."""
    return ask(store, "register_completeness", scope, **filters.params())
