"""People of a register whom a test needs, chosen by what it needs of them and not by their code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from analysis.matching import candidates, people_of, places_of
from data.scope import Scope
from data.store import Store
from data.vocabulary import Role
from queries import matching, places

PLANNER = Scope(Role.PLANNER, "planner")


def wanted_by_several(store: Store, as_of: date, within: set[str] | None = None) -> Iterator[str]:
    """Codes of people who wait and whom at least two providers in reach with room could take; within: of these."""
    sites = places_of(matching.places_to_go(store, PLANNER, as_of), places.townships(store))
    for person in people_of(matching.waiting_people(store, PLANNER, as_of)):
        if within is not None and person.case_code not in within:
            continue
        if sum(1 for one in candidates(person, sites) if one.obstacle is None) > 1:
            yield person.case_code
