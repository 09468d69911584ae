"""How long things take and how far people are: lengths and steps as numbers of people, never a row that is one case."""

from __future__ import annotations

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask
from queries.filters import Filters


def durations(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """way (repatriation, shelter, first_visit, closure), corridor, begun_year, days (null: not usable), over_people,
    waiting_people (still on it, days so far), unusable_people. A manager of an organisation has no stays in shelters.
    """
    return ask(store, "durations", scope, **filters.params())


def cohort_reached(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """return_year, corridor, reached (a 0 or 1 for each step of analysis.cohort.STEPS), people."""
    return ask(store, "cohort_reached", scope, **filters.params())


def cohort_steps(store: Store, scope: Scope, filters: Filters) -> pd.DataFrame:
    """return_year, step (position in analysis.cohort.STEPS), days from the recorded step before, over_people,
    waiting_people.
    """
    return ask(store, "cohort_steps", scope, **filters.params())
