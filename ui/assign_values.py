"""What the Assignments page reads: rows of people anew for every view, each look at them recorded once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from analysis.allocation_demand import Weights
from analysis.matching import Person, Places, Rule, people_of, places_of
from data import audit
from data.vocabulary import RegisterKind
from queries import matching
from queries.matching import Narrowed
from ui import cached, state

ROWS: Final = 10
EVERYBODY: Final = Narrowed()
_SEEN: Final = "atlas_assign_seen"


def decides_now() -> bool:
    """Whether decisions can be taken from this view: it shows the present state, not one of an earlier day."""
    return state.as_of() >= state.bounds().last_day


def usual_day() -> date:
    """The day that a decision bears by default: today; in a demonstration the last day of its cases."""
    is_demonstration = cached.store().kind() is RegisterKind.DEMONSTRATION
    return state.as_of() if is_demonstration else state.bounds().today


def rule(every_need: bool = False, includes_held: bool = False) -> Rule:
    """What counts, from the settings."""
    now = cached.settings()
    weights = Weights(now["weight_child"], now["special_case_weight"], now["weight_china"], now["weight_year_waiting"])
    return Rule(now["match_reach_km"], weights, every_need, includes_held)


def places() -> Places:
    """Who takes part, and with what room, on the day that is looked at."""
    return places_of(cached.places_to_go(state.scope(), state.as_of()), cached.townships())


def counts(narrowed: Narrowed = EVERYBODY) -> dict[str, int]:
    """How many wait; a count, so nothing of one person."""
    days = int(cached.settings()["waiting_long_days"])
    found = matching.waiting_count(cached.store(), state.scope(), state.as_of(), days, narrowed)
    return {str(name): int(value) for name, value in found.iloc[0].items()}


def page_of(narrowed: Narrowed, first: int) -> pd.DataFrame:
    """ROWS of those who wait from `first` on."""
    found = matching.waiting_people(cached.store(), state.scope(), state.as_of(), narrowed, limit=ROWS, offset=first)
    record("waiting people", found["case_code"])
    return found


def everybody(narrowed: Narrowed = EVERYBODY) -> pd.DataFrame:
    """All who wait; the caller records the look."""
    return matching.waiting_people(cached.store(), state.scope(), state.as_of(), narrowed)


def one(case_code: str) -> Person | None:
    """The person, where the reader sees that somebody of that code waits."""
    found = matching.waiting_people(cached.store(), state.scope(), state.as_of(), case_code=case_code)
    record("waiting people", found["case_code"])
    people = people_of(found)
    return people[0] if people else None


def requests() -> pd.DataFrame:
    """Requests that wait for an answer."""
    found = matching.requests_waiting(cached.store(), state.scope(), state.as_of())
    record("requests to take a case", found["case_code"])
    return found


def record(subject: str, codes: Iterable[object]) -> None:
    """An audit row for rows of people that are shown: once for the same rows, not at every redrawing."""
    shown = (state.scope(), subject, tuple(str(code) for code in codes))
    seen = st.session_state.setdefault(_SEEN, {})
    if shown[2] and seen.get(subject) != shown:
        audit.seen(cached.store(), state.scope(), subject, len(shown[2]))
        seen[subject] = shown
